// The vault's file: who may open it in the clear, the secrets sealed under a master key.
import { randomBytes, randomUUID } from 'node:crypto'
import { join } from 'node:path'
import { z } from 'zod'
import { fault, ok, type Result } from '#core/fault.ts'
import { mustBePrivate } from './private-file.ts'
import { readIfThere, replaceFile } from './replace-file.ts'
import { openBytes, sealBytes } from './vault-cipher.ts'
import { Slot, unwrapMaster, wrapMaster, type VaultSource } from './vault-key.ts'

const VaultFile = z.object({ v: z.literal(1), id: z.string(), slots: z.array(Slot).min(1), sealed: z.base64() })
export type VaultFile = z.infer<typeof VaultFile>

const Secrets = z.array(z.tuple([z.string(), z.string()]))
export type Secrets = ReadonlyMap<string, string>

/** A master key and the slots that lead to it; `id` tells whether the file still uses the same one. */
export interface Master {
  readonly id: string
  readonly key: Uint8Array
  readonly slots: readonly Slot[]
}

export const vaultPathOf = (dir: string): string => join(dir, 'vault.json')

/** Undefined where there is no vault yet. */
export async function readVaultFile(dir: string): Promise<Result<VaultFile | undefined>> {
  const path = vaultPathOf(dir)
  const text = await readIfThere(path)
  if (!text.ok) return text
  if (text.value === undefined) return ok(undefined)
  const guarded = await mustBePrivate(path)
  if (!guarded.ok) return guarded
  const parsed = VaultFile.safeParse(jsonOf(text.value))
  return parsed.success ? ok(parsed.data) : damaged(path)
}

export async function makeMaster(dir: string, sources: readonly VaultSource[]): Promise<Result<Master>> {
  const key = randomBytes(32)
  const slots: Slot[] = []
  for (const source of sources) {
    const slot = await wrapMaster(dir, source, key)
    if (!slot.ok) return slot
    slots.push(slot.value)
  }
  return ok({ id: randomUUID(), key, slots })
}

/** The master key of this file; `known` saves asking the source again. */
export async function masterOf(
  dir: string,
  file: VaultFile,
  source: VaultSource,
  known?: Master,
): Promise<Result<Master>> {
  if (known?.id === file.id) return ok({ ...known, slots: file.slots })
  const key = await unwrapMaster(dir, source, file.slots)
  return key.ok ? ok({ id: file.id, key: key.value, slots: file.slots }) : key
}

export function openSecrets(dir: string, file: VaultFile, master: Master): Result<Secrets> {
  const plain = openBytes(master.key, Buffer.from(file.sealed, 'base64'), aboutOf(file))
  const parsed = Secrets.safeParse(plain && jsonOf(plain.toString()))
  return parsed.success ? ok(new Map(parsed.data)) : damaged(vaultPathOf(dir))
}

export function writeSecrets(dir: string, master: Master, secrets: Secrets): Promise<Result<void>> {
  const head = { v: 1 as const, id: master.id, slots: [...master.slots] }
  const sealed = sealBytes(master.key, Buffer.from(JSON.stringify([...secrets])), aboutOf(head))
  const file: VaultFile = { ...head, sealed: sealed.toString('base64') }
  return replaceFile(vaultPathOf(dir), `${JSON.stringify(file, null, 2)}\n`)
}

// Bound to the secrets, so that nobody adds or takes away a way in without the master key.
const aboutOf = ({ v, id, slots }: Omit<VaultFile, 'sealed'>): string =>
  JSON.stringify([v, id, slots.map(slot => Object.entries(slot).sort(([a], [b]) => (a < b ? -1 : 1)))])

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

const damaged = (path: string): Result<never> =>
  fault(
    'malformed',
    path,
    'the vault is cut short or was changed by something else',
    'Put it back from a copy, or move it aside and enter the secrets again.',
  )
