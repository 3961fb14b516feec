// Finds the key on a drive or in an image of one, and says what would start from it. Whoever wrote it is not trusted.
import { fault, ok, type Result } from '#core/fault.ts'
import type { KeyFile } from '#core/wire.ts'
import { isSignedEfi } from './efi-signature.ts'
import { entryAt, readStart } from './fat-folder.ts'
import { BadVolume, isFatBoot, openFat, readExactly, type FatVolume, type ReadAt } from './fat-volume.ts'
import { sectorBytes } from './image-layout.ts'
import { bootCodeBytes } from './image-mbr.ts'
import { keyFileLimitBytes, notAKey, parseKeyFile } from './key-file.ts'

/** What starts from a key; null where it cannot be told. */
export interface Bootable {
  readonly uefi: boolean | null
  readonly bios: boolean | null
  readonly secureBoot: boolean | null
}

export interface FoundKey {
  readonly key: KeyFile
  readonly sizeBytes: number
  readonly bootable: Bootable
}

const fatTypes = new Set([0x01, 0x04, 0x06, 0x0b, 0x0c, 0x0e, 0xef])
const gptType = 0xee
/** The names that firmware looks for in EFI/BOOT, one for each processor. */
export const loaderNames = ['BOOTX64.EFI', 'BOOTAA64.EFI', 'BOOTIA32.EFI', 'BOOTRISCV64.EFI'] as const
/** Enough of a loader to see its signature's place. */
export const efiHeadBytes = 4096
const keyPath = ['enlist', 'key.json'] as const

/** Reads the key of a whole drive, or of one partition of it; `where` names it in the fault. */
export const readImage = async (read: ReadAt, where: string): Promise<Result<FoundKey>> => {
  try {
    const first = await readExactly(read, 0, sectorBytes)
    for (const start of volumesIn(first)) {
      const volume = await openFat(read, start)
      const entry = await entryAt(volume, ...keyPath)
      if (entry === null) continue
      if (entry.kind !== 'file') return notAKey(where, 'enlist/key.json is not a file')
      const bytes = await readStart(volume, entry, keyFileLimitBytes + 1)
      const key = parseKeyFile(bytes, where)
      if (!key.ok) return key
      const bios = start === 0 ? null : await startsOnBios(read, first)
      return ok({ key: key.value, sizeBytes: bytes.length, bootable: { ...(await startsOnUefi(volume)), bios } })
    }
    return fault('gone', where, 'There is no enlist/key.json here.', 'Take another drive or image.')
  } catch (error) {
    if (error instanceof BadVolume) return notAKey(where, error.message)
    throw error
  }
}

/** Where FAT volumes begin: at the start of a partition, or of everything. */
const volumesIn = (first: Buffer): number[] => {
  if (isFatBoot(first)) return [0]
  if (first.readUInt16LE(510) !== 0xaa55) throw new BadVolume('it has neither a partition table nor a FAT volume')
  const entries = [0, 1, 2, 3].map(i => first.subarray(0x1be + i * 16, 0x1ce + i * 16))
  if (entries.some(entry => entry[4] === gptType))
    throw new BadVolume('it is divided by a GPT, which keys are not; name its partition instead')
  const starts = entries.filter(entry => fatTypes.has(entry[4] ?? 0)).map(entry => entry.readUInt32LE(8) * sectorBytes)
  if (starts.length === 0) throw new BadVolume('none of its partitions is FAT')
  return starts
}

/** A BIOS runs the first sector, which must lead on to a loader behind it. */
const startsOnBios = async (read: ReadAt, first: Buffer): Promise<boolean> => {
  const behind = await readExactly(read, sectorBytes, sectorBytes)
  return first.subarray(0, bootCodeBytes).some(byte => byte !== 0) && behind.some(byte => byte !== 0)
}

const startsOnUefi = async (volume: FatVolume): Promise<Pick<Bootable, 'uefi' | 'secureBoot'>> => {
  const found = await Promise.all(loaderNames.map(name => entryAt(volume, 'EFI', 'BOOT', name)))
  const loaders = found.filter(entry => entry !== null).filter(({ kind }) => kind === 'file')
  const heads = await Promise.all(loaders.map(loader => readStart(volume, loader, efiHeadBytes)))
  return { uefi: loaders.length > 0, secureBoot: heads.some(isSignedEfi) }
}
