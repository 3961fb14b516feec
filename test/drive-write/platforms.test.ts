// What is told to the programs of each system; what they do with it is not tried here.
import { describe, expect, it } from 'vitest'
import type { Drive } from '#core/drive.ts'
import * as darwin from '#main/drive-write/darwin.ts'
import { prepareDrive } from '#main/drive-write/prepare.ts'
import { callFor, prepareCommands } from '#main/drive-write/udisks.ts'
import * as win32 from '#main/drive-write/win32.ts'
import { linuxTargets } from '#main/drive-write/linux.ts'

const scriptOf = ([, args]: readonly [string, readonly string[]]): string =>
  Buffer.from(args.at(-1) ?? '', 'base64').toString('utf16le')

describe('on Linux', () => {
  it('udisks makes one FAT partition with the label, from 1 MiB to the end', () => {
    expect(prepareCommands('/dev/sdb', 'ENLISTKEY').map(([program, args]) => [program, ...args].join(' '))).toEqual([
      'busctl --timeout=60 call org.freedesktop.UDisks2 /org/freedesktop/UDisks2/block_devices/sdb org.freedesktop.UDisks2.Block Format sa{sv} dos 0',
      'busctl --timeout=60 call org.freedesktop.UDisks2 /org/freedesktop/UDisks2/block_devices/sdb org.freedesktop.UDisks2.PartitionTable CreatePartitionAndFormat ttssa{sv}sa{sv} 1048576 0 0x0c  0 vfat 1 label s ENLISTKEY',
    ])
  })
  it('names of devices are written as udisks writes them', () => {
    expect(callFor('/dev/dm-0', 'Block', 'Rescan')).toContain('/org/freedesktop/UDisks2/block_devices/dm_2d0')
  })
  it('without udisks, preparing says what can be done instead', async () => {
    const drive = { path: '/dev/none', model: 'Stick', port: '2-1', sizeBytes: 1e9, uses: [] } as unknown as Drive
    const prepared = await prepareDrive(drive, 'ENLISTKEY', linuxTargets, 'linux')
    expect(prepared).toMatchObject({ ok: false, fault: { mend: expect.stringMatching(/\.$/) } })
  })
})

describe('on a Mac', () => {
  it('diskutil unmounts and erases the whole disk, and the unbuffered device is written', () => {
    expect(darwin.unmountCommand('/dev/disk4')).toEqual(['diskutil', ['unmountDisk', '/dev/disk4']])
    expect(darwin.prepareCommand('/dev/disk4', 'ENLISTKEY')).toEqual([
      'diskutil',
      ['eraseDisk', 'FAT32', 'ENLISTKEY', 'MBRFormat', '/dev/disk4'],
    ])
    expect(darwin.rawPath('/dev/disk4')).toBe('/dev/rdisk4')
  })
})

describe('on Windows', () => {
  it('the disk is named by its number alone, and nothing else becomes part of a script', () => {
    expect(scriptOf(win32.clearCommand('\\\\.\\PhysicalDrive2'))).toBe(
      'Clear-Disk -Number 2 -RemoveData -RemoveOEM -Confirm:$false -ErrorAction Stop',
    )
    expect(scriptOf(win32.prepareCommand('\\\\.\\PhysicalDrive2', "KEY'; exit"))).toContain("-NewFileSystemLabel 'KEY'")
    expect(() => win32.clearCommand('\\\\.\\PhysicalDrive2; Clear-Disk 0')).toThrow('ENOTBLK')
    expect(() => win32.clearCommand('C:')).toThrow('ENOTBLK')
  })
})
