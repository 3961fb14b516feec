import { describe, expect, it } from 'vitest'
import { maasFreshMs } from '#core/numbers.ts'
import type { State } from '#core/state.ts'
import { againstOff, againstOn, inCustody, mayPass, mayReturn, takenBy } from '#core/safety.ts'
import { at, by, maasRead, openRunSite, readySite, start, startRun, type Told } from './model/site.ts'

const codes = (reasons: readonly { code: string }[]): string[] => reasons.map(reason => reason.code)

/** A hand has just switched A-1 on: it may go off again. */
const handOn = (): Told => {
  const told = readySite()
  told.must({ kind: 'switchOutlet', pdu: 'PDU-A', outlet: '1', to: 'on', present: true, offline: false, by })
  told.switch('on', at('A', 1), null)
  return told
}
const off = (told: Told): string[] => codes(againstOff(told.state, at('A', 1), told.now))
const on = (told: Told, outlet = 1): string[] => codes(againstOn(told.state, at('A', outlet), told.now))

describe('an outlet may not go off', () => {
  const rows: [string, string[], (told: Told) => void][] = [
    ['unless something is against it', [], () => undefined],
    [
      'when it is allocated by a person',
      ['allocated'],
      told => told.must({ kind: 'allocate', pdu: 'PDU-A', outlets: ['1'], to: 'db-1', by }),
    ],
    ['when a machine in MAAS names it', ['allocated'], told => told.must(maasRead(told.now, [at('A', 1)]))],
    [
      'when a machine in MAAS names its PDU without a clear outlet',
      ['allocated'],
      told =>
        told.must({
          kind: 'maasRead',
          readAt: told.now,
          tookMs: 1,
          named: [{ pdu: 'PDU-A', outlet: null, systemId: 's', hostname: '' }],
          deployedUnknown: 0,
        }),
    ],
    [
      'when it is protected',
      ['protected'],
      told => told.must({ kind: 'protect', pdu: 'PDU-A', outlets: ['1'], why: 'switch', by }),
    ],
    [
      'when it is tagged out',
      ['taggedOut'],
      told => told.must({ kind: 'tagOut', pdu: 'PDU-A', outlets: ['1'], why: 'arm inside', by }),
    ],
    ['when it must stay on', ['keptOn'], told => told.must({ kind: 'answerKeepOn', pdu: 'PDU-A', outlets: ['1'], by })],
    ['when MAAS was read too long ago', ['staleMaas'], told => void told.after(61_000)],
    [
      'when another hand has been at it',
      ['foundOn'],
      told => {
        told.must({ kind: 'pduRead', pdu: 'PDU-A', readings: [{ outlet: '1', state: 'off', watts: 0, amps: null }] })
        told.must({ kind: 'pduRead', pdu: 'PDU-A', readings: [{ outlet: '1', state: 'on', watts: 40, amps: null }] })
      },
    ],
    ['when custody by hand has run out', ['foundOn', 'staleMaas'], told => void told.after(1_800_001)],
    [
      'when its state is not known',
      ['stateUnknown'],
      told =>
        told.must({
          kind: 'pduRead',
          pdu: 'PDU-A',
          readings: [{ outlet: '1', state: 'unknown', watts: null, amps: null }],
        }),
    ],
  ]
  it.each(rows)('%s', (_name, expected, arrange) => {
    const told = handOn()
    arrange(told)
    expect(off(told)).toEqual(expected)
  })

  it('when it was found on, until a person unlocks it by its number, for 60 seconds and one switch', () => {
    const told = readySite()
    const against = () => codes(againstOff(told.state, at('A', 3), told.now))
    expect(against()).toEqual(['foundOn'])
    told.must({ kind: 'unlock', pdu: 'PDU-A', outlet: '3', by })
    expect(against()).toEqual([])
    told.after(60_000)
    expect(against()).toContain('foundOn')
    told.must(maasRead(told.now))
    told.must({ kind: 'unlock', pdu: 'PDU-A', outlet: '3', by })
    told.must({ kind: 'switchOutlet', pdu: 'PDU-A', outlet: '3', to: 'off', present: false, offline: false, by })
    told.must({
      kind: 'switchReady',
      outlet: at('A', 3),
      to: 'off',
      why: '',
      lane: null,
      seen: { outlet: '3', state: 'on', watts: 5, amps: null },
      maas: { readAt: told.now },
    })
    expect(told.outlet(at('A', 3)).unlockedUntil).toBeNull()
  })

  it('when nobody knows it, or nobody has answered what must stay on, or the PDU cannot switch it', () => {
    const told = readySite()
    expect(codes(againstOff(told.state, { pdu: 'PDU-Z', outlet: '1' }, told.now))).toEqual(['unknownOutlet'])
    expect(codes(againstOff(told.state, at('A', 9), told.now))).toEqual(['unknownOutlet'])
    const pdu = told.state.pdus['PDU-A']
    const outlet = told.outlet(at('A', 1))
    if (!pdu) throw new Error('no PDU')
    const with_ = (change: Partial<typeof pdu>): State => ({ ...told.state, pdus: { 'PDU-A': { ...pdu, ...change } } })
    expect(codes(againstOff(with_({ keepOn: null }), at('A', 1), told.now))).toEqual(['keepOnUnanswered'])
    const fixed = { ...outlet, facts: { ...outlet.facts, switchable: false } }
    expect(codes(againstOff(with_({ outlets: { 1: fixed } }), at('A', 1), told.now))).toEqual(['notSwitchable'])
  })

  it('when a run is open and it is not of the run', () => {
    const told = openRunSite()
    expect(codes(againstOff(told.state, at('B', 1), told.now))).toEqual(['outOfScope'])
    expect(codes(againstOn(told.state, at('B', 1), told.now))).toEqual(['outOfScope'])
  })

  it('when it is bound, and says every reason at once', () => {
    const told = openRunSite()
    told.hold(1)
    told.cut()
    told.silence()
    told.must({ kind: 'tagOut', pdu: 'PDU-A', outlets: ['1'], why: 'work', by })
    const reasons = againstOff(told.state, at('A', 1), told.now)
    expect(codes(reasons)).toEqual(['taggedOut', 'allocated'])
    expect(reasons.map(reason => reason.say).join(' ')).toContain('A-1 is tagged out: work.')
  })
})

