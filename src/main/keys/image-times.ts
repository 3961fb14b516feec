// Gives every entry of a volume one moment, because the time of writing would make each image another.
import { folderEntries, rootEntries, type FatEntry } from './fat-folder.ts'
import { openFat, type ReadAt } from './fat-volume.ts'

/** FAT counts from 1980 in steps of two seconds; it knows no time zone, so UTC stands here. */
const fatMoment = (when: Date): { date: number; time: number } => {
  const year = Math.min(Math.max(when.getUTCFullYear(), 1980), 2107)
  return {
    date: ((year - 1980) << 9) | ((when.getUTCMonth() + 1) << 5) | when.getUTCDate(),
    time: (when.getUTCHours() << 11) | (when.getUTCMinutes() << 5) | (when.getUTCSeconds() >> 1),
  }
}

export const stampTimes = async (volume: Buffer, when: Date): Promise<void> => {
  const { date, time } = fatMoment(when)
  const read: ReadAt = (offset, length) => Promise.resolve(volume.subarray(offset, offset + length))
  const fat = await openFat(read, 0)
  const stamp = async (entries: readonly FatEntry[]): Promise<void> => {
    for (const entry of entries) {
      const record = volume.subarray(entry.recordAt, entry.recordAt + 32)
      record[13] = 0
      record.writeUInt16LE(time, 14)
      record.writeUInt16LE(date, 16)
      record.writeUInt16LE(date, 18)
      record.writeUInt16LE(time, 22)
      record.writeUInt16LE(date, 24)
      if (entry.kind === 'folder' && entry.name !== '.' && entry.name !== '..')
        await stamp(await folderEntries(fat, entry))
    }
  }
  await stamp(await rootEntries(fat))
}
