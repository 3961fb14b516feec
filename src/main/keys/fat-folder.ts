// Folders and files of a FAT volume, with their long names.
import { BadVolume, mostFolderBytes, type FatVolume, type Piece } from './fat-volume.ts'

export interface FatEntry {
  readonly name: string
  readonly kind: 'file' | 'folder' | 'label'
  readonly cluster: number
  readonly bytes: number
  /** Where its record lies on the device. */
  readonly recordAt: number
}

const recordBytes = 32
const attributes = { label: 0x08, folder: 0x10, longName: 0x0f } as const
/** Where the thirteen letters of one long-name record lie. */
const letterAts = [1, 3, 5, 7, 9, 14, 16, 18, 20, 22, 24, 28, 30] as const

const shortChecksum = (record: Buffer): number =>
  record.subarray(0, 11).reduce((sum, byte) => (((sum & 1) << 7) + (sum >> 1) + byte) & 0xff, 0)

const shortName = (record: Buffer): string => {
  const part = (from: number, to: number): string => record.toString('latin1', from, to).trimEnd()
  const extension = part(8, 11)
  return extension === '' ? part(0, 8) : `${part(0, 8)}.${extension}`
}

const lettersOf = (record: Buffer): string => {
  const letters = letterAts.map(at => record.readUInt16LE(at))
  const end = letters.indexOf(0)
  return String.fromCharCode(...(end < 0 ? letters : letters.slice(0, end)))
}

/** The entries at these places, without deleted ones. */
const entriesAt = async (volume: FatVolume, pieces: readonly Piece[]): Promise<FatEntry[]> => {
  const found: FatEntry[] = []
  let long = null as { name: string; checksum: number } | null
  for (const piece of pieces) {
    const bytes = await volume.read(piece)
    for (let at = 0; at < bytes.length; at += recordBytes) {
      const record = bytes.subarray(at, at + recordBytes)
      if (record[0] === 0) return found
      const kinds = record[11] ?? 0
      if (record[0] === 0xe5) long = null
      else if ((kinds & 0x3f) === attributes.longName) {
        // The last part of the name stands first.
        const before: string = ((record[0] ?? 0) & 0x40) !== 0 || long === null ? '' : long.name
        long = { name: lettersOf(record) + before, checksum: record[13] ?? 0 }
      } else {
        found.push({
          name: long !== null && long.checksum === shortChecksum(record) ? long.name : shortName(record),
          kind: kinds & attributes.label ? 'label' : kinds & attributes.folder ? 'folder' : 'file',
          cluster: (volume.bits === 32 ? record.readUInt16LE(20) * 0x10000 : 0) + record.readUInt16LE(26),
          bytes: record.readUInt32LE(28),
          recordAt: piece.offset + at,
        })
        long = null
      }
    }
  }
  return found
}

export const rootEntries = async (volume: FatVolume): Promise<FatEntry[]> => entriesAt(volume, await volume.root())

export const folderEntries = async (volume: FatVolume, folder: FatEntry): Promise<FatEntry[]> =>
  entriesAt(volume, await volume.pieces(folder.cluster, mostFolderBytes))

/** The one entry of this name, whatever its case. */
const entryOf = (entries: readonly FatEntry[], name: string): FatEntry | null => {
  const alike = entries.filter(one => one.kind !== 'label' && one.name.toUpperCase() === name.toUpperCase())
  if (alike.length > 1) throw new BadVolume(`it holds "${name}" twice`)
  return alike[0] ?? null
}

/** The entry at this path from the top of the volume; null where there is none. */
export const entryAt = async (volume: FatVolume, ...path: readonly string[]): Promise<FatEntry | null> => {
  let entries = await rootEntries(volume)
  for (const [i, name] of path.entries()) {
    const found = entryOf(entries, name)
    if (found === null || i === path.length - 1) return found
    if (found.kind !== 'folder') return null
    entries = await folderEntries(volume, found)
  }
  return null
}

/** What a file holds, at most so many bytes of it. */
export const readStart = async (volume: FatVolume, file: FatEntry, mostBytes: number): Promise<Buffer> => {
  const wanted = Math.min(file.bytes, mostBytes)
  if (wanted === 0) return Buffer.alloc(0)
  // One cluster more than a whole file needs, so that a chain without an end is noticed.
  const more = wanted === file.bytes ? volume.clusterBytes : 0
  const pieces = await volume.pieces(file.cluster, wanted + more)
  if (pieces.length > Math.ceil(wanted / volume.clusterBytes)) throw new BadVolume('a file is longer than it says')
  const bytes = Buffer.concat(await Promise.all(pieces.map(piece => volume.read(piece))))
  if (bytes.length < wanted) throw new BadVolume('a file is shorter than it says')
  return bytes.subarray(0, wanted)
}
