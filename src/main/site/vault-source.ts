// Which way leads into the vault of a folder: the one it was made with; a new one takes the strongest there is.
import { readFile } from 'node:fs/promises'
import { fault, ok, type Result } from '#core/fault.ts'
import type { Clock } from '#core/ports.ts'
import type { VaultSource } from '../store/vault-key.ts'
import { waysIntoVault } from '../store/vault.ts'

type Keychain = Omit<Extract<VaultSource, { kind: 'keychain' }>, 'kind'>

const passphraseFrom = async (path: string): Promise<Result<string>> => {
  try {
    return ok((await readFile(path, 'utf8')).trim())
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unreadable'
    return fault('denied', path, `The passphrase could not be read: ${code}.`, 'Check RACKLIGHT_VAULT_PASSPHRASE_FILE.')
  }
}

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
    const passphrase = await passphraseFrom(path)
    return passphrase.ok ? ok({ kind: 'passphrase', passphrase: passphrase.value }) : passphrase
  }
  return ok({ kind: 'file' })
}
