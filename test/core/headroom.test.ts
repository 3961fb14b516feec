import { describe, expect, it } from 'vitest'
import { emptinessOf } from '#core/empty.ts'
import { againstTransfer, expectedWatts, isLoadKnown } from '#core/headroom.ts'
import type { SharedLoad } from '#core/rack.ts'
import { againstOff, againstOn } from '#core/safety.ts'
import { addPdu, at, by, maasRead, pduFacts, reading, readySite, type Told } from './model/site.ts'

const bank = (number: number, amps: number | null, more: Partial<SharedLoad> = {}): SharedLoad => ({
  kind: 'bank',
  unit: 1,
  section: null,
  number,
  amps,
  ratingAmps: 16,
  tripped: false,
  ...more,
})

/** PDUs A and B with two banks each: outlets 1 and 2 on bank 1 and phase L1, 3 and 4 on bank 2 and phases L2-L3. */
const banked = (a: readonly SharedLoad[], b: readonly SharedLoad[] = []): Told => {
  const told = readySite()
  for (const [id, loads] of [
    ['PDU-A', a],
    ['PDU-B', b],
  ] as const) {
    const facts = pduFacts(id)
    const outlets = facts.outlets.map(one => ({
      ...one,
      bank: one.number < 3 ? 1 : 2,
      phase: one.number < 3 ? 'L1' : 'L2-L3',
    }))
    const readings = ['1', '2', '3', '4'].map(n =>
      n === '3' ? { ...reading(n, 'on', 690), amps: 3 } : reading(n, 'off', 0),
    )
    const add = { ...addPdu(id), facts: { ...facts, outlets }, readings, loads: [...loads] }
    told.must(add as ReturnType<typeof addPdu>)
  }
  told.must({ kind: 'confirmPresence', by })
  told.must(maasRead(told.now))
  return told
}
const says = (reasons: readonly { code: string; say: string }[], code: string): string[] =>
  reasons.filter(reason => reason.code === code).map(reason => reason.say)

describe('an outlet goes on', () => {
  it('while its bank has room', () =>
    expect(againstOn(banked([bank(1, 12)]).state, at('A', 1), 0)).not.toContainEqual(
      expect.objectContaining({ code: 'breaker' }),
    ))

  it.each([
    [
      'a bank over 80 %',
      [bank(1, 12.9)],
      'With A-1 on, bank 1 of PDU pdu-a would carry 12.9 A of 16.0 A, more than 80 %.',
    ],
    [
      'its phase over 80 %',
      [{ ...bank(1, 13), kind: 'phase' as const }],
      'With A-1 on, phase 1 of PDU pdu-a would carry 13.0 A of 16.0 A, more than 80 %.',
    ],
    [
      'the inlet over 80 %',
      [{ ...bank(1, 25.7, { ratingAmps: 32 }), kind: 'inlet' as const }],
      'With A-1 on, the inlet of PDU pdu-a would carry 25.7 A of 32.0 A, more than 80 %.',
    ],
    [
      'an open breaker',
      [bank(1, 0, { tripped: true })],
      'The breaker of bank 1 of PDU pdu-a is open. See why before A-1 goes on.',
    ],
  ])('not behind %s, with the figures', (_what, loads, say) => {
    const told = banked(loads)
    expect(says(againstOn(told.state, at('A', 1), told.now), 'breaker')).toEqual([say])
  })

  it('whatever the other bank, another phase or a bank without a rating carries', () => {
    for (const load of [
      bank(2, 15.9),
      { ...bank(2, 15.9), kind: 'phase' as const },
      bank(1, 40, { ratingAmps: null }),
    ]) {
      const told = banked([load])
      expect(says(againstOn(told.state, at('A', 1), told.now), 'breaker')).toEqual([])
    }
  })

  it('with the load that it had before, at the volts its meters tell', () => {
    const told = banked([bank(2, 10)])
    expect(expectedWatts(told.state, at('A', 3))).toBe(690)
    expect(expectedWatts(told.state, at('A', 1))).toBeNull()
    // 690 W at 230 W to the amp are 3 A.
    const reasons = says(againstOn(told.state, at('A', 3), told.now), 'breaker')
    expect(reasons.join()).toContain('13.0 A of 16.0 A')
  })

  it('after a longer gap where nobody knows what comes', () => {
    expect(isLoadKnown(banked([bank(2, 1)]).state, at('A', 3))).toBe(true)
    expect(isLoadKnown(banked([bank(1, 1)]).state, at('A', 1))).toBe(false)
    expect(isLoadKnown(banked([bank(2, null)]).state, at('A', 3))).toBe(false)
  })
})

describe('a feed goes', () => {
  it('only when what remains can carry its load', () => {
    const told = banked([], [bank(2, 10)])
    const [say] = againstTransfer(told.state, [at('A', 3)])
    expect(say).toBe(
      'If what it feeds lives on at the other feed, bank 2 of PDU pdu-b would carry 13.0 A of 16.0 A, more than 80 %.',
    )
    expect(againstTransfer(banked([], [bank(2, 9)]).state, [at('A', 3)])).toEqual([])
    expect(says(againstOff(told.state, at('A', 3), told.now), 'transfer')).toEqual([say])
  })
})

describe('an outlet is empty', () => {
  it.each([
    ['empty', [0, 0, 0], 1],
    ['empty', [2, 1, 0], 1],
    ['empty', [4, 0, 0], 4],
    ['loaded', [0, 3, 0], 1],
    ['loaded', [3], 1],
    ['unknown', [0, 0], 1],
    ['unknown', [0, 0, 0], 6],
    ['unknown', [0, 0, 0], null],
  ] as const)('%s: %j W with a step of %s W', (expected, watts, step) =>
    expect(emptinessOf(watts, step)).toBe(expected),
  )
})
