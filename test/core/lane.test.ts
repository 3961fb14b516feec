import { describe, expect, it } from 'vitest'
import { againstOff } from '#core/safety.ts'
import { row } from '#core/table.ts'
import { at, by, machine, openRunSite, reading, type Told } from './model/site.ts'

const kinds = (events: readonly { kind: string }[]): string[] => events.map(event => event.kind)
const twoLanes = {
  lanes: [
    { name: '1', kid: 'K1' },
    { name: '2', kid: 'K2' },
  ],
  scope: [at('A', 1), at('A', 2), at('A', 4)],
}
const holding = (): Told => {
  const told = openRunSite()
  told.hold(1)
  return told
}
const listening = (): Told => {
  const told = holding()
  told.cut()
  return told
}

describe('a machine that holds', () => {
  const steady = (told: Told, lastBeatAt = told.now) =>
    told.must({ kind: 'heartSteady', lane: '1', sid: told.sid(), lastBeatAt })

  it('is cut once it beats freshly and the rack has been quiet for three beats', () => {
    const told = openRunSite(twoLanes)
    told.hold(1)
    told.switch('on', at('A', 2), '2')
    told.after(14_999)
    expect(steady(told)).toEqual([])
    told.after(1)
    expect(steady(told, told.now - 7_501)).toEqual([])
    expect(kinds(steady(told))).toEqual(['cutOrdered'])
  })

  it('is not cut by a beat from before it held, by another session, in a pause, or while another is listened for', () => {
    const told = holding()
    const { step } = told.lane()
    const heldAt = step.at === 'holding' ? step.heldAt : 0
    told.after(20_000)
    expect(steady(told, heldAt)).toEqual([])
    expect(told.must({ kind: 'heartSteady', lane: '1', sid: 'other', lastBeatAt: told.now })).toEqual([])
    expect(told.must({ kind: 'heartSteady', lane: 'nobody', sid: told.sid(), lastBeatAt: told.now })).toEqual([])
    told.must({ kind: 'pauseRun', by })
    expect(steady(told)).toEqual([])
  })

  it('is not cut while a SET that was lost from sight may still act', () => {
    const told = openRunSite(twoLanes)
    told.hold(1)
    told.after(3_000)
    told.must({ kind: 'switchReady', outlet: at('A', 2), to: 'on', why: '', lane: '2', seen: reading('2', 'off') })
    told.must({
      kind: 'switchFailed',
      outlet: at('A', 2),
      to: 'on',
      lane: '2',
      fault: { kind: 'denied', where: 'PDU-A', detail: 'No.' },
    })
    told.after(20_000)
    expect(steady(told)).toEqual([])
    told.after(100_000)
    expect(kinds(steady(told))).toEqual(['cutOrdered'])
  })

  it('that stops by itself is cleared and tried again, and its session has ended', () => {
    const told = holding()
    const events = told.must({ kind: 'heartLost', sid: told.sid(), lastBeatAt: told.now })
    expect(kinds(events)).toEqual(['heartStopped', 'outletFailed', 'laneAsked'])
    expect(told.lane().step).toMatchObject({ at: 'clearing', reason: 'heartLost', again: true })
    expect(row(told.state.sessions, machine(1).uuid)?.endedAt).toBe(told.now)
    expect(told.must({ kind: 'heartLost', sid: 'nobody', lastBeatAt: 0 })).toEqual([])
  })

  it.each(['holding', 'listening'] as const)('that says goodbye while %s proves nothing by its silence', stage => {
    const told = stage === 'holding' ? holding() : listening()
    told.must({ kind: 'goodbyeSaid', sid: told.sid(), reason: 'shutdown' })
    expect(told.lane().step).toMatchObject({ at: 'clearing', reason: 'saidGoodbye' })
  })
})

