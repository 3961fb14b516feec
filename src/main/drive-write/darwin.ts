// Drives on a Mac. Written from the manual pages of diskutil; not yet run on hardware.
import { execFile } from 'node:child_process'
import { constants, fstat, open } from 'node:fs'
import { promisify } from 'node:util'
import { isDesktopMount, type Drive } from '#core/drive.ts'
import { deviceOf } from './device.ts'
import type { Targets } from './target.ts'
import { WriteStop } from './write.ts'

/** O_EXLOCK of open(2) on macOS, which Node does not name. */
const exclusiveLock = 0x20

/** The unbuffered side of a disk: reading back does not come from a cache. */
export const rawPath = (path: string): string => path.replace(/^\/dev\/(disk\d+)$/, '/dev/r$1')

export const unmountCommand = (path: string) => ['diskutil', ['unmountDisk', path]] as const
/** One FAT32 partition under an MBR; macOS asks for no password here. */
export const prepareCommand = (path: string, label: string) =>
  ['diskutil', ['eraseDisk', 'FAT32', label, 'MBRFormat', path]] as const

export const darwinTargets: Targets = {
  unmount: async ({ path, uses }: Drive) => {
    if (!uses.some(use => use.mounts.some(isDesktopMount))) return
    await promisify(execFile)(...unmountCommand(path)).catch((error: unknown) => {
      throw new WriteStop('EBUSY', String(error))
    })
  },
  open: async ({ path, sizeBytes, sectorBytes }) => {
    const fd = await promisify(open)(rawPath(path), constants.O_RDWR | constants.O_NOFOLLOW | exclusiveLock)
    const found = await promisify(fstat)(fd)
    if (!found.isCharacterDevice()) throw new WriteStop('ENOTBLK')
    return { device: deviceOf(fd, sizeBytes, sectorBytes), devno: null }
  },
  users: async ({ uses }) => uses.flatMap(use => use.mounts.map(mount => `what is mounted at ${mount}`)),
}
