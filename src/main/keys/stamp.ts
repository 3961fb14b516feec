// Puts `enlist/key.json` on a mounted folder such that a removed stick or a cut cord leaves the old file or the new one, never half.
import { createHash } from 'node:crypto'
import { lstat, mkdir, open, readFile, rename, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { Clock } from '#core/ports.ts'
import { fault, ok, type Result } from '#core/fault.ts'
import type { KeyFile } from '#core/wire.ts'
import { serializeKey } from './make.ts'
import { stampFault } from './stamp-fault.ts'
import { syncFolder } from './sync-folder.ts'

export interface StampRequest {
  readonly key: KeyFile
  /** The top folder of the mounted volume. */
  readonly root: string
  /** `st_dev` of the volume when the drive was identified, so that an empty mount point is not taken for it. */
  readonly device?: number
}

export interface Stamped {
  readonly kid: string
  readonly target: string
  readonly bytes: number
  readonly sha256: string
  readonly writeMs: number
  readonly verifyMs: number
  readonly verified: true
}

/** Writes the key and reads it back. */
export const stampKey = async (clock: Clock, request: StampRequest): Promise<Result<Stamped>> => {
  const content = serializeKey(request.key)
  if (!content.ok) return content
  const { root } = request
  const folder = join(root, 'enlist')
  const target = join(folder, 'key.json')
  const fresh = join(folder, 'key.new')
  try {
    const device = request.device ?? (await clock.io(deviceOf(root)))
    const onVolume = <T>(work: () => Promise<T>): Promise<T> => clock.io(sameDevice(root, device).then(work))
    const startedAt = clock.now()
    await onVolume(() => makeFolder(folder, device))
    await onVolume(() => writeNew(fresh, content.value, device))
    await onVolume(() => rename(fresh, target))
    await onVolume(() => syncFolder(folder))
    const writtenAt = clock.now()
    const back = await onVolume(() => readFile(target))
    if (!back.equals(content.value))
      return fault(
        'io',
        root,
        'The key read back differs from what was written.',
        'Do not use this stick: take another one.',
      )
    const sha256 = createHash('sha256').update(back).digest('hex')
    const { kid } = request.key
    return ok({
      kid,
      target,
      bytes: back.length,
      sha256,
      writeMs: writtenAt - startedAt,
      verifyMs: clock.now() - writtenAt,
      verified: true,
    })
  } catch (error) {
    return stampFault(root, error)
  }
}

const anotherVolume = (): Error => Object.assign(new Error('another volume'), { code: 'ENODEV' })

const deviceOf = async (root: string): Promise<number> => {
  const found = await stat(root)
  if (!found.isDirectory()) throw Object.assign(new Error('not a folder'), { code: 'ENOTDIR' })
  return found.dev
}

const sameDevice = async (root: string, device: number): Promise<void> => {
  if ((await deviceOf(root)) !== device) throw anotherVolume()
}

const makeFolder = async (folder: string, device: number): Promise<void> => {
  try {
    await mkdir(folder)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
  }
  // A link or a mount in its place would lead the secret elsewhere.
  const found = await lstat(folder)
  if (!found.isDirectory()) throw Object.assign(new Error('not a folder'), { code: 'ENOTDIR' })
  if (found.dev !== device) throw Object.assign(new Error('another volume'), { code: 'EXDEV' })
}

const writeNew = async (path: string, content: Uint8Array, device: number): Promise<void> => {
  await rm(path, { force: true })
  const file = await open(path, 'wx', 0o600)
  try {
    // The stick may have gone since the last look: no secret is written before the open file is known to lie on it.
    if ((await file.stat()).dev !== device) {
      await rm(path, { force: true })
      throw anotherVolume()
    }
    await file.writeFile(content)
    await file.sync()
  } finally {
    await file.close()
  }
}
