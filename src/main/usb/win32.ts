// USB drives of a Windows computer, from PowerShell's Get-Disk. Written from its documentation; not yet run on hardware.
import { win32 } from 'node:path'
import { z } from 'zod'
import type { Drive } from '#core/drive.ts'
import { fault, ok, type Result } from '#core/fault.ts'
import type { Run } from './command.ts'
import { plainText, type Platform, type Seen } from './platform.ts'

/** Every disk with what PowerShell knows of it, always as an array. */
export const listScript = [
  "$ErrorActionPreference = 'Stop'",
  '[Console]::OutputEncoding = [Text.Encoding]::UTF8',
  "$disks = Get-Disk | Where-Object BusType -eq 'USB' | ForEach-Object {",
  '  $paths = @(Get-Partition -DiskNumber $_.Number -ErrorAction SilentlyContinue | ForEach-Object AccessPaths)',
  '  [pscustomobject]@{ Number = $_.Number; BusType = [string]$_.BusType; FriendlyName = $_.FriendlyName;',
  '    SerialNumber = $_.SerialNumber; UniqueId = $_.UniqueId; Location = $_.Location; Path = $_.Path; Size = $_.Size;',
  '    LogicalSectorSize = $_.LogicalSectorSize; IsBoot = $_.IsBoot; IsSystem = $_.IsSystem;',
  '    IsReadOnly = $_.IsReadOnly; AccessPaths = $paths }',
  '}',
  'ConvertTo-Json -Depth 4 -Compress -InputObject @($disks)',
].join('\n')

const text = z.string().nullable().default('')
const Disk = z.object({
  Number: z.number().int(),
  BusType: z.string(),
  FriendlyName: text,
  SerialNumber: text,
  UniqueId: text,
  /** `Integrated : Adapter 0 : Port 1`, empty on many USB controllers. */
  Location: text,
  Path: text,
  Size: z.number(),
  LogicalSectorSize: z.number().default(512),
  IsBoot: z.boolean(),
  IsSystem: z.boolean(),
  IsReadOnly: z.boolean(),
  AccessPaths: z.array(z.string().nullable()).nullable().default([]),
})

const driveOf = (disk: z.infer<typeof Disk>, own: readonly string[]): Drive => {
  const path = `\\\\.\\PhysicalDrive${disk.Number}`
  const all = (disk.AccessPaths ?? []).filter(one => one !== null)
  // `\\?\Volume{…}\` stands for a volume that has no letter or folder.
  const mounts = all.filter(one => !one.startsWith('\\\\?\\'))
  const isOwn = own.some(file =>
    mounts.some(mount => win32.resolve(file).toLowerCase().startsWith(mount.toLowerCase())),
  )
  return {
    path,
    attachment: disk.BusType === 'USB' ? 'usb' : 'other',
    whole: true,
    model: plainText(disk.FriendlyName ?? ''),
    serial: plainText(disk.SerialNumber ?? ''),
    // The path of its device interface names the socket where a stick has no serial of its own.
    port: plainText(disk.Location || disk.UniqueId || disk.Path || ''),
    devno: String(disk.Number),
    sequence: null,
    sizeBytes: disk.Size,
    sectorBytes: disk.LogicalSectorSize,
    readOnly: disk.IsReadOnly,
    uses: [
      { device: path, mounts: disk.IsBoot || disk.IsSystem ? ['/'] : mounts, swap: false, holder: false, own: isOwn },
    ],
  }
}

export const powershell = (script: string): readonly [string, readonly string[]] => [
  'powershell.exe',
  ['-NoProfile', '-NonInteractive', '-EncodedCommand', Buffer.from(script, 'utf16le').toString('base64')],
]

const list = async (run: Run, own: readonly string[]): Promise<Result<Seen>> => {
  const told = await run(...powershell(listScript))
  if (!told.ok) return told
  try {
    const disks = z.array(Disk).parse(JSON.parse(told.value))
    return ok({ drives: disks.map(disk => driveOf(disk, own)), bus: true })
  } catch (error) {
    const said = error instanceof Error ? (error.message.split('\n')[0] ?? '') : String(error)
    return fault('malformed', 'Get-Disk', `What it says of the drives is not understood (${said}).`, 'Use "key stamp".')
  }
}

export const makeWin32 = (run: Run): Platform => ({ list: own => list(run, own) })
