// The enumerator on computers made of files; what it finds goes through the rules.
import { mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { againstWriting, type Drive } from '#core/drive.ts'
import { makeLinux } from '#main/usb/linux.ts'
import { paperComputer, type PaperComputer } from './paper-computer.ts'

let computer: PaperComputer
beforeEach(() => void (computer = paperComputer()))
afterEach(() => computer.remove())

const list = async (own: readonly string[] = []): Promise<readonly Drive[]> => {
  const seen = await makeLinux(computer.roots).list(own)
  if (!seen.ok) throw new Error(seen.fault.detail)
  return seen.value.drives
}
const only = async (own?: readonly string[]): Promise<Drive> => {
  const [drive, ...more] = await list(own)
  if (!drive || more.length > 0) throw new Error(`${more.length + (drive ? 1 : 0)} drives`)
  return drive
}
const codes = async (own?: readonly string[]): Promise<string[]> =>
  againstWriting(await only(own)).map(reason => reason.code)
const dev = (name: string): string => join(computer.roots.dev, name)
const plug = (): void => computer.stick('sdb', { devno: '8:16', port: '2-1.4', serial: 'AA11', sequence: 9 })

describe('a stick', () => {
  it('is known by its port, serial, size and device number', async () => {
    plug()
    expect(await only()).toMatchObject({
      path: dev('sdb'),
      attachment: 'usb',
      whole: true,
      model: 'Maker Stick',
      serial: 'AA11',
      port: '2-1.4',
      devno: '8:16',
      sequence: 9,
      sizeBytes: 500_000_000,
      sectorBytes: 512,
      readOnly: false,
    })
    expect(await codes()).toEqual([])
  })
  it('may have neither serial nor name', async () => {
    computer.stick('sdb', { devno: '8:16', port: '2-1', maker: '', product: '' })
    expect(await only()).toMatchObject({ serial: '', model: '', port: '2-1', sequence: null })
  })
  it('cannot turn the words around it', async () => {
    computer.stick('sdb', { devno: '8:16', port: '2-1', product: 'Stick\u202egnp.exe\u0007', serial: 'A\u200bB' })
    expect(await only()).toMatchObject({ model: 'Maker Stickgnp.exe', serial: 'AB' })
  })
  it('in the second slot of a card reader has a place of its own', async () => {
    computer.stick('sdb', { devno: '8:16', port: '2-1' })
    computer.stick('sdc', { devno: '8:32', port: '2-1', slot: 1, sizeBytes: 0 })
    expect((await list()).map(drive => drive.port).toSorted()).toEqual(['2-1', '2-1/1'])
  })
  it('that is read-only is so', async () => {
    computer.stick('sdb', { devno: '8:16', port: '2-1', readOnly: true })
    expect(await codes()).toEqual(['readOnly'])
  })
  it('of which the kernel does not say whether it may be written counts as read-only', async () => {
    plug()
    rmSync(join(computer.roots.sys, 'block/sdb/ro'))
    expect(await codes()).toEqual(['readOnly'])
  })
  it('goes from the list when it goes from the computer', async () => {
    plug()
    computer.unplug('sdb')
    expect(await list()).toEqual([])
  })
})

describe('no drive for writing is', () => {
  it('compressed memory, an NVMe disk, soldered memory, a loop device or a disk on SATA', async () => {
    computer.disk('zram0', 'virtual', { devno: '252:0' })
    computer.disk('nvme0n1', 'pci0000:00/0000:00:1d.0/nvme/nvme0', { devno: '259:0' })
    computer.disk('mmcblk0', 'platform/emmc2bus/mmc_host/mmc0/mmc0:0001', { devno: '179:0' })
    computer.disk('loop0', 'virtual', { devno: '7:0' })
    computer.disk('sda', 'pci0000:00/0000:00:17.0/ata1/host0/target0:0:0/0:0:0:0', { devno: '8:0' })
    expect(await list()).toEqual([])
  })
  it('a USB device of another class', async () => {
    computer.stick('sdb', { devno: '8:16', port: '2-1', interfaceClass: 'ff' })
    expect(await codes()).toEqual(['notStorage'])
  })
})

describe('a stick in use', () => {
  const partitioned = (): void => {
    plug()
    computer.partition('sdb', 'sdb1', '8:17')
  }
  const mount = (devno: string, point: string, source = '/dev/elsewhere'): void =>
    computer.mounts({ devno: '8:1', point: '/', source: '/dev/sda1' }, { devno, point, source })

  it('that the desktop shows may be written, and where it is shown is known', async () => {
    partitioned()
    mount('8:17', '/media/tech/MY STICK')
    expect(await codes()).toEqual([])
    expect((await only()).uses.flatMap(use => use.mounts)).toEqual(['/media/tech/MY STICK'])
  })
  it('that is mounted elsewhere may not', async () => {
    partitioned()
    mount('8:17', '/srv/backup')
    expect(await codes()).toEqual(['mountedElsewhere'])
  })
  it('without partitions may be mounted as a whole', async () => {
    plug()
    mount('8:16', '/mnt/whole')
    expect(await codes()).toEqual(['mountedElsewhere'])
  })
  it('that carries the system may not', async () => {
    partitioned()
    computer.mounts({ devno: '8:17', point: '/', source: '/dev/sdb1' })
    expect(await codes()).toEqual(['system'])
  })
  it('that carries the system in LUKS and LVM may not', async () => {
    partitioned()
    computer.holder('sdb1', 'dm-0', '253:0')
    computer.holder('dm-0', 'dm-1', '253:1')
    computer.mounts({ devno: '253:1', point: '/', source: '/dev/mapper/vg-root' })
    expect((await only()).uses.map(use => use.device)).toEqual(['sdb', 'sdb1', 'dm-0', 'dm-1'].map(dev))
    expect(await codes()).toEqual(['held', 'system', 'held'])
  })
  it('that carries the system in Btrfs, whose device number is its own, may not', async () => {
    partitioned()
    mkdirSync(computer.roots.dev, { recursive: true })
    writeFileSync(dev('sdb1'), '')
    symlinkSync(dev('sdb1'), dev('by-label-root'))
    computer.mounts({ devno: '0:30', point: '/', type: 'btrfs', source: dev('by-label-root') })
    expect(await codes()).toEqual(['system'])
  })
  it('on which a RAID or LUKS stands ready, mounted nowhere, may not', async () => {
    partitioned()
    computer.holder('sdb1', 'md127', '9:127')
    expect(await codes()).toEqual(['held'])
  })
  it('whose holders lead in a circle is judged all the same', async () => {
    partitioned()
    computer.holder('sdb1', 'dm-0', '253:0')
    symlinkSync(join(computer.roots.sys, 'class/block/sdb1'), join(computer.roots.sys, 'block/dm-0/holders/sdb1'))
    expect(await codes()).toEqual(['held'])
  })
  it('behind a loop device may not', async () => {
    partitioned()
    computer.disk('loop3', 'virtual', { devno: '7:3' })
    mkdirSync(join(computer.roots.sys, 'block/loop3/loop'))
    writeFileSync(join(computer.roots.sys, 'block/loop3/loop/backing_file'), `${dev('sdb1')}\n`)
    expect(await codes()).toEqual(['held'])
  })
  it('to which this computer swaps may not, as a partition or in a file', async () => {
    partitioned()
    computer.swaps(dev('sdb1'))
    expect(await codes()).toEqual(['swap'])
    computer.swaps('/media/tech/S/swapfile')
    mount('8:17', '/media/tech/S')
    expect(await codes()).toEqual(['swap'])
  })
  it('on which the app or its data folder lie may not', async () => {
    partitioned()
    mount('8:17', '/media/tech/WORK')
    expect(await codes(['/home/tech/.config/racklight'])).toEqual([])
    expect(await codes(['/media/tech/WORK/racklight/data'])).toEqual(['ownFiles'])
    expect(await codes(['/media/tech/WORKSHOP'])).toEqual([])
  })
})

it('a computer without a USB bus has no drives', async () => {
  rmSync(join(computer.roots.sys, 'bus'), { recursive: true })
  expect(await makeLinux(computer.roots).list([])).toEqual({ ok: true, value: { drives: [], bus: false } })
})

it('a computer that does not say what is mounted gives no list to choose from', async () => {
  plug()
  rmSync(join(computer.roots.proc, 'self/mountinfo'))
  expect(await makeLinux(computer.roots).list([])).toMatchObject({ ok: false, fault: { kind: 'io' } })
})
