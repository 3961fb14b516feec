// Reads what a key holds; its secret never leaves this file.
import { open } from 'node:fs/promises'
import { join } from 'node:path'
import type { Clock } from '#core/ports.ts'
import { fault, ok, type Result } from '#core/fault.ts'
import { KeyFile, type KeyFor } from '#core/wire.ts'
import { parseStrictJson } from './strict-json.ts'

const keyFileLimitBytes = 4096

export interface InspectedKey {
  readonly kid: string
  readonly version: 1
  readonly for: KeyFor
  readonly madeAt: string
  readonly checkIn: { readonly urls: readonly string[]; readonly pin: string }
  readonly sizeBytes: number
}

/** Reads the key on a mounted folder. */
export const inspectFolder = async (clock: Clock, folder: string): Promise<Result<InspectedKey>> => {
  const path = join(folder, 'enlist', 'key.json')
  const read = await clock.io(readAtMost(path))
  if (!read.ok) return read
  const parsed = parseKeyFile(read.value, path)
  return parsed.ok ? ok(withoutSecret(parsed.value, read.value.length)) : parsed
}

/** Judges the bytes of an `enlist/key.json`; `where` names them in the fault. */
export const parseKeyFile = (bytes: Uint8Array, where: string): Result<KeyFile> => {
  if (bytes.length > keyFileLimitBytes) return refused(where, 'it is larger than 4 KiB')
  const json = parseStrictJson(bytes)
  if ('problem' in json) return refused(where, json.problem)
  const version = versionOf(json.value)
  if (version !== 1)
    return refused(
      where,
      version === undefined ? 'it states no version' : 'its version is not known here',
      'A newer Racklight may have written it.',
    )
  const key = KeyFile.safeParse(json.value)
  if (key.success) return ok(key.data)
  const field = key.error.issues[0]?.path.join('.') ?? ''
  if (field.startsWith('checkIn.urls'))
    return refused(where, 'its check-in addresses are not at most four https addresses')
  return refused(where, field === '' ? 'it has fields that no key has' : `its field "${field}" is missing or wrong`)
}

export const withoutSecret = (key: KeyFile, sizeBytes: number): InspectedKey => ({
  kid: key.kid,
  version: key.v,
  for: key.for,
  madeAt: key.madeAt,
  checkIn: key.checkIn,
  sizeBytes,
})

const versionOf = (value: unknown): unknown =>
  typeof value === 'object' && value !== null && 'v' in value ? value.v : undefined

const refused = (where: string, why: string, mend = 'Write the key anew.') =>
  fault('malformed', where, `This is not a valid enlistment key: ${why}.`, mend)

const readAtMost = async (path: string): Promise<Result<Uint8Array>> => {
  try {
    const file = await open(path, 'r')
    try {
      if (!(await file.stat()).isFile()) return refused(path, 'enlist/key.json is not a file')
      const buffer = Buffer.alloc(keyFileLimitBytes + 1)
      let size = 0
      for (;;) {
        const { bytesRead } = await file.read(buffer, size, buffer.length - size, size)
        size += bytesRead
        if (bytesRead === 0 || size === buffer.length) return ok(buffer.subarray(0, size))
      }
    } finally {
      await file.close()
    }
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? 'unknown error'
    if (code === 'ENOENT' || code === 'ENOTDIR')
      return fault('gone', path, 'There is no enlist/key.json here.', 'Choose the folder at the top of the key drive.')
    if (code === 'EACCES' || code === 'EPERM') return fault('denied', path, 'Reading this key is not permitted.')
    return fault('io', path, `This key cannot be read (${code}).`, 'Take the drive out, insert it again and retry.')
  }
}
