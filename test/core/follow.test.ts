import { describe, expect, it } from 'vitest'
import { defaultNumbers } from '#core/numbers.ts'
import { plan } from '#core/plan.ts'
import { at, by, machine, openRunSite, reading, type Told } from './model/site.ts'

const due = (told: Told) => told.must({ kind: 'due', key: 'time' })
const kinds = (events: readonly { kind: string }[]): string[] => events.map(event => event.kind)
const waits = (told: Told): number[] =>
  plan(told.state).flatMap(effect => (effect.kind === 'wait' ? [effect.until - told.now] : []))

describe('while an outlet waits for a machine', () => {
  it('a hint comes after 8 minutes, a question after 15, and after 30 it is given up and cleared', () => {
    const told = openRunSite()
    told.switch('on', at('A', 1))
    expect(waits(told)).toEqual([480_000])
    expect(due(told.after(479_999))).toEqual([])
    expect(due(told.after(1))).toMatchObject([{ kind: 'laneLate', stage: 'hint' }])
    expect(waits(told)).toEqual([420_000])
    expect(due(told.after(420_000))).toMatchObject([
      { kind: 'laneLate', stage: 'question' },
      { kind: 'laneAsked', ask: 'look', say: 'Look at the machine on A-1. Is its power lamp on?' },
    ])
    expect(due(told.after(900_000))[0]).toMatchObject({ kind: 'outletFailed', reason: 'noCheckIn', again: false })
    told.must({ kind: 'confirmPresence', by })
    told.switch('off', at('A', 1))
    expect(told.outlet(at('A', 1))).toMatchObject({ state: 'off', left: { reason: 'noCheckIn' } })
    expect(told.lane().step).toMatchObject({ at: 'switchingOn', outlet: at('A', 2) })
  })

  it('a dead key waits for nobody: what it has is left, and the run says why of all the rest', () => {
    const told = openRunSite()
    told.switch('on', at('A', 1))
    expect(told.must({ kind: 'revokeKey', kid: 'K1', by })[1]).toMatchObject({
      kind: 'outletFailed',
      reason: 'noCheckIn',
      again: false,
    })
    const events = told.switch('off', at('A', 1))
    expect(events.at(-1)).toMatchObject({ kind: 'runEnded', how: 'finished' })
    expect(told.outlet(at('A', 2)).left).toMatchObject({ reason: 'noCheckIn', detail: expect.stringContaining('key') })
  })
})

describe('the hand is asked', () => {
  it('once for each thing to do, verb first', () => {
    const told = openRunSite()
    told.hold(1)
    told.cut()
    told.silence()
    told.after(3_000)
    told.switch('on', at('A', 1))
    expect(told.of('laneAsked').map(({ ask, say }) => `${ask}: ${say}`)).toEqual([
      'wait: Wait. A-1 is going on.',
      'plug: Plug the BLUE cord into A-1, key K1, press power',
      'wait: Wait. S1 has answered. A-1 is cut and comes back.',
      'takeKeyOut: Take key K1 out of S1. If its lamp is off, press power',
    ])
    expect(waits(told)).toEqual([defaultNumbers.keyOutMs])
    expect(kinds(due(told.after(defaultNumbers.keyOutMs)))).toEqual(['laneWentOn', 'outletTaken', 'laneAsked'])
  })

  it('nothing in a paused run', () => {
    const told = openRunSite()
    told.switch('on', at('A', 1))
    told.must({ kind: 'pauseRun', by })
    expect(due(told.after(4_000_000))).toEqual([])
  })
})

describe('a lane that a PDU keeps waiting', () => {
  const timeout = { kind: 'timeout' as const, where: 'PDU-A', detail: 'No answer.' }

  it('says so once, tries on, and gives its outlet up after 30 minutes', () => {
    const told = openRunSite()
    const failed = { kind: 'switchFailed', outlet: at('A', 1), to: 'on', fault: timeout, lane: '1' } as const
    expect(kinds(told.must(failed))).toEqual(['switchFailed', 'laneStalled'])
    expect(told.must(failed)).toEqual([])
    expect(waits(told)).toEqual([defaultNumbers.giveUpMs])
    expect(due(told.after(defaultNumbers.giveUpMs))[0]).toMatchObject({ kind: 'outletLeft', reason: 'switchFault' })
  })

  it('is free again as soon as the switch is done', () => {
    const told = openRunSite()
    told.must({ kind: 'switchFailed', outlet: at('A', 1), to: 'on', fault: timeout, lane: '1' })
    told.switch('on', at('A', 1))
    expect(told.lane()).toMatchObject({ stalled: null, step: { at: 'awaiting' } })
  })

  it('tells a rule that says no for a while once, and goes on when it no longer does', () => {
    const told = openRunSite()
    told.after(1_800_001)
    const ready = {
      kind: 'switchReady',
      outlet: at('A', 1),
      to: 'on',
      why: '',
      lane: '1',
      seen: reading('1', 'off'),
    } as const
    expect(kinds(told.must(ready))).toEqual(['switchRefused'])
    expect(told.refused(ready).reasons.join()).toContain('30 min')
    told.after(60_000)
    expect(told.refused(ready)).toMatchObject({ refused: 'nobodyPresent' })
    told.must({ kind: 'confirmPresence', by })
    expect(kinds(told.must(ready))).toEqual(['switchSent'])
  })
})

describe('the end of a run', () => {
  const bound = (): Told => {
    const told = openRunSite({ scope: [at('A', 1)], sync: true })
    told.hold(1)
    told.cut()
    told.silence()
    told.after(3_000)
    told.switch('on', at('A', 1))
    return told
  }

  it('waits until MAAS knows what was bound', () => {
    const told = bound()
    expect(kinds(told.must({ kind: 'goOn', lane: '1', by }))).toEqual([
      'laneWentOn',
      'laneClosed',
      'laneAsked',
      'lanesDone',
    ])
    expect(plan(told.state)).toContainEqual(expect.objectContaining({ kind: 'recordInMaas', machine: machine(1).uuid }))
    const events = told.must({
      kind: 'maasRecorded',
      machine: machine(1).uuid,
      systemId: 'abc',
      changes: [],
      refused: [],
    })
    expect(events.at(-1)).toMatchObject({ kind: 'runEnded', how: 'finished', detail: '1 of 1 outlets bound' })
    expect(told.state.run?.phase).toBe('ended')
  })

  it('also comes when MAAS fails, or when nobody tells how it went', () => {
    const fault = { kind: 'denied' as const, where: 'MAAS', detail: 'No.' }
    const failed = bound()
    failed.must({ kind: 'goOn', lane: '1', by })
    expect(failed.must({ kind: 'maasFailed', machine: machine(1).uuid, fault }).at(-1)).toMatchObject({
      kind: 'runEnded',
    })
    const silent = bound()
    silent.must({ kind: 'goOn', lane: '1', by })
    expect(due(silent.after(defaultNumbers.enlistMs))).toEqual([])
    expect(due(silent.after(60_000))).toMatchObject([
      { kind: 'runEnded', detail: '1 of 1 outlets bound, 1 of them not written to MAAS' },
    ])
  })

  it('leaves the canaries of its last cut under watch', () => {
    const told = openRunSite({ scope: [at('A', 1)] })
    told.switch('on', at('A', 1))
    told.after(5_000).must({ kind: 'skipOutlet', lane: '1', by })
    told.switch('off', at('A', 1))
    expect(told.state.run?.phase).toBe('ended')
    expect(plan(told.state)).toMatchObject([{ kind: 'watchCanaries', outlets: [at('A', 1)], until: told.now + 10_000 }])
  })
})
