// Removable USB drives: what is known of one, and every reason why it must not be written.
import { z } from 'zod'

/** A block device of the drive (itself, a partition, or what is built upon one) and what this computer does with it. */
export const DriveUse = z.object({
  device: z.string(),
  mounts: z.array(z.string()),
  swap: z.boolean(),
  /** Built upon the drive: an opened LUKS volume, an LVM or RAID member, a loop device. */
  holder: z.boolean(),
  /** The app, its data folder or the running system lie here. */
  own: z.boolean(),
})
export type DriveUse = z.infer<typeof DriveUse>

/** How the drive hangs on the computer; only `usb` with its mass storage interface is ever written. */
export const Attachment = z.enum(['usb', 'usbOther', 'other'])
export type Attachment = z.infer<typeof Attachment>

export const Drive = z.object({
  path: z.string(),
  attachment: Attachment,
  /** A whole disk; false for a partition, a link or a virtual device. */
  whole: z.boolean(),
  model: z.string(),
  serial: z.string(),
  /** The place of the USB socket, with the slot behind it in a card reader: `2-1.4`, `2-1.4/1`. */
  port: z.string(),
  /** Device number as `8:16` where the system has such. */
  devno: z.string(),
  /** Counts every disk this computer has seen since its start; null where the system does not. */
  sequence: z.number().nullable(),
  sizeBytes: z.number(),
  sectorBytes: z.number(),
  readOnly: z.boolean(),
  uses: z.array(DriveUse),
})
export type Drive = z.infer<typeof Drive>

/** What a person agreed to erase; compared again in the process that writes. */
export type DriveIdentity = Pick<Drive, 'path' | 'serial' | 'port' | 'devno' | 'sequence' | 'sizeBytes'>

export interface DriveListing {
  readonly drives: readonly Drive[]
  /** Why there can be none, for instance without a USB bus; null where the list is what is plugged in. */
  readonly empty: string | null
}

export type DriveReasonCode =
  | 'notUsb'
  | 'notStorage'
  | 'notWhole'
  | 'noMedium'
  | 'readOnly'
  | 'sectors'
  | 'tooSmall'
  | 'tooLarge'
  | 'system'
  | 'ownFiles'
  | 'swap'
  | 'mountedElsewhere'
  | 'held'
  | 'changed'
export interface DriveReason {
  readonly code: DriveReasonCode
  readonly say: string
}

export const leastDriveBytes = 32_000_000
/** A stick sold as 256 GB may hold a little more than its name says. */
export const mostDriveBytes = 256 * 1024 ** 3
/** From here on MAAS may count a stick among the disks of a machine. */
export const diskLikeBytes = 512_000_000

const because = (code: DriveReasonCode, say: string): DriveReason => ({ code, say })

/** `2-1.4:SERIAL`: cheap sticks share serials or have none, so the port is always part of the name. */
export const driveId = ({ port, serial }: Pick<Drive, 'port' | 'serial'>): string =>
  `${port}:${serial.replace(/[^\w.-]/g, '_')}`

export const sizeWords = (bytes: number): string =>
  bytes >= 1e9 ? `${(bytes / 1e9).toFixed(bytes < 1e10 ? 1 : 0)} GB` : `${Math.round(bytes / 1e6)} MB`

export const driveWords = (drive: Pick<Drive, 'model' | 'port' | 'sizeBytes'>): string =>
  `${drive.model || 'USB drive'}, ${sizeWords(drive.sizeBytes)}, at USB port ${drive.port}`

const desktopMounts = ['/media/', '/run/media/', '/Volumes/']
const systemMounts = new Set(['/', '/boot', '/boot/efi', '/efi', '/home', '/usr', '/var', '/snap', '/cdrom'])

/** Mounted by the desktop for a person to look at; what stands anywhere else has a purpose. */
export const isDesktopMount = (mount: string): boolean =>
  /^[A-Za-z]:\\?$/.test(mount) || desktopMounts.some(top => mount.startsWith(top) && mount.length > top.length)

const againstKind = (drive: Drive): DriveReason[] => {
  if (drive.attachment === 'other')
    return [because('notUsb', 'It is not a USB drive: only USB sticks and card readers are written.')]
  if (drive.attachment === 'usbOther')
    return [because('notStorage', 'Its USB interface is not one of mass storage (class 08), so it is left alone.')]
  return drive.whole
    ? []
    : [because('notWhole', `${drive.path} is a part of a drive or stands for another one; name the drive itself.`)]
}

