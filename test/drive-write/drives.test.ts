// Drives written by processes of their own, as in the product; the sticks are loop devices or files.
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { WriteGauge } from '#core/write-gauge.ts'
import type { Faults } from './faulty-device.ts'
import { groundKind, makeGround, type Ground } from './ground.ts'
import { content, contentOf, image, isKey, writeOn } from './ordered.ts'
import { imageOf, readBack } from '../keys/imaged.ts'

let ground: Ground
beforeEach(() => void (ground = makeGround()))
afterEach(() => ground.remove())

const mebibyte = 1 << 20
/** Within the first file of the image. */
const inBody = mebibyte + 200_000

describe(`a drive (${groundKind})`, () => {
  it('is written, read back and becomes a key; what nobody uses stays as it was', async () => {
    const stick = ground.stick()
    const gauges: WriteGauge[] = []
    const result = await writeOn(ground, stick, { onGauge: gauge => gauges.push(gauge) })
    expect(result).toMatchObject({ ok: true, value: { bytes: 16 * mebibyte, verified: true, sha256: content.sha256 } })
    const found = stick.content()
    for (const { at, bytes } of content.pieces) expect(found.subarray(at, at + bytes.length).equals(bytes)).toBe(true)
    expect(await isKey(found)).toBe(true)
    // Free clusters are not worth the time, but an old partition table's second copy at the end is.
    expect(found[15 * mebibyte]).toBe(0xee)
    expect(found.subarray(-mebibyte).equals(Buffer.alloc(mebibyte))).toBe(true)
    expect(gauges.at(-1)).toMatchObject({ phase: 'sealing', stalled: false })
    expect(gauges.at(-1)?.doneBytes).toBe(gauges.at(-1)?.totalBytes)
    expect(gauges.map(gauge => gauge.doneBytes)).toEqual(gauges.map(gauge => gauge.doneBytes).toSorted((a, b) => a - b))
  })

  it('of exactly the size of its image keeps its end', async () => {
    const large = await imageOf(64)
    const stick = ground.stick({ sizeBytes: 64 * mebibyte })
    const written = await writeOn(ground, stick, { content: contentOf(large) })
    expect(written).toMatchObject({ ok: true })
    expect(await readBack(stick.content())).toMatchObject({ ok: true })
  })

  it('may be one of four, and the failure of one touches no other', async () => {
    const sticks = [0, 1, 2, 3].map(() => ground.stick())
    const fails: Faults = { kind: 'writeError', at: inBody, code: 'EIO' }
    const results = await Promise.all(
      sticks.map((stick, at) => writeOn(ground, stick, at === 2 ? { faults: fails } : {})),
    )
    expect(results.map(result => result.ok)).toEqual([true, true, false, true])
    expect(await Promise.all(sticks.map(stick => isKey(stick.content())))).toEqual([true, true, false, true])
  })
})

it(`a drive is no key when the process that wrote it dies (${groundKind})`, async () => {
  const stick = ground.stick()
  const result = await writeOn(ground, stick, { faults: { kind: 'dies', at: inBody } })
  expect(result).toMatchObject({ fault: { kind: 'io', detail: expect.stringMatching(/has ended \(SIGKILL\)/) } })
  expect(await isKey(stick.content())).toBe(false)
})

describe(`a cancelled drive (${groundKind}) is no key`, () => {
  it.each<[string, Faults]>([
    ['while it works', { kind: 'slow', ms: 40 }],
    ['while it hangs', { kind: 'hangs', at: inBody }],
  ])('%s', async (_story, faults) => {
    const stick = ground.stick()
    // An old key lies there: it must not remain one either.
    expect(await writeOn(ground, stick)).toMatchObject({ ok: true })
    const cancel = new AbortController()
    const result = await writeOn(ground, stick, {
      faults,
      cancel: cancel.signal,
      onGauge: gauge => gauge.doneBytes > 0 && cancel.abort(),
    })
    expect(result).toMatchObject({ ok: false, fault: { kind: 'cancelled' } })
    expect(await isKey(stick.content())).toBe(false)
  })
  it('before its process has begun, and nothing of it was touched', async () => {
    const stick = ground.stick()
    const result = await writeOn(ground, stick, { cancel: AbortSignal.abort() })
    expect(result).toMatchObject({ ok: false, fault: { kind: 'cancelled' } })
    expect(stick.isUntouched()).toBe(true)
  })
})

it('the image is a key before it is written, so that the rest proves something', async () => {
  expect(await isKey(image)).toBe(true)
})
