// A key as a file on disk: the top folder of its volume, or the key file itself.
import { open, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { fault, ok, type Result } from '#core/fault.ts'
import type { KeyFile } from '#core/wire.ts'
import { parseKeyFile } from '../keys/inspect.ts'

/** More than any key holds, so that a too large file is told from a cut one. */
const mostBytes = 8_192

export interface FoundKey {
  readonly key: KeyFile
  readonly sizeBytes: number
  /** The volume's folder, when one was named. */
  readonly folder: string | null
}

const readFirst = async (path: string): Promise<Buffer> => {
  const file = await open(path, 'r')
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(mostBytes), 0, mostBytes, 0)
    return buffer.subarray(0, bytesRead)
  } finally {
    await file.close()
  }
}

export const findKey = async (path: string): Promise<Result<FoundKey>> => {
  try {
    const folder = (await stat(path)).isDirectory() ? path : null
    const file = folder === null ? path : join(folder, 'enlist', 'key.json')
    const bytes = await readFirst(file)
    const parsed = parseKeyFile(bytes, file)
    return parsed.ok ? ok({ key: parsed.value, sizeBytes: bytes.length, folder }) : parsed
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : String(error)
    if (code === 'ENOENT' || code === 'ENOTDIR')
      return fault('gone', path, 'There is no key here.', 'Name the top folder of the key drive, or its key.json.')
    return fault(code === 'EACCES' ? 'denied' : 'io', path, `It cannot be read (${code}).`, 'Name another one.')
  }
}
