// Which way leads into the vault of a folder: the one it was made with; a new one takes the strongest there is.
import { ok, type Result } from '#core/fault.ts'
import type { Clock } from '#core/ports.ts'
import { readPassphrase } from '../store/private-file.ts'
import type { VaultSource } from '../store/vault-key.ts'
import { waysIntoVault } from '../store/vault.ts'

type Keychain = Omit<Extract<VaultSource, { kind: 'keychain' }>, 'kind'>

export const vaultSourceFor = async (
  dir: string,
  clock: Clock,
  openKeychain: () => Promise<Keychain | null>,
): Promise<Result<VaultSource>> => {
  const ways = await waysIntoVault(dir, clock)
  if (!ways.ok) return ways
  const may = (kind: VaultSource['kind']): boolean => ways.value.length === 0 || ways.value.includes(kind)
  const keychain = may('keychain') ? await openKeychain() : null
  if (keychain) return ok({ kind: 'keychain', ...keychain })
  const path = process.env['RACKLIGHT_VAULT_PASSPHRASE_FILE']
  if (path && may('passphrase')) {
    const passphrase = await clock.io(readPassphrase(path))
    return passphrase.ok ? ok({ kind: 'passphrase', passphrase: passphrase.value }) : passphrase
  }
  return ok({ kind: 'file' })
}
