// Answers in the shape that Microsoft documents for Get-Disk; none was taken from a machine.
import { describe, expect, it } from 'vitest'
import { againstWriting, type Drive } from '#core/drive.ts'
import { ok } from '#core/fault.ts'
import { listScript, makeWin32 } from '#main/usb/win32.ts'

const stick = {
  Number: 2,
  BusType: 'USB',
  FriendlyName: 'SanDisk Cruzer',
  SerialNumber: ' 4C53 ',
  UniqueId: 'USBSTOR\\DISK&VEN_SANDISK&PROD_CRUZER\\4C53&0:HOST',
  Location: null,
  Path: '\\\\?\\usbstor#disk',
  Size: 500_000_000,
  LogicalSectorSize: 512,
  IsBoot: false,
  IsSystem: false,
  IsReadOnly: false,
  AccessPaths: ['E:\\', '\\\\?\\Volume{4c1b02c1-d990-11dc-99ae-806e6f6e6963}\\'],
}

const list = async (disks: unknown, own: readonly string[] = []): Promise<readonly Drive[]> => {
  const asked: string[] = []
  const seen = await makeWin32(async (program, args) => {
    asked.push(program, ...args)
    return ok(JSON.stringify(disks))
  }).list(own)
  expect(asked[0]).toBe('powershell.exe')
  expect(Buffer.from(asked.at(-1) ?? '', 'base64').toString('utf16le')).toBe(listScript)
  if (!seen.ok) throw new Error(seen.fault.detail)
  return seen.value.drives
}
const codes = async (part: Partial<typeof stick>, own?: readonly string[]): Promise<string[]> =>
  (await list([{ ...stick, ...part }], own)).flatMap(drive => againstWriting(drive).map(reason => reason.code))

describe('drives of a Windows computer', () => {
  it('are known by number, serial and place', async () => {
    expect(await list([stick])).toMatchObject([
      { path: '\\\\.\\PhysicalDrive2', attachment: 'usb', serial: '4C53', port: stick.UniqueId, devno: '2' },
    ])
    expect(await codes({})).toEqual([])
  })
  it('that start the computer, are read-only, mounted in a folder, or hold the app are refused', async () => {
    expect(await codes({ IsBoot: true })).toEqual(['system'])
    expect(await codes({ IsSystem: true })).toEqual(['system'])
    expect(await codes({ IsReadOnly: true })).toEqual(['readOnly'])
    expect(await codes({ BusType: 'NVMe' })).toEqual(['notUsb'])
    expect(await codes({ AccessPaths: ['C:\\mnt\\stick\\'] })).toEqual(['mountedElsewhere'])
    expect(await codes({}, ['e:\\Racklight\\data'])).toEqual(['ownFiles'])
  })
  it('are none when none is plugged in', async () => expect(await list([])).toEqual([]))
})