describe('the silence after a cut', () => {
  it('binds the outlet, proved, with all its evidence, and ends the session', () => {
    const told = listening()
    const sid = told.sid()
    const [bound] = told.silence({ others: [] })
    expect(bound).toMatchObject({
      kind: 'bound',
      grade: 'proved',
      machine: machine(1).uuid,
      evidence: [
        { kind: 'proof', sid },
        { kind: 'edgeOff', sid },
      ],
    })
    expect(told.lane()).toMatchObject({ bound: 1, step: { at: 'returning' } })
    expect(row(told.state.machines, machine(1).uuid)).toMatchObject({ outlets: [at('A', 1)], endedSid: sid })
    expect(row(told.state.sessions, machine(1).uuid)?.endedAt).toBe(told.now)
  })

  it('binds nothing when it has two explanations, the second time for good', () => {
    const told = listening()
    expect(told.silence({ others: [{ sid: 'x', lastBeatAt: 0 }] })).toMatchObject([
      { kind: 'edgeMissed', reason: 'allSilent' },
      { kind: 'outletFailed', again: true },
      { kind: 'laneAsked' },
    ])
    told.reached('off', at('A', 1), '1', false)
    told.after(10_000).must({ kind: 'due', key: '' })
    told.hold(1)
    told.cut()
    told.silence({ pduAnswers: false, watts: null })
    told.reached('off', at('A', 1), '1', false)
    expect(told.outlet(at('A', 1))).toMatchObject({ binding: null, state: 'off', left: { reason: 'hearingImpaired' } })
  })

  it('binds nothing when the outlet was taken meanwhile, and lets it go on again', () => {
    const told = listening()
    told.must({ kind: 'allocate', pdu: 'PDU-A', outlets: ['1'], to: 'db-1', by })
    expect(kinds(told.silence())).toContain('edgeMissed')
    expect(told.lane().step).toMatchObject({ at: 'clearing', reason: 'allocated', again: true })
    told.must({ kind: 'switchReady', outlet: at('A', 1), to: 'off', why: '', lane: '1', seen: reading('1', 'on') })
    expect(told.of('switchSent').filter(event => event.to === 'off')).toHaveLength(1)
  })

  it('binds nothing when its key was revoked, when the run was stopped, or by another session', () => {
    const revoked = listening()
    revoked.must({ kind: 'revokeKey', kid: 'K1', by })
    expect(revoked.silence()[0]).toMatchObject({ kind: 'edgeMissed', reason: 'claimedOnly' })
    const told = listening()
    expect(told.silence({ sid: 'other' })).toEqual([])
    const heard = {
      kind: 'silenceHeard',
      lane: '1',
      sid: told.sid(),
      offAt: 0,
      lastBeatAt: 0,
      until: 0,
      others: [],
      impaired: false,
      pduAnswers: true,
      watts: null,
    } as const
    told.must({ kind: 'makeSafe', by })
    expect(told.must(heard)).toEqual([])
  })

  it('that does not come names no machine; who fell silent instead is asked about', () => {
    const told = listening()
    const beat = { kind: 'stillBeating', lane: '1', sid: told.sid(), beatAt: told.now } as const
    expect(told.must({ ...beat, silenced: [] })[0]).toMatchObject({ kind: 'edgeMissed', reason: 'stillBeating' })
    const crossed = openRunSite(twoLanes)
    crossed.hold(1)
    crossed.after(3_000)
    crossed.hold(2, '2', 'K2')
    crossed.cut('1')
    const silenced = [crossed.sid('2')]
    const events = crossed.must({ ...beat, sid: crossed.sid('1'), silenced })
    expect(events[0]).toMatchObject({
      reason: 'othersStopped',
      detail: expect.stringContaining('Are the keys K1 and K2 swapped?'),
    })
  })
})

