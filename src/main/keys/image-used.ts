// Which bytes of a key image anybody reads: everything but the free clusters of its volume.
import { partitionOffset } from './image-layout.ts'

export interface UsedPiece {
  readonly at: number
  readonly bytes: Uint8Array
}

/** The first cluster of a FAT volume has this number. */
const firstCluster = 2

/** Table, gap, boot sectors, FATs and root folder, and each cluster that its FAT calls taken; joined where they touch. */
export const usedPieces = (image: Buffer): UsedPiece[] => {
  const volume = image.subarray(partitionOffset)
  const sectorBytes = volume.readUInt16LE(11)
  const clusterBytes = volume.readUInt8(13) * sectorBytes
  const reserved = volume.readUInt16LE(14)
  const rootBytes = volume.readUInt16LE(17) * 32
  const small = volume.readUInt16LE(22)
  const fatBytes = (small || volume.readUInt32LE(36)) * sectorBytes
  // A volume made with a FAT of 16 bits has its size there, one with 32 does not.
  const entryBytes = small === 0 ? 4 : 2
  const fatAt = reserved * sectorBytes
  const dataAt = fatAt + volume.readUInt8(16) * fatBytes + rootBytes
  const clusters = Math.floor((volume.length - dataAt) / clusterBytes)

  const pieces: { at: number; end: number }[] = [{ at: 0, end: partitionOffset + dataAt }]
  for (let cluster = firstCluster; cluster < clusters + firstCluster; cluster++) {
    const entry = fatAt + cluster * entryBytes
    const next = entryBytes === 4 ? volume.readUInt32LE(entry) & 0x0fffffff : volume.readUInt16LE(entry)
    if (next === 0) continue
    const at = partitionOffset + dataAt + (cluster - firstCluster) * clusterBytes
    const last = pieces.at(-1)
    if (last?.end === at) last.end = at + clusterBytes
    else pieces.push({ at, end: at + clusterBytes })
  }
  return pieces.map(({ at, end }) => ({ at, bytes: image.subarray(at, end) }))
}
