// Where things lie in a key image: an MBR, a gap for the BIOS loader, and one FAT partition up to the end.

export const sectorBytes = 512
/** First sector of the partition, 1 MiB into the image: what every partitioning tool would choose. */
export const partitionSector = 2048
export const partitionOffset = partitionSector * sectorBytes
export const volumeLabel = 'ENLISTKEY'
const mebibyte = 1024 * 1024

export interface ImageLayout {
  readonly imageBytes: number
  readonly fat: 16 | 32
  readonly clusterBytes: number
}

/** By their size in MiB: the small one has room for a loader that firmware starts, the large one for a Linux. */
export const layouts = {
  16: { imageBytes: 16 * mebibyte, fat: 16, clusterBytes: 2048 },
  64: { imageBytes: 64 * mebibyte, fat: 32, clusterBytes: 512 },
} as const satisfies Record<number, ImageLayout>
export type ImageSize = keyof typeof layouts

/** Numbers of a volume that follow from its name, so that one key gives one image. */
export interface VolumeIdentity {
  readonly volumeSerial: number
  readonly diskSignature: number
  readonly madeAt: Date
}