describe('a heart that beats after its end', () => {
  it('takes the binding back, and tries again where the lane still has the outlet', () => {
    const told = listening()
    const sid = told.sid()
    told.silence()
    const events = told.must({ kind: 'deadHeartBeat', sid, beatAt: told.now })
    expect(kinds(events)).toEqual(['bindingRetracted', 'outletFailed', 'laneAsked'])
    expect(told.outlet(at('A', 1))).toMatchObject({ binding: null, claim: { machine: machine(1).uuid } })
    expect(told.state.run?.toRecord).toEqual([])
    expect(told.must({ kind: 'deadHeartBeat', sid, beatAt: told.now })).toEqual([])
  })

  it('and goes on for a whole silence while the PDU still says off, is not what the PDU says', () => {
    const told = listening()
    const sid = told.sid()
    told.silence()
    told.must({ kind: 'deadHeartBeat', sid, beatAt: told.now })
    told.after(16_000)
    const events = told.must({ kind: 'deadHeartBeat', sid, beatAt: told.now })
    expect(events[0]).toMatchObject({ kind: 'pduDoubted', pdu: 'PDU-A', outlet: '1' })
    expect(againstOff(told.state, at('A', 2), told.now)).toContainEqual(expect.objectContaining({ code: 'doubted' }))
  })

  it('leaves the outlet with the reason when the lane has gone on', () => {
    const told = listening()
    const sid = told.sid()
    told.silence()
    told.after(3_000)
    told.switch('on', at('A', 1))
    told.must({ kind: 'goOn', lane: '1', by })
    expect(kinds(told.must({ kind: 'deadHeartBeat', sid, beatAt: told.now }))).toEqual([
      'bindingRetracted',
      'outletLeft',
    ])
    expect(told.outlet(at('A', 1)).left).toMatchObject({ reason: 'stillBeating' })
  })

  it('stops the run when its key has proved another machine meanwhile', () => {
    const told = holding()
    const sid = told.sid()
    told.must({ kind: 'heartLost', sid, lastBeatAt: told.now })
    expect(told.must({ kind: 'deadHeartBeat', sid, beatAt: told.now })).toEqual([])
    told.switch('off', at('A', 1))
    told.after(10_000).must({ kind: 'due', key: '' })
    told.switch('on', at('A', 1))
    told.proof(2)
    expect(told.must({ kind: 'deadHeartBeat', sid, beatAt: told.now })).toMatchObject([
      { kind: 'madeSafe', why: expect.stringContaining('key K1 beats in two machines at once') },
    ])
    expect(told.lane().step.at).toBe('holding')
  })
})

describe('a person', () => {
  it('may skip an outlet, but not in the middle of a switch, a cut, or a return', () => {
    const told = openRunSite()
    told.must({ kind: 'switchReady', outlet: at('A', 1), to: 'on', why: '', lane: '1', seen: reading('1', 'off') })
    expect(told.refused({ kind: 'skipOutlet', lane: '1', by })).toMatchObject({ refused: 'switching', soon: true })
    told.reached('on', at('A', 1))
    told.must({ kind: 'skipOutlet', lane: '1', by })
    expect(told.lane().step).toMatchObject({ at: 'clearing', reason: 'skipped', again: false })
    expect(listening().refused({ kind: 'skipOutlet', lane: '1', by })).toMatchObject({ refused: 'edgeOpen' })
    const back = listening()
    back.silence()
    expect(back.refused({ kind: 'skipOutlet', lane: '1', by })).toMatchObject({ refused: 'edgeOpen' })
  })

  it('may skip an outlet whose PDU does not answer', () => {
    const told = openRunSite()
    told.must({ kind: 'switchReady', outlet: at('A', 1), to: 'on', why: '', lane: '1', seen: reading('1', 'off') })
    told.must({
      kind: 'switchFailed',
      outlet: at('A', 1),
      to: 'on',
      lane: '1',
      fault: { kind: 'timeout', where: 'PDU-A', detail: 'No.' },
    })
    told.must({ kind: 'skipOutlet', lane: '1', by })
    expect(told.lane().step).toMatchObject({ at: 'clearing', reason: 'skipped' })
  })

  it.each(['nobody', 'constructor', '__proto__', 'toString'])('is told that there is no lane called %s', lane => {
    const told = openRunSite()
    expect(told.refused({ kind: 'skipOutlet', lane, by })).toMatchObject({ refused: 'nothingToSkip' })
    expect(told.refused({ kind: 'goOn', lane, by })).toMatchObject({ refused: 'notNow' })
    expect(told.must({ kind: 'heartSteady', lane, sid: 's', lastBeatAt: told.now })).toEqual([])
  })
})
