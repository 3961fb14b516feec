import { describe, expect, it } from 'vitest'
import type { Command } from '#core/command.ts'
import type { Input } from '#core/decide.ts'
import { plan } from '#core/plan.ts'
import { isRefusal } from '#core/refusal.ts'
import { againstOff, wantsTimedCut } from '#core/safety.ts'
import { addPdu, at, by, maasRead, pduFacts, reading, readySite, startRun, type Told } from './model/site.ts'

const withFacts = (change: Partial<ReturnType<typeof pduFacts>>, on: readonly string[] = ['3']): Told => {
  const told = readySite()
  const readings = ['1', '2', '3', '4'].map(n => reading(n, on.includes(n) ? 'on' : 'off', on.includes(n) ? 40 : 0))
  told.must({ ...addPdu('PDU-A'), facts: { ...pduFacts('PDU-A'), ...change }, readings } as ReturnType<typeof addPdu>)
  told.must({ kind: 'confirmPresence', by })
  told.must(maasRead(told.now))
  return told
}

describe('a PDU declared dark', () => {
  const dark = (change: Partial<Extract<Command, { kind: 'declareDark' }>> = {}): Command =>
    ({
      kind: 'declareDark',
      pdu: 'PDU-A',
      typed: 'pdu-a',
      outlets: [{ outlet: '3', watts: 40 }],
      by,
      ...change,
    }) as const

  it('unlocks what is on, by the list that the person saw', () => {
    const told = withFacts({})
    expect(againstOff(told.state, at('A', 3), told.now)).toContainEqual(expect.objectContaining({ code: 'foundOn' }))
    const [declared] = told.must(dark())
    expect(declared).toMatchObject({ kind: 'pduDeclaredDark', totalWatts: 40 })
    expect(againstOff(told.state, at('A', 3), told.now)).toEqual([])
    told.after(81_000)
    told.must(maasRead(told.now))
    expect(againstOff(told.state, at('A', 3), told.now)).toContainEqual(expect.objectContaining({ code: 'foundOn' }))
  })

  it.each([
    ['its name is not typed', 'wrongName', { typed: 'pdu a' }],
    ['the list is another than shown', 'listChanged', { outlets: [] }],
    [
      'the list names an outlet that is off',
      'listChanged',
      {
        outlets: [
          { outlet: '1', watts: 0 },
          { outlet: '3', watts: 40 },
        ],
      },
    ],
    ['nobody knows it', 'unknownPdu', { pdu: 'PDU-X' }],
  ])('is refused when %s', (_why, refused, change) => {
    const told = withFacts({})
    expect(told.refused(dark(change))).toMatchObject({ refused })
  })

  it.each([
    ['a binding of MAAS', (told: Told) => told.must(maasRead(told.now + 1, [at('A', 1)]))],
    ['an allocation', (told: Told) => told.must({ kind: 'allocate', pdu: 'PDU-A', outlets: ['1'], to: 'nas', by })],
    ['a protection', (told: Told) => told.must({ kind: 'protect', pdu: 'PDU-A', outlets: ['1'], why: 'kvm', by })],
    ['a tag', (told: Told) => told.must({ kind: 'tagOut', pdu: 'PDU-A', outlets: ['1'], why: 'work', by })],
    ['a keep-on', (told: Told) => told.must({ kind: 'answerKeepOn', pdu: 'PDU-A', outlets: ['1'], by })],
    [
      'an appliance',
      (told: Told) =>
        told.must({ kind: 'attestAppliance', pdu: 'PDU-A', outlets: ['1'], name: 'sw', what: 'switch', by }),
    ],
  ])('is refused where %s names an outlet on it', (_what, mark) => {
    const told = withFacts({})
    told.after(10)
    mark(told)
    expect(told.refused(dark())).toMatchObject({ refused: 'named' })
  })
})

