// Drives that must not be written, and drives that fail: the writer judges, opens and writes in this process.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeEach, describe, expect, it } from 'vitest'
import { imageOf } from '../keys/imaged.ts'
import type { Faults } from './faulty-device.ts'
import { groundKind, makeGround, tool, type Ground } from './ground.ts'
import { content, contentOf, isKey, writeHere } from './ordered.ts'

let ground: Ground
beforeEach(() => void (ground = makeGround()))
afterEach(() => ground.remove())

const mebibyte = 1 << 20
/** Within the first file of the image. */
const inBody = mebibyte + 200_000

describe(`a drive is refused (${groundKind})`, () => {
  it('when it is too small for the image, or read-only', async () => {
    const small = ground.stick({ sizeBytes: 36 * mebibyte })
    const large = contentOf(await imageOf(64))
    expect(await writeHere(ground, small, { content: large })).toMatchObject({ refusal: { refused: 'tooSmall' } })
    const locked = ground.stick({ readOnly: true })
    expect(await writeHere(ground, locked)).toMatchObject({ refusal: { refused: 'readOnly' } })
    for (const stick of [small, locked]) expect(stick.isUntouched()).toBe(true)
  })

  it('when another one took its place since it was chosen, or between the judgement and the opening', async () => {
    const stick = ground.stick()
    expect(await writeHere(ground, stick, { swapped: true })).toMatchObject({ refusal: { refused: 'changed' } })
    expect(stick.isUntouched()).toBe(true)
  })

  it.skipIf(groundKind === 'file')('when what was opened is another device than the one that was judged', async () => {
    const [chosen, other] = [ground.stick(), ground.stick()]
    const folder = join(ground.computer.roots.sys, 'block', chosen.name)
    const { devno } = await other.drive()
    writeFileSync(join(folder, 'dev'), devno)
    expect(await writeHere(ground, chosen)).toMatchObject({ refusal: { refused: 'changed' } })
    expect(chosen.isUntouched()).toBe(true)
  })
})

describe.skipIf(groundKind === 'file')('a mounted drive', () => {
  const dir = mkdtempSync(join(tmpdir(), 'racklight-mount-'))
  const point = join(dir, 'point')
  mkdirSync(point)
  afterAll(() => rmSync(dir, { recursive: true, force: true }))
  afterEach(() => void tool('umount', point))
  const mounted = (of: Ground) => {
    const stick = of.stick()
    tool('mkfs.ext4', '-q', '-F', `/dev/${stick.name}`)
    const mount = tool('mount', `/dev/${stick.name}`, point)
    expect(mount.stderr).toBe('')
    return stick
  }

  it('is refused with the place where it is mounted', async () => {
    const real = makeGround('/proc')
    try {
      const result = await writeHere(real, mounted(real))
      expect(result).toMatchObject({
        refusal: { refused: 'mountedElsewhere', reasons: [expect.stringContaining(point)] },
      })
      tool('umount', point)
    } finally {
      real.remove()
    }
  })
  it('is not opened either, when nobody has told of the mount', async () => {
    expect(await writeHere(ground, mounted(ground))).toMatchObject({ fault: { kind: 'busy' } })
  })
})

describe(`a drive that fails (${groundKind}) is no key`, () => {
  const rows: [string, Faults, string, RegExp][] = [
    ['when it answers with an error', { kind: 'writeError', at: inBody, code: 'EIO' }, 'io', /answered with an error/],
    ['when it is full before its end', { kind: 'writeError', at: inBody, code: 'ENOSPC' }, 'io', /too small/],
    ['when it is pulled while written', { kind: 'writeError', at: inBody, code: 'ENODEV' }, 'gone', /removed/],
    ['when it is pulled while read back', { kind: 'readError', at: inBody, code: 'ENODEV' }, 'gone', /removed/],
    ['when it forgets what was written', { kind: 'dropsWrites', at: inBody }, 'io', /read back differs/],
    ['when it forgets its first sectors', { kind: 'dropsWrites', at: 512 }, 'io', /read back differs/],
    ['when it turns a bit', { kind: 'corrupts', at: mebibyte + 4_000 }, 'io', /read back differs/],
    ['when it turns a bit of its first sector', { kind: 'corrupts', at: 450 }, 'io', /read back differs/],
    ['when it takes less than it was given', { kind: 'writesLess', at: inBody }, 'io', /answered with an error/],
  ]
  it.each(rows)('%s', async (_story, faults, kind, words) => {
    const stick = ground.stick()
    expect(await writeHere(ground, stick, { faults })).toMatchObject({
      ok: false,
      fault: { kind, detail: expect.stringMatching(words) },
    })
    expect(await isKey(stick.content())).toBe(false)
  })

  it('when the image came damaged to the process', async () => {
    const stick = ground.stick()
    const result = await writeHere(ground, stick, { content: { ...content, piecesSha256: '0'.repeat(64) } })
    expect(result).toMatchObject({ fault: { kind: 'malformed' } })
    expect(await isKey(stick.content())).toBe(false)
  })
})

describe(`a drive that is cancelled in its last moments (${groundKind}) is no key`, () => {
  it.each(['verifying', 'sealing'] as const)('while %s', async phase => {
    const stick = ground.stick()
    const cancel = new AbortController()
    const onPhase = (now: string): void => void (now === phase && cancel.abort())
    const result = await writeHere(ground, stick, { cancel: cancel.signal, onPhase })
    expect(result).toMatchObject({ ok: false, fault: { kind: 'cancelled' } })
    expect(await isKey(stick.content())).toBe(false)
  })
})
