// A bootable or plain key as the bytes of a whole drive. The same key gives the same bytes.
import { createHash } from 'node:crypto'
import { fault, ok, type Result } from '#core/fault.ts'
import type { KeyFile } from '#core/wire.ts'
import { bootScript } from './boot-script.ts'
import { finderPage } from './finder-page.ts'
import { makeFat, type ImageFile } from './image-fat.ts'
import { layouts, partitionOffset, sectorBytes, type ImageSize, type VolumeIdentity } from './image-layout.ts'
import { writeMbr } from './image-mbr.ts'
import { serializeKey } from './make.ts'

/** The loaders for one size of image; without them a key proves, and does not boot. */
export interface BootFiles {
  /** They run the key's script, which checks in by plain HTTP before there is any proof. */
  readonly hints: boolean
  /** Code for the first sector, and for the gap between it and the partition: what a BIOS starts. */
  readonly bios: { readonly mbr: Uint8Array; readonly gap: Uint8Array } | null
  readonly files: readonly ImageFile[]
}

export interface ImageOrder {
  readonly key: KeyFile
  readonly sizeMiB: ImageSize
  readonly boot: BootFiles | null
  /** The port of the plain HTTP side of the check-in server, which firmware speaks to. */
  readonly hintPort: number
}

const identityOf = (key: KeyFile): VolumeIdentity => {
  const digest = createHash('sha256').update(`volume|${key.kid}`, 'utf8').digest()
  return { volumeSerial: digest.readUInt32LE(0), diskSignature: digest.readUInt32LE(4), madeAt: new Date(key.madeAt) }
}

/** Builds the image in memory; it holds the key's secret. */
export const buildImage = async ({ key, sizeMiB, boot, hintPort }: ImageOrder): Promise<Result<Buffer>> => {
  const keyFile = serializeKey(key)
  if (!keyFile.ok) return keyFile
  const layout = layouts[sizeMiB]
  const image = Buffer.alloc(layout.imageBytes)
  const identity = identityOf(key)
  const gapBytes = partitionOffset - sectorBytes
  if (boot?.bios && boot.bios.gap.length > gapBytes)
    return fault('malformed', 'boot payload', 'Its BIOS loader does not fit before the partition.')
  writeMbr(image, layout, identity, boot?.bios?.mbr ?? null)
  if (boot?.bios) image.set(boot.bios.gap, sectorBytes)
  const text = (path: string, content: string): ImageFile => ({ path, content: Buffer.from(content, 'utf8') })
  const files = [
    { path: 'enlist/key.json', content: keyFile.value },
    text('README.TXT', finderPage(key.kid)),
    ...(boot?.hints ? [text('autoexec.ipxe', bootScript(key, hintPort))] : []),
    ...(boot?.files ?? []),
  ]
  await makeFat(image.subarray(partitionOffset), layout, identity, files)
  return ok(image)
}
