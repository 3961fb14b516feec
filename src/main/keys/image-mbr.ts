// The first sector of a key image: one active partition, and the start of the BIOS loader where there is one.
import { partitionSector, sectorBytes, type ImageLayout, type VolumeIdentity } from './image-layout.ts'

/** 0x0C, FAT with LBA addressing: an ordinary stick to every system, unlike 0xEF, which some of them hide. */
const fatWithLba = 0x0c
/** Boot code may fill the sector up to the disk signature. */
export const bootCodeBytes = 440
const signatureAt = 0x1b8
const tableAt = 0x1be

/** Cylinder, head and sector as BIOSes of 255 heads and 63 sectors count them; beyond their reach the greatest they can say. */
const chs = (sector: number): readonly [number, number, number] => {
  const cylinder = Math.floor(sector / (255 * 63))
  if (cylinder > 1023) return [0xfe, 0xff, 0xff]
  const head = Math.floor(sector / 63) % 255
  return [head, ((cylinder >> 2) & 0xc0) | ((sector % 63) + 1), cylinder & 0xff]
}

/** Writes the partition table, and `bootCode` before it, into the image's first sector. */
export const writeMbr = (
  image: Buffer,
  layout: ImageLayout,
  identity: VolumeIdentity,
  bootCode: Uint8Array | null,
): void => {
  const sectors = layout.imageBytes / sectorBytes
  if (bootCode) image.set(bootCode.subarray(0, bootCodeBytes), 0)
  image.writeUInt32LE(identity.diskSignature, signatureAt)
  image[tableAt] = 0x80
  image.set(chs(partitionSector), tableAt + 1)
  image[tableAt + 4] = fatWithLba
  image.set(chs(sectors - 1), tableAt + 5)
  image.writeUInt32LE(partitionSector, tableAt + 8)
  image.writeUInt32LE(sectors - partitionSector, tableAt + 12)
  image.writeUInt16LE(0xaa55, sectorBytes - 2)
}
