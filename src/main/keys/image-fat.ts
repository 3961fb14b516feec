// Makes the FAT volume of a key image with js-fatfs, and by hand what that library cannot do: label, serial, fixed times.
import { dirname } from 'node:path/posix'
import type * as JsFatFs from 'js-fatfs'
import { stampTimes } from './image-times.ts'
import { partitionSector, sectorBytes, volumeLabel, type ImageLayout, type VolumeIdentity } from './image-layout.ts'

export interface ImageFile {
  /** Relative to the top of the volume, with slashes. */
  readonly path: string
  readonly content: Uint8Array
}

const workBytes = 64 * 1024
/** Where the fields of a boot sector lie; FAT32 keeps a second copy of it. */
const fields = {
  16: { serialAt: 39, labelAt: 43, bootSectors: [0] },
  32: { serialAt: 67, labelAt: 71, bootSectors: [0, 6] },
} as const
const hiddenSectorsAt = 28
const isLabel = 0x08

/** Formats the volume, names it, and writes the files in their order. */
export const makeFat = async (
  volume: Buffer,
  layout: ImageLayout,
  identity: VolumeIdentity,
  files: readonly ImageFile[],
): Promise<void> => {
  const fatfs = await import('js-fatfs')
  const ff = await fatfs.create({ diskio: diskOf(volume, fatfs) })
  const must = (code: number, what: string): void => {
    if (code !== fatfs.FR_OK) throw new Error(`${what} failed in FatFs (${code})`)
  }
  const work = ff.malloc(workBytes)
  const fmt = (layout.fat === 16 ? fatfs.FM_FAT : fatfs.FM_FAT32) | fatfs.FM_SFD
  must(
    ff.f_mkfs('', { fmt, n_fat: 2, align: 0, n_root: 512, au_size: layout.clusterBytes }, work, workBytes),
    'formatting',
  )
  nameVolume(volume, layout, identity)
  const mounted = ff.malloc(fatfs.sizeof_FATFS)
  must(ff.f_mount(mounted, '', 1), 'mounting')
  const made = new Set<string>(['.'])
  for (const { path, content } of files) {
    makeFolders(dirname(path), made, folder => must(ff.f_mkdir(folder), `making ${folder}`))
    writeFile(ff, fatfs, path, content, must)
  }
  must(ff.f_unmount(''), 'unmounting')
  // The second copy of the free-space sector, which FatFs leaves as it was when empty.
  if (layout.fat === 32) volume.copy(volume, 7 * sectorBytes, sectorBytes, 2 * sectorBytes)
  await stampTimes(volume, identity.madeAt)
}

const diskOf = (volume: Buffer, fatfs: typeof JsFatFs): JsFatFs.DiskIO => ({
  initialize: () => 0,
  status: () => 0,
  read: (ff, _drive, into, sector, count) => {
    ff.HEAPU8.set(volume.subarray(sector * sectorBytes, (sector + count) * sectorBytes), into)
    return fatfs.RES_OK
  },
  write: (ff, _drive, from, sector, count) => {
    volume.set(ff.HEAPU8.subarray(from, from + count * sectorBytes), sector * sectorBytes)
    return fatfs.RES_OK
  },
  ioctl: (ff, _drive, command, answer) => {
    if (command === fatfs.GET_SECTOR_COUNT) ff.setValue(answer, volume.length / sectorBytes, 'i32')
    else if (command === fatfs.GET_SECTOR_SIZE) ff.setValue(answer, sectorBytes, 'i16')
    else if (command === fatfs.GET_BLOCK_SIZE) ff.setValue(answer, 1, 'i32')
    else if (command !== fatfs.CTRL_SYNC) return fatfs.RES_PARERR
    return fatfs.RES_OK
  },
})

/** Label and serial as firmware and systems look for them: in the boot sector, and the label once more as the first entry of the root. */
const nameVolume = (volume: Buffer, layout: ImageLayout, identity: VolumeIdentity): void => {
  const { serialAt, labelAt, bootSectors } = fields[layout.fat]
  const label = Buffer.from(volumeLabel.padEnd(11), 'latin1')
  for (const sector of bootSectors) {
    const boot = volume.subarray(sector * sectorBytes, (sector + 1) * sectorBytes)
    boot.writeUInt32LE(partitionSector, hiddenSectorsAt)
    boot.writeUInt32LE(identity.volumeSerial, serialAt)
    boot.set(label, labelAt)
  }
  const reserved = volume.readUInt16LE(14)
  const fatSectors = volume.readUInt16LE(22) || volume.readUInt32LE(36)
  // FAT16 has its root right behind the two FATs; so has FAT32, as cluster 2.
  const root = (reserved + 2 * fatSectors) * sectorBytes
  volume.set(label, root)
  volume[root + 11] = isLabel
}

const makeFolders = (folder: string, made: Set<string>, make: (folder: string) => void): void => {
  if (made.has(folder)) return
  makeFolders(dirname(folder), made, make)
  make(folder)
  made.add(folder)
}

const writeFile = (
  ff: JsFatFs.FatFs,
  fatfs: typeof JsFatFs,
  path: string,
  content: Uint8Array,
  must: (code: number, what: string) => void,
): void => {
  const file = ff.malloc(fatfs.sizeof_FIL)
  const bytes = ff.malloc(Math.max(1, content.length))
  const written = ff.malloc(4)
  must(ff.f_open(file, path, fatfs.FA_WRITE | fatfs.FA_CREATE_NEW), `making ${path}`)
  ff.HEAPU8.set(content, bytes)
  must(ff.f_write(file, bytes, content.length, written), `writing ${path}`)
  // A full volume is no error to FatFs: it writes less.
  if (ff.getValue(written, 'i32') !== content.length) throw new Error(`${path} does not fit`)
  must(ff.f_close(file), `closing ${path}`)
  for (const block of [file, bytes, written]) ff.free(block)
}
