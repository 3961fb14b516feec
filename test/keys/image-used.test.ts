import { describe, expect, it } from 'vitest'
import { partitionOffset } from '#main/keys/image-layout.ts'
import { usedPieces } from '#main/keys/image-used.ts'
import { imageOf, loaders, readBack, sizes } from './imaged.ts'

describe('the used bytes of a key image', () => {
  it.each(sizes)('of %i MiB are all that is not zero, and enough to read it', async size => {
    const image = await imageOf(size, loaders)
    const rebuilt = Buffer.alloc(image.length)
    let [bytes, end] = [0, 0]
    for (const piece of usedPieces(image)) {
      expect(piece.at).toBeGreaterThanOrEqual(end)
      rebuilt.set(piece.bytes, piece.at)
      bytes += piece.bytes.length
      end = piece.at + piece.bytes.length
    }
    expect(rebuilt.equals(image)).toBe(true)
    expect(await readBack(rebuilt)).toMatchObject({ ok: true })
    expect(bytes).toBeLessThan(image.length / 5)
  })

  it.each(sizes)('of %i MiB cover its FATs and root, whose zeros mean something', async size => {
    const image = await imageOf(size)
    const [first] = usedPieces(image)
    const volume = image.subarray(partitionOffset)
    const fatSectors = volume.readUInt16LE(22) || volume.readUInt32LE(36)
    const fatsEnd = partitionOffset + (volume.readUInt16LE(14) + 2 * fatSectors) * 512
    expect(first?.at).toBe(0)
    expect(first?.bytes.length).toBeGreaterThanOrEqual(fatsEnd + volume.readUInt16LE(17) * 32)
  })
})
