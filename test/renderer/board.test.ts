import { describe, expect, it } from 'vitest'
import type { SharedLoad } from '#core/rack.ts'
import { boardOf, seek, stepOn } from '#renderer/pdu/board-plan.ts'
import { carried } from '#renderer/pdu/loads.ts'
import { factsOf } from './fixtures/play.ts'

const board = (outlets: number, banks: number, units = 1) =>
  boardOf(factsOf({ id: 'Z1', feed: 'A', outlets, banks, units }).outlets)
const shape = (outlets: number, banks: number, units = 1) =>
  board(outlets, banks, units).map(({ columns }) => columns.map(column => column.outlets.length))

describe('the board of a PDU', () => {
  it('has a column for each bank, and a row of columns for each unit of a chain', () => {
    expect(shape(24, 2)).toEqual([[12, 12]])
    expect(shape(12, 3, 2)).toEqual([
      [4, 4, 4],
      [4, 4, 4],
    ])
  })

  it('keeps banks apart that begin afresh in each section', () => {
    const { outlets } = factsOf({ id: 'Z1', feed: 'A', outlets: 12, banks: 2 })
    const [unit] = boardOf(outlets.map((one, i) => ({ ...one, section: (i % 2) + 1 })))
    expect(unit?.columns.map(({ section, bank, outlets: own }) => [section, bank, own.length])).toEqual([
      [1, 1, 3],
      [1, 2, 3],
      [2, 1, 3],
      [2, 2, 3],
    ])
  })

  it('splits what is too long into columns of one height', () => {
    expect(shape(24, 0)).toEqual([[12, 12]])
    expect(shape(48, 1)).toEqual([[16, 16, 16]])
    expect(board(48, 1)[0]?.columns.map(({ first }) => first)).toEqual([true, false, false])
  })

  it('puts the outlets in the order of unit, bank and number, whatever the order of the MIB', () => {
    const { outlets } = factsOf({ id: 'Z1', feed: 'A', outlets: 12, banks: 2, units: 2 })
    expect(boardOf([...outlets].reverse())).toEqual(boardOf(outlets))
  })
})

describe('walking', () => {
  const walk = (from: string, ...keys: Parameters<typeof stepOn>[2][]): string =>
    keys.reduce((at, key) => stepOn(board(24, 2), at, key), from)

  it('goes down through the banks and stays at the ends', () => {
    expect(walk('12', 'ArrowDown')).toBe('13')
    expect(walk('1', 'ArrowUp')).toBe('1')
    expect(walk('24', 'ArrowDown')).toBe('24')
  })

  it('goes across at one height, and bank by bank', () => {
    expect(walk('5', 'ArrowRight')).toBe('17')
    expect(walk('5', 'ArrowRight', 'ArrowLeft')).toBe('5')
    expect(walk('5', 'ArrowLeft')).toBe('5')
    expect(walk('5', 'PageDown')).toBe('13')
    expect(walk('17', 'PageUp', 'PageUp')).toBe('1')
    expect(walk('5', 'End', 'Home')).toBe('1')
  })

  it('never leaves the PDU', () => {
    expect(stepOn(board(8, 1), '8', 'PageDown')).toBe('8')
  })
})

describe('a typed number', () => {
  const ids = Array.from({ length: 24 }, (_, i) => String(i + 1))
  const typing = (all: readonly string[], digits: string): (string | null)[] => {
    let typed = ''
    return [...digits].map(digit => {
      const sought = seek(all, typed, digit)
      typed = sought.typed
      return sought.found
    })
  }

  it('leads on to the longer one, and begins anew where none is so long', () => {
    expect(typing(ids, '17')).toEqual(['1', '17'])
    expect(typing(ids, '27')).toEqual(['2', '7'])
    expect(typing(ids, '0')).toEqual([null])
  })

  it('names unit and outlet in a chain', () => {
    expect(typing(['1.1', '1.2', '2.1', '2.12'], '2.12')).toEqual([null, null, '2.1', '2.12'])
  })
})

describe('what a bank carries', () => {
  const bank = {
    kind: 'bank',
    unit: 1,
    section: null,
    number: 2,
    amps: 4,
    ratingAmps: 16,
    tripped: false,
  } satisfies SharedLoad
  const says = (change: Partial<SharedLoad>, fullAt = 0.8) => carried({ ...bank, ...change }, fullAt)

  it('is said in figures, and never more than is known', () => {
    expect(says({})).toMatchObject({ what: 'Bank 2', says: '4.0 of 16 A, 25 %', part: 0.25, over: false })
    expect(says({ ratingAmps: null })).toMatchObject({ says: '4.0 A, rating not told', part: null })
    expect(says({ amps: null })).toMatchObject({ says: 'not metered, rated 16 A', part: null })
  })

  it('says in words that it is too much, by the number of the site, or that its breaker is open', () => {
    expect(says({ amps: 12.8 })).toMatchObject({ over: false })
    expect(says({ amps: 12.9 })).toMatchObject({ over: true, says: '12.9 of 16 A, 81 %, more than 80 %' })
    expect(says({ amps: 9 }, 0.5)).toMatchObject({ over: true, says: '9.0 of 16 A, 56 %, more than 50 %' })
    expect(says({ tripped: true }).says).toMatch(/^breaker open, /)
    expect(says({ section: 3 }).what).toBe('Bank 2 of section 3')
  })
})
