import { describe, expect, it } from 'vitest'
import {
  againstIdentity,
  againstWriting,
  driveId,
  identityOf,
  isDesktopMount,
  notesOn,
  type Drive,
  type DriveUse,
} from '#core/drive.ts'

const stick: Drive = {
  path: '/dev/sdb',
  attachment: 'usb',
  whole: true,
  model: 'SanDisk Cruzer',
  serial: '4C530001230420118295',
  port: '2-1.4',
  devno: '8:16',
  sequence: 31,
  sizeBytes: 500_000_000,
  sectorBytes: 512,
  readOnly: false,
  uses: [],
}
const use = (part: Partial<DriveUse>): DriveUse => ({
  device: '/dev/sdb1',
  mounts: [],
  swap: false,
  holder: false,
  own: false,
  ...part,
})
const used = (part: Partial<DriveUse>): Partial<Drive> => ({ uses: [use({}), use(part)] })
const codes = (drive: Drive, leastBytes?: number): string[] =>
  againstWriting(drive, leastBytes).map(reason => reason.code)

describe('a drive is not written', () => {
  const rows: [string, string[], Partial<Drive>][] = [
    ['unless something is against it', [], {}],
    ['when it is compressed memory', ['notUsb'], { path: '/dev/zram0', attachment: 'other', port: '' }],
    ['when it is the memory soldered into this laptop', ['notUsb'], { path: '/dev/mmcblk0', attachment: 'other' }],
    ['when it is an NVMe disk', ['notUsb'], { path: '/dev/nvme0n1', attachment: 'other', sizeBytes: 128_000_000_000 }],
    ['when its interface is not of class 08', ['notStorage'], { attachment: 'usbOther' }],
    ['when a partition was named', ['notWhole'], { path: '/dev/sdb1', whole: false }],
    ['when the card reader is empty', ['noMedium'], { sizeBytes: 0 }],
    ['when it is too small for anything', ['tooSmall'], { sizeBytes: 31_999_999 }],
    ['when it is as small as may be', [], { sizeBytes: 32_000_000 }],
    ['when it is as large as may be', [], { sizeBytes: 256 * 1024 ** 3 }],
    ['when it is larger than any stick', ['tooLarge'], { sizeBytes: 256 * 1024 ** 3 + 512 }],
    ['when its switch stands on read-only', ['readOnly'], { readOnly: true }],
    ['when its sectors are not those of the image', ['sectors'], { sectorBytes: 4096 }],
    ['when the system runs from it', ['system'], used({ mounts: ['/'] })],
    ['when it holds the homes', ['system'], used({ mounts: ['/home'] })],
    [
      'when the system runs from LUKS on it',
      ['system', 'held'],
      used({ device: '/dev/dm-0', mounts: ['/'], holder: true }),
    ],
    ['when LVM is active on it, mounted nowhere', ['held'], used({ device: '/dev/dm-3', holder: true })],
    ['when this computer swaps to it', ['swap'], used({ swap: true })],
    ['when it is mounted for a purpose', ['mountedElsewhere'], used({ mounts: ['/srv/backup'] })],
    ['when a live system has it', ['mountedElsewhere'], used({ mounts: ['/run/live/medium'] })],
    ['when the app or its data lie on it', ['ownFiles'], used({ mounts: ['/media/tech/WORK'], own: true })],
    ['when the desktop merely shows it', [], used({ mounts: ['/media/tech/OLD', '/run/media/tech/OLD'] })],
    [
      'when everything speaks against it',
      ['noMedium', 'readOnly', 'swap'],
      { sizeBytes: 0, readOnly: true, ...used({ swap: true }) },
    ],
  ]
  it.each(rows)('%s', (_story, expected, part) => expect(codes({ ...stick, ...part })).toEqual(expected))

  it('when the image does not fit', () => {
    expect(codes({ ...stick, sizeBytes: 60_000_000 }, 64 * 1024 ** 2)).toEqual(['tooSmall'])
    expect(codes({ ...stick, sizeBytes: 64 * 1024 ** 2 }, 64 * 1024 ** 2)).toEqual([])
  })

  it('with a sentence for each reason', () => {
    const drive: Drive = { ...stick, readOnly: true, ...used({ mounts: ['/srv/a', '/srv/b'], swap: true }) }
    for (const { say } of againstWriting(drive)) expect(say).toMatch(/^[A-Z/].*\.$/)
    expect(
      againstWriting(drive)
        .map(reason => reason.say)
        .join(' '),
    ).toContain('/srv/a, /srv/b')
  })
})

describe('a drive is not the one that was chosen', () => {
  const rows: [string, Partial<Drive>][] = [
    ['when its serial is another', { serial: '4C530001230420118296' }],
    ['when it stands in another port', { port: '2-1.3' }],
    ['when it has another size', { sizeBytes: 500_000_512 }],
    ['when it is another device', { path: '/dev/sdc', devno: '8:32' }],
    ['when it was exchanged for its twin', { sequence: 32 }],
  ]
  it.each(rows)('%s', (_story, part) => {
    const reasons = againstIdentity(identityOf(stick), identityOf({ ...stick, ...part }))
    expect(reasons.map(reason => reason.code)).toEqual(['changed'])
  })
  it('when it has gone', () => expect(againstIdentity(identityOf(stick), null)[0]?.code).toBe('changed'))
  it('unless nothing has changed', () => {
    expect(againstIdentity(identityOf(stick), identityOf({ ...stick, uses: [use({})], model: 'x' }))).toEqual([])
  })
})

describe('names of drives', () => {
  it('differ by port, since serials are copied or lacking', () => {
    const twins = [stick, { ...stick, port: '2-1.3' }, { ...stick, port: '2-1.4/1' }, { ...stick, serial: '' }]
    expect(new Set(twins.map(driveId)).size).toBe(4)
  })
  it('can be typed', () => expect(driveId({ port: '1-2', serial: 'AA 00/1:é' })).toMatch(/^[\w.:/-]+$/))
})

describe('what a person should know', () => {
  const notes = (part: Partial<Drive>, others: readonly Drive[] = []): string => {
    const drive = { ...stick, ...part }
    return notesOn(drive, [drive, ...others]).join(' ')
  }
  it('is nothing for an ordinary small stick', () => expect(notes({})).toBe(''))
  it('is that MAAS may take a large stick for a disk', () => {
    expect(notes({ sizeBytes: 512_000_000 })).toBe('')
    expect(notes({ sizeBytes: 512_000_001 })).toMatch(/MAAS may take it for a disk/)
  })
  it('is that it has no serial of its own', () => {
    expect(notes({ serial: '' })).toMatch(/no serial/)
    expect(notes({}, [{ ...stick, port: '2-1.3' }])).toMatch(/same serial/)
  })
  it('is where the desktop shows it', () =>
    expect(notes(used({ mounts: ['/media/t/OLD'] }))).toMatch(/\/media\/t\/OLD/))
})

it.each([
  ['/media/t/X', true],
  ['/run/media/t/X', true],
  ['/Volumes/X', true],
  ['E:\\', true],
  ['/media', false],
  ['/media/', false],
  ['/mnt/media/x', false],
  ['/', false],
])('%s is the desktop’s: %s', (mount, shown) => expect(isDesktopMount(mount)).toBe(shown))
