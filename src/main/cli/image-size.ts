import type { ImageSize } from '../keys/image-layout.ts'
import { usage } from './frame.ts'

const sizes: Readonly<Record<string, ImageSize>> = { '16': 16, '64': 64 }

/** Of an image, in MiB. */
export const imageSize = (text: string): ImageSize => {
  const size = Object.hasOwn(sizes, text) ? sizes[text] : undefined
  if (size === undefined) throw usage(`--size is 16 or 64, not "${text}"`)
  return size
}

export const sizeOption = {
  type: 'string',
  value: 'MIB',
  says: '16 (default, one FAT16) or 64 (one FAT32)',
} as const