describe('an outlet may not go on', () => {
  const rows: [string, string[], (told: Told) => void][] = [
    ['unless something is against it', [], () => undefined],
    [
      'when it is tagged out',
      ['taggedOut'],
      told => told.must({ kind: 'tagOut', pdu: 'PDU-A', outlets: ['1'], why: 'x', by }),
    ],
    [
      'when it is protected',
      ['protected'],
      told => told.must({ kind: 'protect', pdu: 'PDU-A', outlets: ['1'], why: 'x', by }),
    ],
    [
      'when it was found off while allocated',
      ['allocated'],
      told => told.must({ kind: 'allocate', pdu: 'PDU-A', outlets: ['1'], to: 'x', by }),
    ],
    [
      'when nobody has been at the rack for 30 minutes',
      ['nobodyPresent', 'staleMaas'],
      told => void told.after(1_800_001),
    ],
    ['when MAAS was read too long ago', ['staleMaas'], told => void told.after(61_000)],
  ]
  it.each(rows)('%s', (_name, expected, arrange) => {
    const told = readySite()
    told.must({ kind: 'confirmPresence', by })
    arrange(told)
    expect(on(told)).toEqual(expected)
  })

  it('when nobody has ever said to be at the rack', () => expect(on(readySite())).toEqual(['nobodyPresent']))

  it('save what we cut ourselves: it comes back though it was taken or protected meanwhile, but not when tagged out', () => {
    const told = openRunSite()
    told.hold(1)
    told.cut()
    told.must({ kind: 'allocate', pdu: 'PDU-A', outlets: ['1'], to: 'x', by })
    told.must({ kind: 'protect', pdu: 'PDU-A', outlets: ['1'], why: 'x', by })
    told.must({ kind: 'answerKeepOn', pdu: 'PDU-A', outlets: ['1'], by })
    expect(mayReturn(told.state, told.outlet(at('A', 1)), told.now)).toBe(true)
    expect(on(told)).toEqual([])
    told.must({ kind: 'tagOut', pdu: 'PDU-A', outlets: ['1'], why: 'arm inside', by })
    expect(on(told)).toEqual(['taggedOut'])
  })

  it('save what an ended run left off: half an hour later it is as found', () => {
    const told = handOn()
    told.must({ kind: 'switchOutlet', pdu: 'PDU-A', outlet: '1', to: 'off', present: true, offline: true, by })
    told.switch('off', at('A', 1), null)
    expect(mayReturn(told.state, told.outlet(at('A', 1)), told.now)).toBe(true)
    told.after(1_800_001)
    expect(mayReturn(told.state, told.outlet(at('A', 1)), told.now)).toBe(false)
  })
})

