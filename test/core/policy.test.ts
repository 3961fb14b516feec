import { describe, expect, it } from 'vitest'
import { defaultNumbers, Numbers } from '#core/numbers.ts'
import { limitsOf, looserThan, strictest, tighten, type Policy } from '#core/policy.ts'
import { againstSwitch } from '#core/safety.ts'
import { at, by, openRunSite, readySite, startRun, type Told } from './model/site.ts'

const files = ['/etc/racklight/policy.json']
const fault = { kind: 'malformed', where: '/etc/racklight/policy.json', detail: 'it is not JSON' } as const
const under = (limits: Policy): Told => {
  const told = readySite()
  told.must({ kind: 'policyRead', limits, files })
  return told
}

describe('a limit', () => {
  it.each<[keyof Numbers, number, number, number]>([
    ['silenceBeats', 4, 5, 3],
    ['silenceMinMs', 5_000, 6_000, 4_000],
    ['drainMs', 20_000, 21_000, 19_000],
    ['unseenMs', 40_000, 41_000, 39_000],
    ['canaryMs', 15_000, 16_000, 14_000],
    ['offGapMs', 1_000, 2_000, 500],
    ['onGapMs', 5_000, 6_000, 4_000],
    ['inFlightMs', 500, 400, 600],
    ['bootToleranceMs', 1_000, 900, 1_100],
    ['giveUpMs', 600_000, 599_000, 900_000],
    ['presenceMs', 600_000, 599_000, 900_000],
    ['attempts', 2, 1, 3],
  ])('of %s at %d: %d is stricter and stands, %d is looser and does not', (name, limit, stricter, looser) => {
    const policy = { [name]: limit }
    for (const value of [limit, stricter]) {
      const numbers = { ...defaultNumbers, [name]: value }
      expect(looserThan(policy, numbers)).toEqual([])
      expect(tighten(numbers, policy)).toEqual(numbers)
    }
    const numbers = { ...defaultNumbers, [name]: looser }
    expect(looserThan(policy, numbers)).toHaveLength(1)
    expect(tighten(numbers, policy)).toEqual({ ...numbers, [name]: limit })
  })

  it('is said with both figures', () => {
    expect(looserThan({ presenceMs: 600_000, offGapMs: 1_000 }, { presenceMs: 1_800_000, offGapMs: 500 })).toEqual([
      '0.5 s for the gap between two outlets going off, but the site policy asks for at least 1 s.',
      '30 min for presence at the rack, but the site policy asks for at most 10 min.',
    ])
    expect(limitsOf({ attempts: 1, keyLifeMs: 14_400_000 })).toEqual([
      'tries of an outlet at most 1',
      'the life of a key at most 4 h',
    ])
  })

  it('of several policies is the strictest', () => {
    const one = { presenceMs: 600_000, drainMs: 10_000 }
    const other = { presenceMs: 900_000, drainMs: 20_000, attempts: 1 }
    expect(strictest([one, other])).toEqual({ presenceMs: 600_000, drainMs: 20_000, attempts: 1 })
    expect(strictest([])).toEqual({})
  })
})

describe('under a policy', () => {
  it('a run with looser numbers does not start, and one within it does', () => {
    const told = under({ presenceMs: 600_000, drainMs: 20_000 })
    expect(told.refused(startRun({ offline: true })).reasons).toEqual([
      expect.stringContaining('at least 20 s'),
      expect.stringContaining('at most 10 min'),
    ])
    const numbers = tighten(Numbers.parse({}), told.state.policy.limits)
    expect(told.must(startRun({ offline: true, numbers })).map(event => event.kind)).toContain('runStarted')
  })

  it('that came after the stop, a run with looser numbers is not resumed, but put back', () => {
    const told = openRunSite()
    told.must({ kind: 'makeSafe', by })
    told.must({ kind: 'policyRead', limits: { attempts: 1 }, files })
    expect(told.refused({ kind: 'resumeRun', present: true, by }).reasons).toEqual([
      expect.stringMatching(/at most 1\.$/),
    ])
    expect(told.must({ kind: 'restoreRun', present: true, by })).not.toEqual([])
  })

  it('presence for a switch by hand runs out earlier', () => {
    const told = under({ presenceMs: 60_000 })
    told.must({ kind: 'confirmPresence', by })
    const why = (): string[] => againstSwitch(told.state, at('A', 1), 'on', told.now).map(reason => reason.code)
    expect(why()).not.toContain('nobodyPresent')
    told.after(60_001)
    expect(why()).toContain('nobodyPresent')
  })

  it('a key lives no longer than it allows, and is not issued for longer', () => {
    const told = under({ keyLifeMs: 3_600_000 })
    expect(told.refused({ kind: 'issueKey', kid: 'K1', lifeMs: 7_200_000, by }).reasons).toEqual([
      '2 h for the life of a key, but the site policy asks for at most 60 min.',
    ])
    expect(told.must({ kind: 'issueKey', kid: 'K1', by })).toMatchObject([{ expiresAt: told.now + 3_600_000 }])
  })
})

describe('a policy that cannot be read', () => {
  const told = readySite()
  told.must({ kind: 'confirmPresence', by })
  told.must({ kind: 'policyLost', fault })

  it('lets nothing be switched and no run begin', () => {
    for (const to of ['on', 'off'] as const)
      expect(againstSwitch(told.state, at('A', 1), to, told.now).map(reason => reason.code)).toContain(
        'policyUnreadable',
      )
    expect(told.refused(startRun({ offline: true })).reasons).toEqual([
      expect.stringMatching(/policy.json: it is not JSON/),
    ])
  })

  it('is news once, and so is its mend', () => {
    expect(told.must({ kind: 'policyLost', fault })).toEqual([])
    expect(told.must({ kind: 'policyRead', limits: {}, files: [] })).toHaveLength(1)
    expect(told.must({ kind: 'policyRead', limits: {}, files: [] })).toEqual([])
    expect(againstSwitch(told.state, at('A', 1), 'on', told.now)).toEqual([])
  })

  it('does not keep an outlet dark that goes on again because a canary was lost', () => {
    const cut = openRunSite()
    cut.hold(1)
    cut.cut()
    cut.must({ kind: 'canaryLost', canary: 'laptop', detail: 'on battery' })
    cut.must({ kind: 'policyLost', fault })
    expect(cut.state.rescue).toEqual([at('A', 1)])
    expect(againstSwitch(cut.state, at('A', 1), 'on', cut.now)).toEqual([])
  })
})
