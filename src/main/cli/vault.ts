// The vault for verbs that only read: opened where there is one, never made.
import type { Protection } from '../store/vault-key.ts'
import { openVault, waysIntoVault, type Vault } from '../store/vault.ts'
import { clock, vaultSource } from './folder.ts'
import { need, type Call } from './frame.ts'

export const existingVault = async ({ dir }: Pick<Call<unknown>, 'dir'>): Promise<Vault | null> => {
  const ways: Protection[] = need(await waysIntoVault(dir, clock))
  return ways.length === 0 ? null : need(await openVault(dir, need(await vaultSource()), clock))
}
