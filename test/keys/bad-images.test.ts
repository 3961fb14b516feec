// Images as a broken stick or an ill-willed hand may leave them: each is refused in words, none is read on and on.
import fc from 'fast-check'
import { beforeAll, describe, expect, it } from 'vitest'
import { partitionOffset } from '#main/keys/image-layout.ts'
import { imageOf, key, loaders, readBack } from './imaged.ts'

let small: Buffer
let large: Buffer
beforeAll(async () => {
  small = await imageOf(16, loaders)
  large = await imageOf(64, loaders)
})

const refusal = async (image: Buffer): Promise<string> => {
  const read = await readBack(image)
  return read.ok ? 'read' : read.fault.detail
}
const changed = (image: Buffer, change: (copy: Buffer) => void): Buffer => {
  const copy = Buffer.from(image)
  change(copy)
  return copy
}
const sector = 512
/** One reserved sector, two FATs of 31, a root of 512 entries; on FAT32 32, two of 1,009, and the root in cluster 2. */
const fat16 = { fats: [1, 32].map(at => partitionOffset + at * sector), root: partitionOffset + 63 * sector }
const fat32 = { fats: [32, 1041].map(at => partitionOffset + at * sector), root: partitionOffset + 2050 * sector }
/** The first cluster of the folder `enlist`, as its record in the root says: behind the label, as it has a short name. */
const folderCluster = (image: Buffer, root: number): number => image.readUInt16LE(root + 32 + 26)

describe('an image that is not in order', () => {
  it.each([
    ['nothing', 0, /cut short/],
    ['half a sector', 300, /cut short/],
    ['the partition table alone', partitionOffset, /cut short/],
    ['all but its last sector, which holds nothing', 16 * 1024 * 1024 - sector, /cut short/],
  ])('with %s is refused', async (_what, bytes, words) => {
    expect(await refusal(small.subarray(0, bytes))).toMatch(words)
  })

  it('without a partition table, with a GPT, or without FAT is refused', async () => {
    expect(await refusal(changed(small, image => image.fill(0, 510, 512)))).toMatch(/neither a partition table/)
    expect(await refusal(changed(small, image => image.writeUInt8(0xee, 0x1be + 4)))).toMatch(/GPT/)
    expect(await refusal(changed(small, image => image.writeUInt8(0x83, 0x1be + 4)))).toMatch(/none of its partitions/)
    expect(await refusal(changed(small, image => image.fill(0, partitionOffset, partitionOffset + 90)))).toMatch(
      /no FAT/,
    )
  })

  it.each([
    ['bytes of a sector', 12, 0],
    ['sectors of a cluster', 13, 3],
    ['copies of its FAT', 16, 0],
    ['length of its FAT', 22, 1],
    ['reserved sectors', 14, 0],
  ])('with impossible %s is refused', async (_what, at, value) => {
    expect(await refusal(changed(small, image => image.writeUInt8(value, partitionOffset + at)))).toMatch(
      /makes no sense/,
    )
  })

  it('whose folder runs in a circle is refused, on FAT16 and on FAT32, and so is one whose root does', async () => {
    const circle16 = changed(small, image => {
      const cluster = folderCluster(image, fat16.root)
      for (const fat of fat16.fats) image.writeUInt16LE(cluster, fat + cluster * 2)
      // No end in the folder itself: every record of it is a deleted one.
      const at = fat16.root + 512 * 32 + (cluster - 2) * 2048
      for (let entry = 0; entry < 2048; entry += 32) image[at + entry] = 0xe5
    })
    expect(await refusal(circle16)).toMatch(/runs in a circle/)
    const root32 = changed(large, image => {
      for (const fat of fat32.fats) image.writeUInt32LE(2, fat + 8)
      for (let entry = 0; entry < 512; entry += 32) image[fat32.root + entry] = 0xe5
    })
    expect(await refusal(root32)).toMatch(/runs in a circle/)
  })

  it('whose key runs in a circle, or out of the volume, is refused', async () => {
    const keyCluster = (image: Buffer): number => folderCluster(image, fat16.root) + 1
    const circle = changed(small, image => {
      for (const fat of fat16.fats) image.writeUInt16LE(keyCluster(image), fat + keyCluster(image) * 2)
    })
    expect(await refusal(circle)).toMatch(/runs in a circle/)
    const astray = changed(small, image => {
      for (const fat of fat16.fats) image.writeUInt16LE(0xfff0, fat + keyCluster(image) * 2)
    })
    expect(await refusal(astray)).toMatch(/leads out of the volume|longer than it says/)
  })

  it('whose key.json is no key is refused like such a file', async () => {
    const text = JSON.stringify(key, null, 1)
    const at = small.indexOf(text)
    expect(at).toBeGreaterThan(0)
    const twice = text.replace('"lane": "1"', '"lane":"1","lane":"2"').slice(0, text.length)
    expect(await refusal(changed(small, image => image.write(twice, at)))).toMatch(/not JSON|twice/)
    expect(await refusal(changed(small, image => image.write('{"v": 2', at)))).toMatch(/not JSON|version/)
    // The length in its record, which lies behind two of the folder itself and one of its long name.
    const folder = fat16.root + 512 * 32 + (folderCluster(small, fat16.root) - 2) * 2048
    const longer = changed(small, image => image.writeUInt32LE(5_000, folder + 3 * 32 + 28))
    expect(await refusal(longer)).toMatch(/shorter than it says|larger than 4 KiB/)
  })

  it('without enlist/key.json says that there is none', async () => {
    expect(await refusal(changed(small, image => image.writeUInt8(0xe5, fat16.root + 32)))).toMatch(
      /no enlist\/key.json/,
    )
  })

  it('with any bytes changed is read rightly, refused in words, or another valid key, and always ends', async () => {
    const where = fc.oneof(fc.nat(511), fc.integer({ min: partitionOffset, max: partitionOffset + 128 * 1024 }))
    const spoilt = Buffer.from(small)
    const change = fc.record({ at: where, byte: fc.nat(255) })
    await fc.assert(
      fc.asyncProperty(fc.array(change, { minLength: 1, maxLength: 40 }), async changes => {
        for (const { at, byte } of changes) spoilt[at] = byte
        const read = await readBack(spoilt)
        for (const { at } of changes) spoilt[at] = small[at] ?? 0
        if (!read.ok) expect(read.fault.detail).not.toContain(key.secret)
      }),
      { numRuns: 500, seed: 7 },
    )
  })
})
