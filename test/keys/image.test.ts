import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { spawnSync } from 'node:child_process'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { partitionOffset } from '#main/keys/image-layout.ts'
import { seenToken } from '#main/checkin/session.ts'
import { bootScript } from '#main/keys/boot-script.ts'
import { secretBytes } from '#main/keys/make.ts'
import { efi, imageOf, key, loaders, readBack, sizes, valueOf } from './imaged.ts'

let dir: string
beforeAll(async () => void (dir = await mkdtemp(join(tmpdir(), 'racklight-image-'))))
afterAll(() => rm(dir, { recursive: true, force: true }))

/** Tools that stand in folders which not everybody searches. */
const env = {
  ...process.env,
  PATH: `${process.env['PATH'] ?? ''}:/usr/sbin:/sbin`,
  LC_ALL: 'C',
  MTOOLS_SKIP_CHECK: '0',
}
const run = (tool: string, ...args: string[]) => spawnSync(tool, args, { encoding: 'utf8', env })
const missing = ['fsck.vfat', 'mdir', 'mtype', 'blkid', 'fdisk'].filter(tool => run(tool, '--version').error)
if (missing.length > 0)
  console.log(`Images are not judged by other people's tools: ${missing.join(', ')} not installed.`)

describe('the image of a key', () => {
  it.each(sizes)('of %i MiB is the same, byte for byte, for the same key, and another for another', async size => {
    const first = await imageOf(size, loaders)
    expect(first.length).toBe(size * 1024 * 1024)
    expect((await imageOf(size, loaders)).equals(first)).toBe(true)
    const other = await imageOf(size, loaders, { ...key, kid: 'K2F8' })
    const serialAt = partitionOffset + (size === 16 ? 39 : 67)
    expect(other.readUInt32LE(serialAt)).not.toBe(first.readUInt32LE(serialAt))
    expect(other.readUInt32LE(0x1b8)).not.toBe(first.readUInt32LE(0x1b8))
  })

  it.each(sizes)('of %i MiB is read back with everything that starts from it', async size => {
    const plain = valueOf(await readBack(await imageOf(size)))
    expect(plain).toMatchObject({ key, bootable: { uefi: false, bios: false, secureBoot: false } })
    const firmware = valueOf(await readBack(await imageOf(size, loaders)))
    expect(firmware).toMatchObject({ key, bootable: { uefi: true, bios: true, secureBoot: false } })
    const signed = { hints: false, bios: null, files: [{ path: 'EFI/BOOT/BOOTX64.EFI', content: efi(true) }] }
    const secure = valueOf(await readBack(await imageOf(size, signed)))
    expect(secure.bootable).toEqual({ uefi: true, bios: false, secureBoot: true })
  })

  it('holds the secret in its key.json alone', async () => {
    const image = await imageOf(16, loaders)
    const at = image.indexOf(key.secret)
    expect(at).toBeGreaterThan(0)
    expect(image.indexOf(key.secret, at + 1)).toBe(-1)
    expect(image.indexOf(secretBytes(key))).toBe(-1)
  })

  it('is refused, and not cut, when the loaders do not fit', async () => {
    const gap = Buffer.alloc(1024 * 1024, 1)
    await expect(imageOf(16, { ...loaders, bios: { mbr: gap, gap } })).rejects.toThrow(/does not fit/)
    const files = [{ path: 'boot/large', content: Buffer.alloc(20 * 1024 * 1024) }]
    await expect(imageOf(16, { ...loaders, files })).rejects.toThrow(/does not fit/)
  })

  it.skipIf(missing.length > 0).each(sizes)(
    'of %i MiB is in order for fsck.vfat, mdir, mtype, blkid and fdisk',
    async size => {
      const [whole, volume] = [join(dir, `${size}.img`), join(dir, `${size}.fat`)]
      const image = await imageOf(size, loaders)
      await writeFile(whole, image)
      await writeFile(volume, image.subarray(partitionOffset))
      expect(run('fsck.vfat', '-n', '-v', volume)).toMatchObject({
        status: 0,
        stdout: expect.stringContaining('2048 hidden'),
      })
      const listed = run('mdir', '-/', '-b', '-i', `${whole}@@1M`, '::')
      expect(listed.stdout.trim().split('\n').toSorted()).toEqual(
        [
          '::/EFI/',
          '::/EFI/BOOT/',
          '::/EFI/BOOT/BOOTAA64.EFI',
          '::/EFI/BOOT/BOOTX64.EFI',
          '::/README.TXT',
          '::/autoexec.ipxe',
          '::/boot/',
          '::/boot/a longer name than eight and three.text',
          '::/boot/ipxe.lkrn',
          '::/enlist/',
          '::/enlist/key.json',
        ].toSorted(),
      )
      expect(run('mdir', '-i', `${whole}@@1M`, '::').stdout).toMatch(/is ENLISTKEY[^]*2026-01-05 +8:00/)
      expect(JSON.parse(run('mtype', '-i', `${whole}@@1M`, '::enlist/key.json').stdout)).toEqual(key)
      const label = run('blkid', '-p', '-o', 'export', volume).stdout
      expect(label).toContain('LABEL=ENLISTKEY\n')
      expect(label).toContain('LABEL_FATBOOT=ENLISTKEY\n')
      expect(label).toContain(`VERSION=FAT${size === 16 ? 16 : 32}\n`)
      expect(run('fdisk', '-l', whole).stdout).toMatch(
        new RegExp(
          `Disklabel type: dos[^]*img1 +\\* +2048 +${size * 2048 - 1} +${(size - 1) * 2048} +${size - 1}M +c `,
        ),
      )
    },
  )
})

describe('the script that firmware runs', () => {
  const script = bootScript(key, 7480)
  it('carries the token that the server expects, and not the secret', () => {
    expect(script).toContain(`token=${seenToken(secretBytes(key), key.kid)}&`)
    expect(script).not.toContain(key.secret)
  })
  it('never runs what it fetched, only asks by GET, and ends with a failure so that the next boot device follows', () => {
    expect(script).not.toMatch(/(^|&& |\|\| )(chain|boot|imgexec|kernel|initrd|params?|shell)\b/m)
    expect(script.trimEnd().endsWith('\nexit 1')).toBe(true)
    expect(script.match(/^imgfetch .*$/gm)?.every(line => line.includes('--timeout'))).toBe(true)
  })
  it('asks at two places at most, by plain HTTP', () => {
    expect(script.match(/http:\/\/\S+/g)).toEqual(['http://192.0.2.7:7480/v1/seen', 'http://198.51.100.7:7480/v1/seen'])
    const four = { ...key, checkIn: { ...key.checkIn, urls: ['a', 'b', 'b', 'c'].map(host => `https://${host}:1`) } }
    expect(bootScript(four, 80).match(/http:\/\/\S+/g)).toHaveLength(2)
  })
})
