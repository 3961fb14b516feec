import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { cordPath, lensAround, strip, stripPlan, trayPlan } from '#renderer/rack/geometry.ts'

const outlets = (count: number, banks: number | null) =>
  Array.from({ length: count }, (_, i) => ({
    id: String(i + 1),
    bank: banks === null ? null : Math.floor((i * banks) / count) + 1,
  }))

const bottom = strip.top + strip.height

describe('a strip', () => {
  it('of 24 outlets in two banks stands as drawn: pitch 26.4, bank gap 33', () => {
    const plan = stripPlan(outlets(24, 2), null)
    const y = (i: number): number => Number(plan.rows[i]?.y.toFixed(1))
    expect([y(0), y(11), y(12), y(23)]).toEqual([106, 396.4, 455.8, 746.2])
    expect(plan.banks.map(bank => bank.lineY && Number(bank.lineY.toFixed(1)))).toEqual([null, 426.6])
    expect(plan.dense).toBe(false)
  })

  it('of 48 is dense, and opens seven rows round the outlet in hand', () => {
    const closed = stripPlan(outlets(48, 3), null)
    expect(closed.rows.every(row => row.size === 'dense')).toBe(true)
    const open = stripPlan(outlets(48, 3), '26')
    const inside = open.rows.filter(row => row.inLens)
    expect(inside.map(row => row.id)).toEqual(['23', '24', '25', '26', '27', '28', '29'])
    expect(Number(open.rows[0]?.height.toFixed(1))).toBe(12.4)
    expect(inside.every(row => row.height === 26.4)).toBe(true)
  })

  it('of any size keeps every row inside the PDU, in order, none over another', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 54 }),
        fc.integer({ min: 1, max: 4 }),
        fc.nat(60),
        (count, banks, around) => {
          const { rows } = stripPlan(outlets(count, banks), String(around))
          expect(rows.map(row => row.id)).toEqual(outlets(count, banks).map(one => one.id))
          rows.forEach((row, i) => {
            expect(row.y - row.height / 2).toBeGreaterThan(strip.top)
            expect(row.y + row.height / 2).toBeLessThan(bottom + 1)
            const before = rows[i - 1]
            if (before) expect(row.y - before.y + 0.001).toBeGreaterThanOrEqual((row.height + before.height) / 2)
          })
        },
      ),
    )
  })

  it('keeps the lens inside', () => {
    expect(lensAround(48, 0)).toEqual({ from: 0, to: 7 })
    expect(lensAround(48, 47)).toEqual({ from: 41, to: 48 })
    expect(lensAround(4, 2)).toEqual({ from: 0, to: 4 })
  })
})

describe('the tray of machines', () => {
  it('has room for as many as are expected in a rack, and never writes over another', () => {
    for (const expected of [1, 12, 20, 24, 40, 43]) {
      const { capacity, at } = trayPlan(expected)
      expect(capacity).toBeGreaterThanOrEqual(Math.min(expected, 43))
      for (let i = 1; i < capacity; i++) expect(at(i).y).toBeGreaterThan(at(i - 1).y + at(i - 1).height)
      const last = at(capacity - 1)
      expect(last.y + last.height).toBeLessThan(790)
    }
  })
})

it('draws cords level at both ends', () => {
  expect(cordPath('left', 100, 200)).toBe('M131 100C167 100 167 200 205 200')
  expect(cordPath('right', 100, 200)).toBe('M581 100C545 100 545 200 507 200')
})
