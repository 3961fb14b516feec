// Reads a FAT volume that anybody may have written: every number in it is doubted, and every chain of it ends.

/** Bytes from this place on; fewer at the end of the device. */
export type ReadAt = (offset: number, length: number) => Promise<Uint8Array>

/** Why a volume cannot be read, in the middle of a sentence. */
export class BadVolume extends Error {}

export interface FatVolume {
  readonly bits: 12 | 16 | 32
  readonly clusterBytes: number
  /** The places of the root folder, in order. */
  root(): Promise<readonly Piece[]>
  /** The places of a file or folder that begins at this cluster, at most so many bytes. */
  pieces(firstCluster: number, mostBytes: number): Promise<readonly Piece[]>
  read(piece: Piece): Promise<Buffer>
}

/** Bytes of the volume in one row. */
export interface Piece {
  readonly offset: number
  readonly bytes: number
}

/** More than a folder can hold by the rules of FAT: 65,536 entries. */
export const mostFolderBytes = 65_536 * 32
const entryBytes = 32

const isPowerOfTwo = (n: number): boolean => n > 0 && (n & (n - 1)) === 0

export const readExactly = async (read: ReadAt, offset: number, length: number): Promise<Buffer> => {
  const bytes = await read(offset, length)
  if (bytes.length < length) throw new BadVolume('it is cut short')
  return Buffer.from(bytes.buffer, bytes.byteOffset, length)
}

/** True for a sector that begins a FAT volume. */
export const isFatBoot = (sector: Buffer): boolean =>
  sector.readUInt16LE(510) === 0xaa55 &&
  (sector[0] === 0xeb || sector[0] === 0xe9) &&
  [54, 82].some(at => sector.toString('latin1', at, at + 3) === 'FAT')

/** Opens the volume that begins at `start`; throws `BadVolume`. */
export const openFat = async (read: ReadAt, start: number): Promise<FatVolume> => {
  const boot = await readExactly(read, start, 512)
  if (!isFatBoot(boot)) throw new BadVolume('it holds no FAT volume')
  const sectorBytes = boot.readUInt16LE(11)
  const clusterSectors = boot[13] ?? 0
  const reserved = boot.readUInt16LE(14)
  const fats = boot[16] ?? 0
  const rootEntries = boot.readUInt16LE(17)
  const sectors = boot.readUInt16LE(19) || boot.readUInt32LE(32)
  const fatSectors = boot.readUInt16LE(22) || boot.readUInt32LE(36)
  const rootSectors = Math.ceil((rootEntries * entryBytes) / sectorBytes)
  const dataSector = reserved + fats * fatSectors + rootSectors
  const clusters = Math.floor((sectors - dataSector) / clusterSectors)
  const bits = clusters < 4085 ? 12 : clusters < 65_525 ? 16 : 32
  const isSane =
    isPowerOfTwo(sectorBytes) &&
    sectorBytes >= 512 &&
    sectorBytes <= 4096 &&
    isPowerOfTwo(clusterSectors) &&
    reserved > 0 &&
    (fats === 1 || fats === 2) &&
    clusters > 0 &&
    ((clusters + 2) * bits) / 8 <= fatSectors * sectorBytes &&
    (bits === 32 ? rootEntries === 0 : rootEntries > 0)
  if (!isSane) throw new BadVolume('the first sector of its FAT volume makes no sense')
  // A file of which only the unused end is missing would read well, and is no image all the same.
  await readExactly(read, start + (sectors - 1) * sectorBytes, sectorBytes)

  const clusterBytes = clusterSectors * sectorBytes
  const fatAt = start + reserved * sectorBytes
  const nextOf = makeFat(read, fatAt, fatSectors * sectorBytes, bits)
  const pieces: FatVolume['pieces'] = async (firstCluster, mostBytes) => {
    const found: Piece[] = []
    const seen = new Set<number>()
    for (let cluster = firstCluster; found.length * clusterBytes < mostBytes;) {
      if (cluster < 2 || cluster >= clusters + 2) throw new BadVolume('a chain of its FAT leads out of the volume')
      if (seen.has(cluster)) throw new BadVolume('a chain of its FAT runs in a circle')
      seen.add(cluster)
      found.push({ offset: start + (dataSector + (cluster - 2) * clusterSectors) * sectorBytes, bytes: clusterBytes })
      const next = await nextOf(cluster)
      if (next === 'end') break
      cluster = next
    }
    return found
  }
  const rootAt = start + (dataSector - rootSectors) * sectorBytes
  return {
    bits,
    clusterBytes,
    root: () =>
      bits === 32
        ? pieces(boot.readUInt32LE(44) & 0x0fffffff, mostFolderBytes)
        : Promise.resolve([{ offset: rootAt, bytes: rootSectors * sectorBytes }]),
    pieces,
    read: ({ offset, bytes }) => readExactly(read, offset, bytes),
  }
}

/** Follows the first FAT, reading it in larger pieces than single entries. */
const makeFat = (read: ReadAt, start: number, bytes: number, bits: 12 | 16 | 32) => {
  const blockBytes = 4096
  let block: { at: number; bytes: Buffer } = { at: -1, bytes: Buffer.alloc(0) }
  const byteAt = async (at: number): Promise<number> => {
    const from = at - (at % blockBytes)
    if (block.at !== from)
      block = { at: from, bytes: await readExactly(read, start + from, Math.min(blockBytes, bytes - from)) }
    return block.bytes[at - from] ?? 0
  }
  return async (cluster: number): Promise<number | 'end'> => {
    const at = Math.floor((cluster * bits) / 8)
    let value = 0
    for (let i = Math.ceil(bits / 8) - 1; i >= 0; i--) value = value * 256 + (await byteAt(at + i))
    if (bits === 12) value = cluster % 2 === 0 ? value & 0xfff : value >> 4
    if (bits === 32) value &= 0x0fffffff
    return value >= 2 ** Math.min(bits, 28) - 8 ? 'end' : value
  }
}
