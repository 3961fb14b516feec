// Drives on Windows. Written from the documentation of its Storage module; not yet run on hardware.
import { execFile } from 'node:child_process'
import { constants, open } from 'node:fs'
import { promisify } from 'node:util'
import type { Drive } from '#core/drive.ts'
import { deviceOf } from './device.ts'
import type { Targets } from './target.ts'
import { WriteStop } from './write.ts'

/** UV_FS_O_DIRECT and UV_FS_O_EXLOCK: past the cache, and for nobody else. */
const [direct, exclusive] = [0x02000000, 0x10000000]

const numberOf = (path: string): number => {
  const [, digits] = /^\\\\\.\\PhysicalDrive(\d{1,4})$/.exec(path) ?? []
  if (digits === undefined) throw new WriteStop('ENOTBLK')
  return Number(digits)
}

const powershell = (script: string) =>
  [
    'powershell.exe',
    ['-NoProfile', '-NonInteractive', '-EncodedCommand', Buffer.from(script, 'utf16le').toString('base64')],
  ] as const

/** Takes away its partitions, so that Windows has no volume left to hold or to touch; asks for an administrator. */
export const clearScript = (path: string): string =>
  `Clear-Disk -Number ${numberOf(path)} -RemoveData -RemoveOEM -Confirm:$false -ErrorAction Stop`

/** One FAT32 partition under an MBR. */
export const prepareScript = (path: string, label: string): string => {
  const number = numberOf(path)
  return [
    "$ErrorActionPreference = 'Stop'",
    clearScript(path),
    `Initialize-Disk -Number ${number} -PartitionStyle MBR -ErrorAction SilentlyContinue`,
    `New-Partition -DiskNumber ${number} -UseMaximumSize -MbrType FAT32 -AssignDriveLetter |`,
    `  Format-Volume -FileSystem FAT32 -NewFileSystemLabel '${label.replace(/[^A-Z0-9]/g, '')}' -Confirm:$false | Out-Null`,
  ].join('\n')
}

export const clearCommand = (path: string) => powershell(clearScript(path))
export const prepareCommand = (path: string, label: string) => powershell(prepareScript(path, label))

export const win32Targets: Targets = {
  unmount: async ({ path }: Drive) => {
    await promisify(execFile)(...clearCommand(path), { windowsHide: true }).catch((error: unknown) => {
      throw new WriteStop(/access|denied|privilege/i.test(String(error)) ? 'EACCES' : 'EBUSY', String(error))
    })
  },
  open: async ({ path, sizeBytes, sectorBytes }) => {
    numberOf(path)
    const fd = await promisify(open)(path, constants.O_RDWR | direct | exclusive)
    return { device: deviceOf(fd, sizeBytes, sectorBytes), devno: null }
  },
  users: async ({ uses }) => uses.flatMap(use => use.mounts.map(mount => `what is mounted at ${mount}`)),
}