describe('a PDU whose commands nobody has seen at work', () => {
  const unproven = (): Told =>
    withFacts({ control: 'unproven', controlWhy: 'Its control column was only read in the MIB.' })
  const begin = (change: Partial<Extract<Command, { kind: 'beginTrial' }>> = {}): Command =>
    ({
      kind: 'beginTrial',
      pdu: 'PDU-A',
      outlet: '1',
      watts: [0, 0, 0],
      stepWatts: 1,
      looked: false,
      by,
      ...change,
    }) as const
  const hand = (to: 'on' | 'off', outlet = '1') =>
    ({ kind: 'switchOutlet', pdu: 'PDU-A', outlet, to, present: true, offline: false, by }) as const

  it('is switched by nobody, and no run begins on it', () => {
    const told = unproven()
    expect(told.refused(hand('on')).reasons.join()).toMatch(/Nobody has seen yet that PDU pdu-a does/)
    expect(told.refused(startRun()).reasons.join()).toMatch(/only read in the MIB.*pdu prove/)
  })

  it('opens one empty outlet to a person who watches, and is trusted once that went off and on', () => {
    const told = unproven()
    expect(told.refused({ kind: 'trustControl', pdu: 'PDU-A', by }).refused).toBe('noTrial')
    told.must(begin())
    expect(isRefusal(told.tell(hand('on', '2')))).toBe(true)
    for (const to of ['on', 'off'] as const) {
      expect(told.refused({ kind: 'trustControl', pdu: 'PDU-A', by }).refused).toBe('trialOpen')
      told.must(hand(to))
      told.switch(to, at('A', 1), null)
      told.after(11_000)
    }
    expect(told.must({ kind: 'trustControl', pdu: 'PDU-A', by })[0]).toMatchObject({
      kind: 'controlWatched',
      outlet: '1',
    })
    told.must(maasRead(told.now))
    expect(told.tell(startRun()) instanceof Array).toBe(true)
  })

  it.each([
    ['loaded', { watts: [0, 30, 0] }],
    ['emptyUnknown', { watts: [0, 0], stepWatts: 1 }],
    ['emptyUnknown', { watts: [], stepWatts: null }],
  ])('does not take a %s outlet for the trial', (refused, change) =>
    expect(unproven().refused(begin(change))).toMatchObject({ refused }),
  )

  it('takes the word of a person who has looked where there is no meter', () =>
    expect(unproven().must(begin({ watts: [], stepWatts: null, looked: true }))[0]).toMatchObject({
      kind: 'trialBegun',
    }))

  it('keeps the trust when it is added again', () => {
    const told = unproven()
    told.must(begin())
    for (const to of ['on', 'off'] as const) {
      told.must(hand(to))
      told.switch(to, at('A', 1), null)
      told.after(11_000)
    }
    told.must({ kind: 'trustControl', pdu: 'PDU-A', by })
    told.must({ ...addPdu('PDU-A'), facts: { ...pduFacts('PDU-A'), control: 'unproven' } } as ReturnType<typeof addPdu>)
    expect(told.state.pdus['PDU-A']?.watched).toBe(true)
  })

  it('is watched afresh where another hand has switched the outlet meanwhile', () => {
    const told = unproven()
    told.must(begin())
    told.must(hand('on'))
    told.switch('on', at('A', 1), null)
    told.must({ kind: 'pduRead', pdu: 'PDU-A', readings: [reading('1', 'off')] })
    told.must({ kind: 'pduRead', pdu: 'PDU-A', readings: [reading('1', 'on', 30)] })
    expect(told.refused({ kind: 'trustControl', pdu: 'PDU-A', by }).refused).toBe('noTrial')
    const outlet = told.outlet(at('A', 1))
    expect(outlet).toMatchObject({ state: 'on', watts: 30 })
    expect(told.refused(hand('off')).refused).toBe('unproven')
  })

  it('that is only listed gets no trial', () =>
    expect(
      withFacts({ control: 'readOnly', controlWhy: 'Its values are not confirmed.' }).refused(begin()),
    ).toMatchObject({
      refused: 'notSwitchable',
    }))
})

describe('the first cut of an outlet out of custody', () => {
  const unlocked = (): Told => {
    const told = withFacts({ timedCut: true })
    told.must({ kind: 'unlock', ...at('A', 3), by })
    told.must({ kind: 'switchOutlet', ...at('A', 3), to: 'off', present: true, offline: false, by })
    return told
  }
  /** Asked together with MAAS's word for this very cut. */
  const ready = (told: Told, timed: boolean): Input => {
    told.tell({ ...maasRead(told.now), keep: 'always' } as Input)
    return {
      kind: 'switchReady',
      outlet: at('A', 3),
      to: 'off',
      why: 'x',
      lane: null,
      seen: reading('3', 'on', 40),
      timed,
      maas: { readAt: told.now },
    }
  }
  const tried = (told: Told) =>
    ({
      kind: 'outletTried',
      outlet: at('A', 3),
      sentAt: told.now,
      offAt: told.now + 1_000,
      backAt: told.now + 6_000,
      offSeconds: 5,
    }) as const

  it('is one from which the PDU itself brings it back; then the canaries, and only then the cut', () => {
    const told = unlocked()
    expect(wantsTimedCut(told.state, at('A', 3), told.now)).toBe(true)
    expect(told.refused(ready(told, false))).toMatchObject({ refused: 'timedCut', soon: true })
    expect(told.must(ready(told, true))[0]).toMatchObject({ kind: 'switchSent', timed: true })
    const report = tried(told)
    told.after(6_500)
    told.must(report)
    expect(told.outlet(at('A', 3))).toMatchObject({ state: 'on', pending: null })
    expect(told.refused(ready(told, false))).toMatchObject({ refused: 'canaries', soon: true })
    told.after(6_000)
    expect(told.must(ready(told, false))[0]).toMatchObject({ kind: 'switchSent', timed: false })
  })

  it('ends everything when a canary is lost in it: the outlet is protected', () => {
    const told = unlocked()
    told.must(ready(told, true))
    told.after(2_000)
    told.must({ kind: 'canaryLost', canary: 'network link of this laptop', detail: 'eth0 lost its address' })
    expect(told.outlet(at('A', 3)).protected).toMatch(/network link/)
    expect(isRefusal(told.tell(ready(told, false)))).toBe(true)
  })

  it('is a plain one where the PDU has no such command', () => {
    const told = withFacts({})
    told.must({ kind: 'unlock', ...at('A', 3), by })
    told.must({ kind: 'switchOutlet', ...at('A', 3), to: 'off', present: true, offline: false, by })
    expect(told.must(ready(told, false))[0]).toMatchObject({ timed: false })
  })

  it.each(['timeout', 'notSupported'] as const)('once sent and not seen to its end: %s', kind => {
    const told = unlocked()
    told.must(ready(told, true))
    told.after(20_000)
    const fault = { kind, where: 'PDU-A', detail: 'As it was.' }
    told.must({ kind: 'switchFailed', outlet: at('A', 3), to: 'off', fault, lane: null, timed: true })
    const outlet = told.state.pdus['PDU-A']?.outlets['3']
    if (kind === 'notSupported') return expect(outlet).toMatchObject({ state: 'unknown', protected: null })
    // The PDU is deaf since, or has not brought it back: on again as soon as it can be, and never cut again.
    expect(outlet?.protected).toMatch(/^PDU A|^PDU pdu-a/i)
    expect(plan(told.state)).toMatchObject([{ kind: 'switchOutlet', to: 'on', outlet: at('A', 3) }])
  })
})
