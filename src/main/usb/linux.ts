// USB drives of a Linux computer, read from sysfs and /proc; no privilege and no library is needed.
import { realpath, stat } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import type { Attachment, Drive, DriveUse } from '#core/drive.ts'
import { fault, ok, type Result } from '#core/fault.ts'
import { mountOf, readMounts, readSwaps, type Mount } from './linux-mounts.ts'
import { attribute, blockTree, names, type Block, type LinuxRoots } from './linux-tree.ts'
import { plainText, type Platform, type Seen } from './platform.ts'

export const linuxRoots: LinuxRoots = { sys: '/sys', proc: '/proc', dev: '/dev' }

/** The kernel counts in these, whatever the drive's own sectors are. */
const kernelSectorBytes = 512
const massStorage = '08'

interface UsbPlace {
  readonly attachment: Attachment
  /** Folder of the USB device. */
  readonly device: string
}

/** The nearest USB interface above the disk, and the device that has it. */
const usbPlace = async (sys: string, folder: string): Promise<UsbPlace | null> => {
  for (let at = dirname(folder); at.startsWith(sys) && at !== sys; at = dirname(at)) {
    const interfaceClass = await attribute(at, 'bInterfaceClass')
    if (interfaceClass === '') continue
    const device = dirname(at)
    if ((await attribute(device, 'idVendor')) === '') return null
    return { attachment: interfaceClass === massStorage ? 'usb' : 'usbOther', device }
  }
  return null
}

/** Card readers show each slot as a logical unit of one device, the last number in `6:0:0:1`. */
const slotOf = async (folder: string): Promise<string> => {
  const address = basename(await realpath(join(folder, 'device')).catch(() => ''))
  const unit = /^\d+:\d+:\d+:(\d+)$/.exec(address)?.[1] ?? '0'
  return unit === '0' ? '' : `/${unit}`
}

interface InUse {
  readonly mounts: readonly Mount[]
  readonly swaps: readonly string[]
  readonly own: readonly string[]
}

const useOf = async (roots: LinuxRoots, block: Block, { mounts, swaps, own }: InUse): Promise<DriveUse> => {
  const device = join(roots.dev, block.name)
  // Btrfs and overlays show a device number of their own: their source tells which device it is.
  const liesHere = (mount: Mount | null): boolean =>
    mount !== null && (mount.devno === block.devno || mount.source === device)
  const here = mounts.filter(liesHere).map(mount => mount.point)
  return {
    device,
    mounts: [...new Set(here)],
    swap: swaps.some(swap => swap === device || liesHere(swap.startsWith(roots.dev) ? null : mountOf(mounts, swap))),
    holder: block.holder,
    own: own.some(path => liesHere(mountOf(mounts, path))),
  }
}

const driveOf = async (roots: LinuxRoots, name: string, inUse: InUse): Promise<Drive | null> => {
  const place = await usbPlace(await realpath(roots.sys), await realpath(join(roots.sys, 'block', name)))
  if (!place) return null
  const [self, ...others] = await blockTree(roots, name)
  if (!self) return null
  const { folder, devno } = self
  const [product, maker, serial, sectors, readOnly, sectorBytes, sequence, slot] = await Promise.all([
    attribute(place.device, 'product'),
    attribute(place.device, 'manufacturer'),
    attribute(place.device, 'serial'),
    attribute(folder, 'size'),
    attribute(folder, 'ro'),
    attribute(folder, 'queue/logical_block_size'),
    attribute(folder, 'diskseq'),
    slotOf(folder),
  ])
  return {
    path: join(roots.dev, name),
    attachment: place.attachment,
    whole: (await attribute(folder, 'partition')) === '',
    model: plainText(`${maker} ${product}`),
    serial: plainText(serial),
    port: `${basename(place.device)}${slot}`,
    devno,
    sequence: /^\d+$/.test(sequence) ? Number(sequence) : null,
    sizeBytes: Number(sectors) * kernelSectorBytes || 0,
    sectorBytes: Number(sectorBytes) || kernelSectorBytes,
    // What the kernel does not say is not taken for writable.
    readOnly: readOnly !== '0',
    uses: await Promise.all([self, ...others].map(block => useOf(roots, block, inUse))),
  }
}

const list = async (roots: LinuxRoots, own: readonly string[]): Promise<Result<Seen>> => {
  try {
    const inUse = {
      mounts: await readMounts(roots.proc),
      swaps: await readSwaps(roots.proc),
      own: await Promise.all(own.map(path => realpath(path).catch(() => path))),
    }
    const disks = await names(join(roots.sys, 'block'))
    // A drive that goes while it is looked at is not there.
    const drives = await Promise.all(disks.map(name => driveOf(roots, name, inUse).catch(() => null)))
    const bus = await stat(join(roots.sys, 'bus', 'usb', 'devices')).then(
      () => true,
      () => false,
    )
    return ok({ drives: drives.filter(drive => drive !== null), bus })
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : String(error)
    return fault(
      'io',
      'drives',
      `What is mounted on this computer cannot be read (${code}), so no drive is judged safe to write.`,
      'See that /proc and /sys are there for this user.',
    )
  }
}

/** The roots are parameters for tests with trees of real files; the product has no other than `linuxRoots`. */
export const makeLinux = (roots: LinuxRoots): Platform => ({ list: own => list(roots, own) })
