// Keys and loaders of known content, and images of them.
import type { Result } from '#core/fault.ts'
import type { KeyFile } from '#core/wire.ts'
import type { ImageSize, layouts } from '#main/keys/image-layout.ts'
import { readImage } from '#main/keys/image-read.ts'
import { buildImage, type BootFiles } from '#main/keys/image.ts'

export const valueOf = <T>(result: Result<T>): T => {
  if (!result.ok) throw new Error(`${result.fault.where}: ${result.fault.detail}`)
  return result.value
}

export const key: KeyFile = {
  v: 1,
  kid: 'K2F7',
  secret: Buffer.alloc(32, 0xa5).toString('base64url'),
  for: { lane: '1' },
  checkIn: { urls: ['https://192.0.2.7:7443', 'https://198.51.100.7:7443'], pin: `sha256//${'A'.repeat(43)}=` },
  madeAt: '2026-01-05T08:00:00.000Z',
}

/** The head of an EFI program with or without a certificate table. */
export const efi = (signed: boolean, bytes = 70_000): Buffer => {
  const program = Buffer.alloc(bytes, 0x5a)
  program.write('MZ', 0, 'latin1')
  program.writeUInt32LE(128, 0x3c)
  program.write('PE\0\0', 128, 'latin1')
  program.writeUInt16LE(0x20b, 128 + 24)
  const certificates = 128 + 24 + 112 + 32
  program.writeUInt32LE(signed ? bytes - 1_024 : 0, certificates)
  program.writeUInt32LE(signed ? 1_024 : 0, certificates + 4)
  return program
}

export const loaders: BootFiles = {
  hints: true,
  bios: { mbr: Buffer.alloc(512, 0x11), gap: Buffer.alloc(150_000, 0x22) },
  files: [
    { path: 'EFI/BOOT/BOOTX64.EFI', content: efi(false) },
    { path: 'EFI/BOOT/BOOTAA64.EFI', content: efi(false, 50_001) },
    { path: 'boot/ipxe.lkrn', content: Buffer.alloc(400_000, 0x33) },
    { path: 'boot/a longer name than eight and three.text', content: Buffer.from('x') },
  ],
}

export const imageOf = async (sizeMiB: ImageSize, boot: BootFiles | null = null, of: KeyFile = key): Promise<Buffer> =>
  valueOf(await buildImage({ key: of, sizeMiB, boot, hintPort: 7480 }))

export const readBack = (image: Buffer) =>
  readImage((offset, length) => Promise.resolve(image.subarray(offset, offset + length)), 'image')

export const sizes = [16, 64] as const satisfies readonly (keyof typeof layouts)[]