const againstSize = (drive: Drive, leastBytes: number): DriveReason[] => {
  const { sizeBytes } = drive
  if (sizeBytes === 0) return [because('noMedium', 'There is no card or medium in it. Insert one.')]
  const least = Math.max(leastBytes, leastDriveBytes)
  if (sizeBytes < least)
    return [because('tooSmall', `It holds ${sizeWords(sizeBytes)}; at least ${sizeWords(least)} are needed.`)]
  if (sizeBytes <= mostDriveBytes) return []
  const limit = sizeWords(mostDriveBytes)
  return [
    because(
      'tooLarge',
      `It holds ${sizeWords(sizeBytes)}. Above ${limit} it is taken for a disk with somebody's data.`,
    ),
  ]
}

/** The numbers in a key's image count sectors of 512 bytes, and mean other places where sectors are larger. */
const againstSectors = ({ sectorBytes }: Drive): DriveReason[] =>
  sectorBytes === 512
    ? []
    : [because('sectors', `Its sectors have ${sectorBytes} bytes, and keys are made for 512. Take another one.`)]

const againstUse = (use: DriveUse): DriveReason[] => {
  const reasons: DriveReason[] = []
  const system = use.mounts.filter(mount => systemMounts.has(mount))
  const elsewhere = use.mounts.filter(mount => !systemMounts.has(mount) && !isDesktopMount(mount))
  if (system.length > 0)
    reasons.push(because('system', `This computer runs from it: ${use.device} is ${system.join(', ')}.`))
  else if (use.own) reasons.push(because('ownFiles', `Racklight or its data lie on it (${use.device}).`))
  if (use.swap) reasons.push(because('swap', `This computer swaps to it (${use.device}).`))
  if (elsewhere.length > 0)
    reasons.push(
      because('mountedElsewhere', `${use.device} is in use at ${elsewhere.join(', ')}. Unmount it first if it may go.`),
    )
  if (use.holder)
    reasons.push(
      because('held', `${use.device} is built upon it (encrypted, LVM, RAID or loop). Close that first if it may go.`),
    )
  return reasons
}

/** Every reason against writing over the drive; empty means it may be written. `leastBytes`: what must fit. */
export const againstWriting = (drive: Drive, leastBytes = 0): DriveReason[] => [
  ...againstKind(drive),
  ...againstSize(drive, leastBytes),
  ...(drive.readOnly ? [because('readOnly', 'It is read-only. Move its write-protection switch.')] : []),
  ...againstSectors(drive),
  ...drive.uses.flatMap(againstUse),
]

const differs = (confirmed: DriveIdentity, now: DriveIdentity): string[] => {
  const parts: string[] = []
  if (confirmed.serial !== now.serial)
    parts.push(`serial ${now.serial || 'none'} instead of ${confirmed.serial || 'none'}`)
  if (confirmed.port !== now.port) parts.push(`port ${now.port} instead of ${confirmed.port}`)
  if (confirmed.sizeBytes !== now.sizeBytes) parts.push(`${now.sizeBytes} bytes instead of ${confirmed.sizeBytes}`)
  if (confirmed.path !== now.path) parts.push(`${now.path} instead of ${confirmed.path}`)
  if (confirmed.devno !== now.devno) parts.push(`device ${now.devno} instead of ${confirmed.devno}`)
  // Two sticks without a serial in one port, one after the other, differ in nothing else.
  if (confirmed.sequence !== now.sequence) parts.push('it was taken out and inserted again, or is another one')
  return parts
}

/** Reasons why this is not the drive that a person agreed to erase; `now` is null when it has gone. */
export const againstIdentity = (confirmed: DriveIdentity, now: DriveIdentity | null): DriveReason[] => {
  if (now === null)
    return [
      because('changed', `The drive at USB port ${confirmed.port} is not there any more. Look again and choose anew.`),
    ]
  const parts = differs(confirmed, now)
  return parts.length === 0
    ? []
    : [because('changed', `This is not the drive that was chosen: ${parts.join('; ')}. Look again and choose anew.`)]
}

/** What a person should know before agreeing; nothing of it forbids. */
export const notesOn = (drive: Drive, all: readonly Drive[]): string[] => {
  const notes: string[] = []
  const twins = all.filter(other => other !== drive && other.serial === drive.serial)
  if (drive.serial === '') notes.push('It has no serial: only its USB port tells it from others.')
  else if (twins.length > 0) notes.push('Another drive has the same serial: only their USB ports tell them apart.')
  const shown = drive.uses.flatMap(use => use.mounts.filter(isDesktopMount))
  if (shown.length > 0) notes.push(`It is open at ${shown.join(', ')} and is unmounted before it is erased.`)
  if (drive.sizeBytes > diskLikeBytes)
    notes.push(
      `It is larger than ${sizeWords(diskLikeBytes)}: MAAS may take it for a disk of the machine. Take it out before the machine is deployed.`,
    )
  return notes
}

export const identityOf = ({ path, serial, port, devno, sequence, sizeBytes }: Drive): DriveIdentity => ({
  path,
  serial,
  port,
  devno,
  sequence,
  sizeBytes,
})
