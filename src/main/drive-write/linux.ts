// Drives on Linux: opened directly where that is allowed, else by udisks2, which asks the person.
import { execFile } from 'node:child_process'
import { close, constants, fstat, open } from 'node:fs'
import { lstat, readdir, readFile, readlink } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { promisify } from 'node:util'
import { isDesktopMount, type Drive } from '#core/drive.ts'
import { deviceOf } from './device.ts'
import type { Opened, Targets } from './target.ts'
import { callFor, isNoUdisks, openByUdisks } from './udisks.ts'
import { WriteStop } from './write.ts'

const { O_RDWR, O_EXCL, O_NOFOLLOW, O_DIRECT } = constants
/** O_EXCL on a block device: nobody has it, and nobody gets it while we do. */
export const openFlags = O_RDWR | O_EXCL | O_NOFOLLOW | O_DIRECT

const exec = promisify(execFile)

const codeOf = (error: unknown): string => (error instanceof Error && 'code' in error ? String(error.code) : '')

/** Major and minor from the number that stat(2) gives, as the kernel packs them. */
const devnoOf = (rdev: number): string => {
  const low = rdev % 2 ** 32
  const high = Math.floor(rdev / 2 ** 32)
  const major = ((low >>> 8) & 0xfff) + (high & 0xfffff000)
  return `${major}:${(low & 0xff) + ((low >>> 12) & 0xfff00)}`
}

const openFile = async (path: string): Promise<number> => {
  if ((await lstat(path)).isSymbolicLink()) throw new WriteStop('ELOOP')
  try {
    return await promisify(open)(path, openFlags)
  } catch (error) {
    if (codeOf(error) !== 'EACCES' && codeOf(error) !== 'EPERM') throw error
    // udisks is told in a word of its own that it is to be read and written.
    return openByUdisks(path, openFlags & ~O_RDWR)
  }
}

const openDrive = async ({ path, sizeBytes, sectorBytes }: Drive): Promise<Opened> => {
  const fd = await openFile(path)
  try {
    const found = await promisify(fstat)(fd)
    if (!found.isBlockDevice()) throw new WriteStop('ENOTBLK')
    return { device: deviceOf(fd, sizeBytes, sectorBytes), devno: devnoOf(found.rdev) }
  } catch (error) {
    close(fd, () => undefined)
    throw error
  }
}

/** udisks2 lets the person at the desk unmount without a password; where there is none, umount(8) does it for root. */
const unmountOne = async (device: string, mount: string): Promise<void> => {
  const [program, ...args] = callFor(device, 'Filesystem', 'Unmount', 'a{sv}', '0')
  try {
    await exec(program, args)
  } catch (error) {
    if (!isNoUdisks(error)) throw new WriteStop('EBUSY', String(error))
    await exec('umount', ['--', mount]).catch((failed: unknown) => {
      throw new WriteStop('EBUSY', String(failed))
    })
  }
}

const unmount = async ({ uses }: Drive): Promise<void> => {
  for (const { device, mounts } of uses)
    for (const mount of mounts) if (isDesktopMount(mount)) await unmountOne(device, mount)
}

/** Programs that have it or a part of it open, as far as this user may see them. */
const openers = async (paths: ReadonlySet<string>): Promise<string[]> => {
  const found = new Set<string>()
  for (const pid of await readdir('/proc').catch(() => [])) {
    if (!/^\d+$/.test(pid) || Number(pid) === process.pid) continue
    const folder = join('/proc', pid, 'fd')
    const links = await Promise.all(
      (await readdir(folder).catch(() => [])).map(fd => readlink(join(folder, fd)).catch(() => '')),
    )
    if (links.some(link => paths.has(link)))
      found.add((await readFile(join('/proc', pid, 'comm'), 'utf8').catch(() => '')).trim() || `process ${pid}`)
  }
  return [...found]
}

const users = async ({ path, uses }: Drive): Promise<string[]> => {
  const mounts = uses.flatMap(use => use.mounts.map(mount => `what is mounted at ${mount}`))
  const held = uses.filter(use => use.holder).map(use => basename(use.device))
  return [...mounts, ...held, ...(await openers(new Set([path, ...uses.map(use => use.device)])))]
}

export const linuxTargets: Targets = { unmount, open: openDrive, users }