describe('custody', () => {
  it('is of the run that switched it on, and of the stopped run while it stands', () => {
    const told = openRunSite()
    told.hold(1)
    const mine = () => inCustody(told.state, told.outlet(at('A', 1)), told.now)
    expect(mine()).toBe(true)
    told.must({ kind: 'makeSafe', by })
    told.after(7_200_000)
    expect(mine()).toBe(true)
    told.must({ kind: 'endRun', by })
    expect(mine()).toBe(false)
    told.must(startRun({ run: 'r2', offline: true }))
    expect(mine()).toBe(false)
  })

  it('lives through a while in which nobody could read the outlet', () => {
    const told = handOn()
    for (const state of ['unknown', 'pending', 'on'] as const)
      told.must({ kind: 'pduRead', pdu: 'PDU-A', readings: [{ outlet: '1', state, watts: null, amps: null }] })
    expect(inCustody(told.state, told.outlet(at('A', 1)), told.now)).toBe(true)
  })

  it('is not given where the outlet was on already', () => {
    const told = readySite()
    told.must({ kind: 'switchOutlet', pdu: 'PDU-A', outlet: '3', to: 'on', present: true, offline: false, by })
    told.reached('on', at('A', 3), null, false)
    expect(inCustody(told.state, told.outlet(at('A', 3)), told.now)).toBe(false)
  })
})

describe('what MAAS says', () => {
  it('is fresh for five times as long as reading took, from one to five minutes', () =>
    expect([0, 12_000, 30_000, 90_000].map(maasFreshMs)).toEqual([60_000, 60_000, 150_000, 300_000]))

  it('is replaced by a person who answers for it, in a run or for one switch', () => {
    const told = openRunSite({ offline: true })
    told.after(3_600_000)
    expect(codes(againstOff(told.state, at('A', 1), told.now))).not.toContain('staleMaas')
    const hand = readySite()
    hand.after(3_600_000)
    const order = { kind: 'switchOutlet', pdu: 'PDU-A', outlet: '1', to: 'on', present: true, by } as const
    expect(hand.refused({ ...order, offline: false })).toMatchObject({ refused: 'staleMaas' })
    hand.must({ ...order, offline: true })
  })

  it('never keeps a reason for ever: some pass by themselves or by an answer', () => {
    const told = readySite()
    told.after(4_000_000)
    const reasons = againstOn(told.state, at('A', 1), told.now)
    expect(reasons.map(mayPass)).toEqual([true, true])
    expect(againstOff(told.state, at('A', 3), told.now).map(mayPass)).toEqual([false, true])
    expect(takenBy(told.state, at('A', 1))).toBeNull()
    expect(told.now).toBeGreaterThan(start)
  })
})
