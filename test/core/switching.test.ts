import { describe, expect, it } from 'vitest'
import { plan } from '#core/plan.ts'
import { at, by, maasRead, openRunSite, reading, readySite, startRun, type Told } from './model/site.ts'

const kinds = (events: readonly { kind: string }[]): string[] => events.map(event => event.kind)
const timeout = { kind: 'timeout' as const, where: 'PDU-A', detail: 'No answer.' }
const ready = (outlet: number, to: 'on' | 'off', lane: string | null = '1') =>
  ({
    kind: 'switchReady',
    outlet: at('A', outlet),
    to,
    why: 'test',
    lane,
    seen: reading(String(outlet), to === 'on' ? 'off' : 'on'),
  }) as const
const twoLanes = {
  lanes: [
    { name: '1', kid: 'K1' },
    { name: '2', kid: 'K2' },
  ],
  scope: [at('A', 1), at('A', 2), at('A', 4)],
}

describe('right before the SET', () => {
  it('what the PDU has just said counts: an outlet that another hand has switched on stays on', () => {
    const told = openRunSite()
    told.switch('on', at('A', 1))
    told.must({ kind: 'pduRead', pdu: 'PDU-A', readings: [reading('1', 'off')] })
    expect(told.lane().step.at).toBe('clearing')
    expect(kinds(told.must(ready(1, 'off')))).toEqual([
      'outletsSeen',
      'switchRefused',
      'outletLeft',
      'outletTaken',
      'laneAsked',
    ])
    expect(told.of('switchRefused')).toMatchObject([{ reasons: [expect.stringContaining('A-1 was found on')] }])
  })

  it('a state that nobody could read is read first', () => {
    const told = openRunSite()
    told.must({ kind: 'switchFailed', outlet: at('A', 1), to: 'on', fault: timeout, lane: '1' })
    expect(told.outlet(at('A', 1)).state).toBe('unknown')
    expect(kinds(told.must(ready(1, 'on')))).toEqual(['outletsSeen', 'switchSent'])
  })

  it('an outlet that stands as wanted needs no SET', () => {
    const told = openRunSite()
    const stands = { ...ready(1, 'on'), seen: reading('1', 'on') }
    expect(told.refused(stands)).toMatchObject({ refused: 'standing' })
  })

  it('outlets of one PDU go on five seconds apart, counted from the SET, where nobody knows what they will carry', () => {
    const told = openRunSite(twoLanes)
    told.must(ready(1, 'on'))
    expect(told.refused(ready(2, 'on', '2'))).toMatchObject({ refused: 'gap', soon: true })
    told.after(4_999)
    expect(told.refused(ready(2, 'on', '2'))).toMatchObject({ refused: 'gap' })
    told.after(1)
    expect(kinds(told.must(ready(2, 'on', '2')))).toEqual(['switchSent'])
  })

  it('and three seconds where load and breakers are known, or where it was on a moment ago', () => {
    const told = readySite()
    const loads = [{ kind: 'inlet', unit: 1, number: 1, amps: 2, ratingAmps: 16, tripped: false } as const]
    const seen = { ...reading('2', 'on', 120), amps: 0.6 }
    told.must({ kind: 'pduRead', pdu: 'PDU-A', readings: [seen] })
    told.must({ kind: 'pduRead', pdu: 'PDU-A', readings: [reading('2', 'off')] })
    told.must(startRun({ offline: true, ...twoLanes }))
    told.readPdus()
    told.must({ ...ready(1, 'on'), loads })
    told.after(3_000)
    expect(kinds(told.must({ ...ready(2, 'on', '2'), loads }))).toContain('switchSent')
    const back = openRunSite(twoLanes)
    back.hold(1)
    back.cut()
    back.silence()
    back.after(3_000)
    expect(back.must(ready(1, 'on')).at(-1)).toMatchObject({ kind: 'switchSent' })
  })

  it('nothing else is sent while a lane cuts and listens', () => {
    const told = openRunSite(twoLanes)
    told.hold(1)
    told.after(20_000)
    told.must({ kind: 'heartSteady', lane: '1', sid: told.sid(), lastBeatAt: told.now })
    expect(told.refused(ready(2, 'on', '2'))).toMatchObject({ refused: 'edgeOpen', soon: true })
    told.switch('off', at('A', 1))
    expect(told.refused(ready(2, 'on', '2'))).toMatchObject({ refused: 'edgeOpen' })
  })
})

