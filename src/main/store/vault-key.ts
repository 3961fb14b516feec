// Who may open the vault: each source wraps the vault's master key in its own way.
import { randomBytes } from 'node:crypto'
import { join } from 'node:path'
import { z } from 'zod'
import { fault, ok, type Result } from '#core/fault.ts'
import { emptyPassphrase, mustBePrivate } from './private-file.ts'
import { readIfThere, replaceFile } from './replace-file.ts'
import { openBytes, scryptCost, sealBytes, stretch } from './vault-cipher.ts'

export type Protection = 'keychain' | 'passphrase' | 'file'

/** `keychain`: the window hands in the OS keychain's own sealing. `file`: a key file beside the vault, which guards it from nobody who can read the folder. */
export type VaultSource =
  | {
      readonly kind: 'keychain'
      wrap(master: Uint8Array): Promise<Result<Uint8Array>>
      unwrap(wrapped: Uint8Array): Promise<Result<Uint8Array>>
    }
  | { readonly kind: 'passphrase'; readonly passphrase: string }
  | { readonly kind: 'file' }

const bytes = z.base64()
const scryptLimits = {
  N: z
    .number()
    .int()
    .min(2)
    .max(1 << 20),
  r: z.number().int().min(1).max(16),
  p: z.number().int().min(1).max(4),
}

/** The master key as one source wrapped it. */
export const Slot = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('keychain'), wrapped: bytes }),
  z.object({ kind: z.literal('passphrase'), salt: bytes, ...scryptLimits, wrapped: bytes }),
  z.object({ kind: z.literal('file'), wrapped: bytes }),
])
export type Slot = z.infer<typeof Slot>

const keyFileOf = (dir: string): string => join(dir, 'vault.key')

export async function wrapMaster(dir: string, source: VaultSource, master: Uint8Array): Promise<Result<Slot>> {
  switch (source.kind) {
    case 'keychain': {
      const wrapped = await source.wrap(master)
      return wrapped.ok ? ok({ kind: 'keychain', wrapped: base64(wrapped.value) }) : wrapped
    }
    case 'passphrase': {
      if (source.passphrase === '') return emptyPassphrase()
      const salt = randomBytes(16)
      const key = await stretch(source.passphrase, salt, scryptCost)
      return ok({ kind: 'passphrase', salt: base64(salt), ...scryptCost, wrapped: base64(sealBytes(key, master)) })
    }
    case 'file': {
      const key = await makeKeyFile(keyFileOf(dir))
      return key.ok ? ok({ kind: 'file', wrapped: base64(sealBytes(key.value, master)) }) : key
    }
  }
}

export async function unwrapMaster(
  dir: string,
  source: VaultSource,
  slots: readonly Slot[],
): Promise<Result<Uint8Array>> {
  const slot = slots.find(other => other.kind === source.kind)
  if (source.kind === 'keychain' && slot?.kind === 'keychain') return source.unwrap(Buffer.from(slot.wrapped, 'base64'))
  if (source.kind === 'passphrase' && slot?.kind === 'passphrase') {
    const key = await stretch(source.passphrase, Buffer.from(slot.salt, 'base64'), slot)
    const master = openBytes(key, Buffer.from(slot.wrapped, 'base64'))
    return master ? ok(master) : wrongPassphrase()
  }
  if (source.kind === 'file' && slot?.kind === 'file') {
    const key = await readKeyFile(keyFileOf(dir))
    if (!key.ok) return key
    const master = openBytes(key.value, Buffer.from(slot.wrapped, 'base64'))
    return master ? ok(master) : wrongKeyFile(keyFileOf(dir))
  }
  return otherSource(dir, source.kind, slots)
}

// The key file is kept when there is one: an older copy of the vault stays readable with it.
async function makeKeyFile(path: string): Promise<Result<Uint8Array>> {
  const there = await readIfThere(path)
  if (!there.ok) return there
  if (there.value !== undefined) return readKeyFile(path)
  const key = randomBytes(32)
  const written = await replaceFile(path, `${base64(key)}\n`)
  return written.ok ? ok(key) : written
}

async function readKeyFile(path: string): Promise<Result<Uint8Array>> {
  const text = await readIfThere(path)
  if (!text.ok) return text
  if (text.value === undefined) return fault('gone', path, 'the key file of the vault is not there', restore)
  const guarded = await mustBePrivate(path)
  if (!guarded.ok) return guarded
  const key = Buffer.from(text.value, 'base64')
  return key.length === 32 ? ok(key) : fault('malformed', path, 'the key file of the vault is damaged', restore)
}

const restore = 'Put it back from a copy, or move vault.json aside and enter the secrets again.'

const base64 = (of: Uint8Array): string => Buffer.from(of).toString('base64')

const wrongPassphrase = (): Result<never> =>
  fault('denied', 'vault', 'the passphrase is wrong', 'Check the file that RACKLIGHT_VAULT_PASSPHRASE_FILE names.')

const wrongKeyFile = (path: string): Result<never> =>
  fault('denied', path, 'the key file belongs to another vault', restore)

function otherSource(dir: string, kind: Protection, slots: readonly Slot[]): Result<never> {
  const opens = slots.map(slot => words[slot.kind]).join(' or ')
  return fault(
    'denied',
    join(dir, 'vault.json'),
    `the vault is opened by ${opens}, not by ${words[kind]}`,
    'Open it that way.',
  )
}

const words: Record<Protection, string> = {
  keychain: 'the keychain of the desktop (in the window)',
  passphrase: 'a passphrase (RACKLIGHT_VAULT_PASSPHRASE_FILE)',
  file: 'the key file beside it',
}
