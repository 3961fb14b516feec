// USB drives of a Mac, from `diskutil` and `system_profiler`. Written from their documentation; not yet run on hardware.
import { z } from 'zod'
import type { Drive, DriveUse } from '#core/drive.ts'
import { fault, ok, type Result } from '#core/fault.ts'
import type { Run } from './command.ts'
import { parsePlist } from './plist.ts'
import { plainText, type Platform, type Seen } from './platform.ts'

const Volume = z.object({ DeviceIdentifier: z.string(), MountPoint: z.string().optional() })
const DiskList = z.object({
  AllDisksAndPartitions: z.array(
    Volume.extend({
      Partitions: z.array(Volume).default([]),
      APFSVolumes: z.array(Volume).default([]),
      /** Where an APFS container lies: `[{ DeviceIdentifier: 'disk2s1' }]`. */
      APFSPhysicalStores: z.array(z.object({ DeviceIdentifier: z.string() })).default([]),
    }),
  ),
})
type DiskList = z.infer<typeof DiskList>['AllDisksAndPartitions']

const DiskInfo = z.object({
  DeviceIdentifier: z.string(),
  BusProtocol: z.string(),
  WholeDisk: z.boolean(),
  Internal: z.boolean(),
  VirtualOrPhysical: z.string().default('Physical'),
  MediaName: z.string().default(''),
  Size: z.number(),
  DeviceBlockSize: z.number().default(512),
  WritableMedia: z.boolean(),
})

interface UsbItem {
  readonly serial: string
  readonly place: string
}

const Item: z.ZodType<Record<string, unknown>> = z.record(z.string(), z.unknown())
const Media = z.array(z.object({ bsd_name: z.string().optional() }).loose())

/** Disk name to the serial and place of its USB device; devices hang below hubs in `_items`. */
const usbItems = (text: string): Map<string, UsbItem> => {
  const found = new Map<string, UsbItem>()
  const visit = (value: unknown): void => {
    if (Array.isArray(value)) return value.forEach(visit)
    const parsed = Item.safeParse(value)
    if (!parsed.success) return
    const { serial_num: serial, location_id: location, Media: media, _items: items } = parsed.data
    for (const [slot, { bsd_name: name }] of (Media.safeParse(media).data ?? []).entries()) {
      // `0x14100000 / 7`: where in the tree of hubs, and an address that changes with every insertion.
      const place = (typeof location === 'string' ? (location.split(' ')[0] ?? '') : '') + (slot > 0 ? `/${slot}` : '')
      if (name !== undefined) found.set(name, { serial: typeof serial === 'string' ? serial : '', place })
    }
    visit(items)
  }
  visit(Object.values(Item.parse(JSON.parse(text))))
  return found
}

const isPartOf = (disk: string, device: string): boolean => new RegExp(`^${disk}(s\\d+)*$`).test(device)

const usesOf = (disks: DiskList, disk: string, own: readonly string[]): DriveUse[] => {
  const built = disks.filter(one => one.APFSPhysicalStores.some(store => isPartOf(disk, store.DeviceIdentifier)))
  const parts = [...disks.filter(one => one.DeviceIdentifier === disk), ...built]
  const volumes = parts.flatMap(one => [one, ...one.Partitions, ...one.APFSVolumes])
  return volumes.map(({ DeviceIdentifier: device, MountPoint: mount }) => ({
    device: `/dev/${device}`,
    mounts: mount ? [mount] : [],
    swap: false,
    // An APFS container closes with its volumes; those that stand elsewhere are refused by their mounts.
    holder: false,
    own: Boolean(mount) && mount !== '/' && own.some(path => path.startsWith(`${mount}/`)),
  }))
}

const list = async (run: Run, own: readonly string[]): Promise<Result<Seen>> => {
  const listed = await run('diskutil', ['list', '-plist'])
  if (!listed.ok) return listed
  const profile = await run('system_profiler', ['SPUSBDataType', '-json'])
  if (!profile.ok) return profile
  try {
    const disks = DiskList.parse(parsePlist(listed.value)).AllDisksAndPartitions
    const items = usbItems(profile.value)
    const drives: Drive[] = []
    for (const [name, { serial, place }] of items) {
      if (!/^disk\d+$/.test(name)) continue
      const told = await run('diskutil', ['info', '-plist', name])
      // One that goes while it is looked at is not there.
      if (!told.ok) continue
      const info = DiskInfo.parse(parsePlist(told.value))
      const isUsb = info.BusProtocol === 'USB' && !info.Internal && info.VirtualOrPhysical === 'Physical'
      drives.push({
        path: `/dev/${name}`,
        attachment: isUsb ? 'usb' : 'other',
        whole: info.WholeDisk && info.DeviceIdentifier === name,
        model: plainText(info.MediaName),
        serial: plainText(serial),
        port: place,
        devno: name,
        sequence: null,
        sizeBytes: info.Size,
        sectorBytes: info.DeviceBlockSize,
        readOnly: !info.WritableMedia,
        uses: usesOf(disks, name, own),
      })
    }
    return ok({ drives, bus: true })
  } catch (error) {
    const said = error instanceof Error ? (error.message.split('\n')[0] ?? '') : String(error)
    return fault('malformed', 'diskutil', `What it says of the drives is not understood (${said}).`, 'Use "key stamp".')
  }
}

export const makeDarwin = (run: Run): Platform => ({ list: own => list(run, own) })