describe('a switch that is done', () => {
  it('moves the lane that has the outlet in hand, and no other', () => {
    const told = openRunSite(twoLanes)
    told.reached('on', at('A', 1), '2')
    expect(told.lane('1').step.at).toBe('switchingOn')
    expect(told.lane('2').step.at).toBe('switchingOn')
  })

  it('ends a lane\u2019s wish where the outlet was on by another hand', () => {
    const told = openRunSite()
    const events = told.reached('on', at('A', 1), '1', false)
    expect(events).toContainEqual(expect.objectContaining({ kind: 'outletLeft', reason: 'foundOn' }))
    expect(told.outlet(at('A', 1))).toMatchObject({ state: 'on', switchedOn: null })
  })

  it('is no edge where the outlet went off by another hand', () => {
    const told = openRunSite()
    told.hold(1)
    told.after(20_000)
    told.must({ kind: 'heartSteady', lane: '1', sid: told.sid(), lastBeatAt: told.now })
    expect(told.reached('off', at('A', 1), '1', false)).toContainEqual(
      expect.objectContaining({ kind: 'outletFailed', reason: 'changedByOther', again: true }),
    )
  })

  it('is ours, and in the custody of its run, also when the run was stopped meanwhile', () => {
    const told = openRunSite()
    told.must(ready(1, 'on'))
    told.must({ kind: 'makeSafe', by })
    told.reached('on', at('A', 1))
    expect(told.outlet(at('A', 1)).switchedOn).toMatchObject({ run: 'r1' })
  })
})

describe('a switch that fails', () => {
  it('in the middle of a cut is no edge: the outlet is cleared and tried again', () => {
    const told = openRunSite()
    told.hold(1)
    told.after(20_000)
    told.must({ kind: 'heartSteady', lane: '1', sid: told.sid(), lastBeatAt: told.now })
    told.must(ready(1, 'off'))
    expect(
      told.must({ kind: 'switchFailed', outlet: at('A', 1), to: 'off', fault: timeout, lane: '1' }),
    ).toContainEqual(expect.objectContaining({ kind: 'outletFailed', reason: 'hearingImpaired', again: true }))
    // The SET was lost: it stands on, is still ours, and goes off now.
    told.after(2_000)
    expect(kinds(told.must(ready(1, 'off')))).toEqual(['outletsSeen', 'switchSent'])
  })

  it('for good leaves the outlet; a PDU that is another one stops the run; one that was called off tells nothing', () => {
    const fail = (kind: 'denied' | 'wrongDevice' | 'cancelled') => {
      const told = openRunSite()
      return kinds(
        told.must({ kind: 'switchFailed', outlet: at('A', 1), to: 'on', fault: { ...timeout, kind }, lane: '1' }),
      )
    }
    expect(fail('denied')).toEqual(['switchFailed', 'outletLeft', 'outletTaken', 'laneAsked'])
    expect(fail('wrongDevice')).toEqual(['switchFailed', 'madeSafe'])
    expect(fail('cancelled')).toEqual([])
  })
})

