// Writes a key image to a file and reads it back. Drives are not written here: they need a judged target and a lock.
import { createHash, randomBytes } from 'node:crypto'
import { lstat, open, rename, rm } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import type { Clock } from '#core/ports.ts'
import { fault, ok, type Fault, type Result } from '#core/fault.ts'
import type { Stamped } from './stamp.ts'
import { syncFolder } from './sync-folder.ts'

export type WrittenImage = Omit<Stamped, 'kid'>

const chunkBytes = 1024 * 1024
const zeros = Buffer.alloc(chunkBytes)

/** Leaves the old file or the new one, never half of it; only its owner may read it. */
export const writeImageFile = async (clock: Clock, image: Buffer, target: string): Promise<Result<WrittenImage>> => {
  const fresh = join(dirname(target), `.${basename(target)}.${randomBytes(6).toString('hex')}`)
  try {
    const before = await clock.io(lstat(target).catch(absent))
    if (before && !before.isFile())
      return fault(
        'wrongDevice',
        target,
        'This is a drive, a folder or a link, and an image is written to a file only.',
        'Name a file.',
      )
    const startedAt = clock.now()
    await clock.io(writeNew(fresh, image))
    await clock.io(rename(fresh, target))
    await clock.io(syncFolder(dirname(target)))
    const writtenAt = clock.now()
    const sha256 = await clock.io(digestOf(target))
    if (sha256 !== createHash('sha256').update(image).digest('hex'))
      return fault('io', target, 'The image read back differs from what was written.', 'Write it to another disk.')
    const [writeMs, verifyMs] = [writtenAt - startedAt, clock.now() - writtenAt]
    return ok({ target, bytes: image.length, sha256, writeMs, verifyMs, verified: true })
  } catch (error) {
    await clock.io(rm(fresh, { force: true }).catch(() => undefined))
    return imageFault(target, error)
  }
}

const absent = (error: NodeJS.ErrnoException): null => {
  if (error.code === 'ENOENT') return null
  throw error
}

const writeNew = async (path: string, image: Buffer): Promise<void> => {
  const file = await open(path, 'wx', 0o600)
  try {
    // What is all zeros is left out; the file system answers with zeros there.
    await file.truncate(image.length)
    for (let at = 0; at < image.length; at += chunkBytes) {
      const chunk = image.subarray(at, at + chunkBytes)
      if (!chunk.equals(zeros.subarray(0, chunk.length))) await file.write(chunk, 0, chunk.length, at)
    }
    await file.sync()
  } finally {
    await file.close()
  }
}

const digestOf = async (path: string): Promise<string> => {
  const hash = createHash('sha256')
  const file = await open(path, 'r')
  try {
    const buffer = Buffer.alloc(chunkBytes)
    for (;;) {
      const { bytesRead } = await file.read(buffer, 0, chunkBytes)
      if (bytesRead === 0) return hash.digest('hex')
      hash.update(buffer.subarray(0, bytesRead))
    }
  } finally {
    await file.close()
  }
}

const imageFault = (target: string, error: unknown): { ok: false; fault: Fault } => {
  const code = error instanceof Error && 'code' in error ? String(error.code) : undefined
  switch (code) {
    case undefined:
      throw error
    case 'ENOENT':
    case 'ENOTDIR':
      return fault('gone', target, 'There is no such folder.', 'Make it, or name another place for the image.')
    case 'EACCES':
    case 'EPERM':
    case 'EROFS':
      return fault('denied', target, 'Writing a file here is not permitted.', 'Name another place for the image.')
    case 'ENOSPC':
    case 'EDQUOT':
      return fault('io', target, 'There is no room for the image.', 'Make room, or name another place.')
    default:
      return fault('io', target, `Writing the image failed (${code}).`, 'Name another place for the image.')
  }
}
