import { describe, expect, it } from 'vitest'
import { dryRun, type RunWish } from '#core/dry-run.ts'
import { Numbers } from '#core/numbers.ts'
import type { State } from '#core/state.ts'
import { practiceNumbers } from '#main/site/practice.ts'
import { allOutlets, at, openRunSite, readySite, start } from './model/site.ts'

const lane = (name: string) => ({ name, kid: `K${name}` })
const wish = (change: Partial<RunWish> = {}): RunWish => ({
  scope: allOutlets,
  lanes: [lane('1')],
  confirm: 'cut',
  unlock: [],
  offline: true,
  ...change,
})
// Seven of the eight outlets are free: A-3 was found on.
const minutes = (state: State, change: Partial<RunWish> = {}, numbers = Numbers.parse({})): number =>
  dryRun(state, wish(change), numbers, start + 20_000).price.minutes

describe('the price of a run', () => {
  const { state } = readySite()

  it('is seven boots of five minutes and seven cuts, where nobody has timed a server', () => {
    // 300 s, three switches of 3 s, two silences of 15 s, 8 s for the key: 347 s an outlet.
    expect(minutes(state)).toBe(41)
  })

  it('is less without the cut, and shared by the lanes', () => {
    expect(minutes(state, { confirm: 'none' })).toBe(37)
    expect(minutes(state, { lanes: [lane('1'), lane('2')] })).toBe(24)
  })

  it('keeps the pace of the practice rack', () => {
    expect(minutes(state, {}, Numbers.parse(practiceNumbers(60)))).toBe(3)
  })

  it('goes by what servers of this rack took once one has been bound', () => {
    const told = openRunSite({ scope: [at('A', 1)] })
    told.hold(1)
    told.cut()
    told.silence()
    // It proved itself a minute after its outlet went on; six outlets are left.
    expect(minutes(told.state)).toBe(11)
  })
})