describe('a switch by hand', () => {
  const order = {
    kind: 'switchOutlet',
    pdu: 'PDU-A',
    outlet: '1',
    to: 'on',
    present: true,
    offline: false,
    by,
  } as const

  it('is one switch under the same rules, outside a run, one at a time', () => {
    const told = readySite()
    expect(told.refused({ ...order, present: false })).toMatchObject({ refused: 'nobodyPresent' })
    expect(told.refused({ ...order, outlet: '3', to: 'off' })).toMatchObject({ refused: 'foundOn' })
    told.must(order)
    expect(told.refused({ ...order, outlet: '2' })).toMatchObject({ refused: 'busy', soon: true })
    told.switch('on', at('A', 1), null)
    expect(told.state.hand).toBeNull()
    expect(plan(told.state)).toEqual([])
    expect(openRunSite().refused(order)).toMatchObject({ refused: 'runOpen' })
  })

  it('is not over because another outlet was found switched', () => {
    const told = readySite()
    told.must(order)
    told.must(ready(1, 'on', null))
    told.must({ kind: 'engineStarted' })
    told.must({ ...order, outlet: '2' })
    told.must({ kind: 'pduRead', pdu: 'PDU-A', readings: [reading('1', 'on')] })
    expect(told.of('outletSwitched')).toHaveLength(1)
    expect(told.state.hand?.outlet).toEqual(at('A', 2))
  })

  it('that a rule or the PDU denies is over', () => {
    const told = readySite()
    told.must(order)
    told.must({ kind: 'tagOut', pdu: 'PDU-A', outlets: ['1'], why: 'x', by })
    expect(kinds(told.must(ready(1, 'on', null)))).toEqual(['switchRefused'])
    expect(told.state.hand).toBeNull()
    told.must({ ...order, outlet: '2' })
    told.must({ kind: 'switchFailed', outlet: at('A', 2), to: 'on', fault: timeout, lane: null })
    expect(told.state.hand).toBeNull()
  })
})

describe('a canary that is lost', () => {
  const lost = { kind: 'canaryLost', canary: 'gateway', detail: 'no answer' } as const
  const afterCut = (): Told => {
    const told = openRunSite()
    told.hold(1)
    told.cut()
    return told
  }

  it('is watched for ten seconds after every cut', () => {
    const told = afterCut()
    expect(plan(told.state)).toContainEqual(
      expect.objectContaining({ kind: 'watchCanaries', until: told.now + 10_000, outlets: [at('A', 1)] }),
    )
  })

  it('brings the outlet back at once, stops the run, and protects the outlet with the reason', () => {
    const told = afterCut()
    expect(kinds(told.must(lost))).toEqual(['madeSafe', 'canaryLost', 'outletProtected'])
    expect(told.state.run?.phase).toBe('stopped')
    expect(plan(told.state)).toMatchObject([{ kind: 'switchOutlet', to: 'on', outlet: at('A', 1), lane: null }])
    // At once: no gap, no presence, no fresh MAAS.
    told.after(4_000_000)
    told.switch('on', at('A', 1), null)
    expect(plan(told.state)).toEqual([])
    expect(told.outlet(at('A', 1)).protected).toMatch(/gateway was lost when it was cut: no answer/)
  })

  it('says a reason that fits into the journal', () => {
    const told = afterCut()
    told.must({ ...lost, detail: 'x'.repeat(500) })
    expect(told.outlet(at('A', 1)).protected).toHaveLength(256)
  })

  it('means nothing when nothing was cut, or long after', () => {
    expect(openRunSite().must(lost)).toEqual([])
    const told = afterCut()
    told.after(20_000)
    expect(told.must(lost)).toEqual([])
  })

  it('is watched after a switch by hand too, also while a stopped run stands', () => {
    const told = openRunSite()
    told.switch('on', at('A', 1))
    told.must({ kind: 'makeSafe', by })
    told.must(maasRead(told.now))
    told.must({ kind: 'switchOutlet', pdu: 'PDU-A', outlet: '1', to: 'off', present: true, offline: false, by })
    told.switch('off', at('A', 1), null)
    expect(plan(told.state)).toMatchObject([{ kind: 'watchCanaries' }])
    expect(kinds(told.must(lost))).toEqual(['canaryLost', 'outletProtected'])
  })

  it('is not acted upon by an engine that starts anew: a person decides', () => {
    const told = afterCut()
    told.must(lost)
    expect(kinds(told.must({ kind: 'engineStarted' }))).toEqual(['runInterrupted'])
    expect(plan(told.state)).toEqual([])
    told.must({ kind: 'switchOutlet', pdu: 'PDU-A', outlet: '1', to: 'on', present: true, offline: false, by })
  })
})
