// How a machine reads the stick in its port: a folder stands for the FAT volume.
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { StickContent } from './prover.ts'

/** Null when there is no stick, or nothing on it that a machine can use. */
export const readStick = async (folder: string | null): Promise<StickContent | null> => {
  if (folder === null) return null
  try {
    const key: unknown = JSON.parse(await readFile(join(folder, 'enlist', 'key.json'), 'utf8'))
    if (!isRecord(key) || key['v'] !== 1 || !isRecord(key['checkIn'])) return null
    const { kid, secret } = key
    const { urls, pin } = key['checkIn']
    if (typeof kid !== 'string' || typeof secret !== 'string' || typeof pin !== 'string' || !Array.isArray(urls))
      return null
    const usable = urls.filter((url): url is string => typeof url === 'string' && url.startsWith('https://'))
    return { kid, secret: Buffer.from(secret, 'base64url'), urls: usable, pin }
  } catch {
    return null
  }
}

export const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
