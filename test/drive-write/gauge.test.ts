import { expect, it } from 'vitest'
import { bodyAreas, tailArea } from '#main/drive-write/areas.ts'
import { makeGauge } from '#main/drive-write/gauge.ts'

const mebibyte = 1 << 20

it('a gauge tells rate and time left of the last seconds, and when nothing moves', () => {
  const gauge = makeGauge(0)
  expect(gauge.at(0)).toMatchObject({ phase: 'starting', bytesPerSecond: null, leftMs: null, stalled: false })
  gauge.moved('writing', 2_000_000, 10_000_000, 1_000)
  expect(gauge.at(1_000)).toMatchObject({ bytesPerSecond: 2_000_000, leftMs: 4_000 })
  gauge.moved('writing', 3_000_000, 10_000_000, 4_000)
  gauge.moved('writing', 4_000_000, 10_000_000, 7_000)
  expect(gauge.at(7_000)).toMatchObject({ doneBytes: 4_000_000, bytesPerSecond: 333_333, leftMs: 18_000 })
  expect(gauge.at(16_999)).toMatchObject({ stalled: false })
  expect(gauge.at(17_000)).toMatchObject({ stalled: true, leftMs: null })
  gauge.moved('verifying', 5_000_000, 10_000_000, 18_000)
  expect(gauge.at(18_000)).toMatchObject({ phase: 'verifying', stalled: false })
})

it('what is written is sorted, whole sectors, joined, and without the first 64 KiB', () => {
  const used = [
    { at: 2 * mebibyte, bytes: 700 },
    { at: 0, bytes: 65_536 + 100 },
    { at: 2 * mebibyte + 1024, bytes: 512 },
    { at: 3 * mebibyte - 100, bytes: 400 },
  ]
  expect(bodyAreas(used, 3 * mebibyte, 512)).toEqual([
    { at: 65_536, bytes: 512 },
    { at: 2 * mebibyte, bytes: 1536 },
    { at: 3 * mebibyte - 512, bytes: 512 },
  ])
})

it('the end of the drive is emptied, but never a part of the image', () => {
  expect(tailArea(16 * mebibyte, 64 * mebibyte)).toEqual({ at: 63 * mebibyte, bytes: mebibyte })
  expect(tailArea(16 * mebibyte, 16 * mebibyte + 512)).toEqual({ at: 16 * mebibyte, bytes: 512 })
  expect(tailArea(16 * mebibyte, 16 * mebibyte)).toEqual({ at: 16 * mebibyte, bytes: 0 })
})
