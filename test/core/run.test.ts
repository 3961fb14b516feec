import { describe, expect, it } from 'vitest'
import { plan } from '#core/plan.ts'
import { at, by, maasRead, openRunSite, reading, readySite, startRun } from './model/site.ts'

const kinds = (events: readonly { kind: string }[]): string[] => events.map(event => event.kind)
describe('make safe', () => {
  it('empties the plan, leaves on what is on, and lists it', () => {
    const told = openRunSite()
    told.hold(1)
    expect(told.must({ kind: 'makeSafe', by })).toMatchObject([
      { kind: 'madeSafe', stillOn: [at('A', 1)], why: 'Ada made it safe' },
    ])
    expect(plan(told.state)).toEqual([])
    expect(told.outlet(at('A', 1)).state).toBe('on')
    expect(told.refused({ kind: 'makeSafe', by })).toMatchObject({ refused: 'nothingOpen' })
  })

  it('stops what is asked for the last SET on its way', () => {
    const told = openRunSite()
    told.must({ kind: 'makeSafe', by })
    const ready = {
      kind: 'switchReady',
      outlet: at('A', 1),
      to: 'on',
      why: '',
      lane: '1',
      seen: reading('1', 'off'),
    } as const
    expect(told.refused(ready)).toMatchObject({ refused: 'notPlanned' })
  })

  it('of a switch by hand does not open an ended run again', () => {
    const told = openRunSite()
    told.must({ kind: 'makeSafe', by })
    told.must({ kind: 'endRun', by })
    for (const stop of [{ kind: 'makeSafe', by }, { kind: 'engineStarted' }] as const) {
      told.must(maasRead(told.now))
      told.must({ kind: 'switchOutlet', pdu: 'PDU-B', outlet: '1', to: 'on', present: true, offline: false, by })
      told.must(stop)
      expect(told.state).toMatchObject({ hand: null, run: { phase: 'ended' } })
    }
  })
})

describe('a pause', () => {
  it('plans no switch until it ends', () => {
    const told = openRunSite()
    told.must({ kind: 'pauseRun', by })
    expect(told.must({ kind: 'pauseRun', by })).toEqual([])
    expect(plan(told.state).filter(effect => effect.kind === 'switchOutlet')).toEqual([])
    const ready = {
      kind: 'switchReady',
      outlet: at('A', 1),
      to: 'on',
      why: '',
      lane: '1',
      seen: reading('1', 'off'),
    } as const
    expect(told.refused(ready)).toMatchObject({ refused: 'paused', soon: true })
    told.must({ kind: 'unpauseRun', by })
    told.switch('on', at('A', 1))
    expect(readySite().refused({ kind: 'pauseRun', by })).toMatchObject({ refused: 'noRun' })
  })
})

describe('after a crash', () => {
  it('the run stands still until a person who is there resumes it, then every PDU is read again', () => {
    const told = openRunSite()
    told.hold(1)
    expect(kinds(told.must({ kind: 'engineStarted' }))).toEqual(['runInterrupted'])
    expect(told.must({ kind: 'engineStarted' })).toEqual([])
    expect(plan(told.state)).toEqual([])
    expect(told.refused({ kind: 'resumeRun', present: false, by })).toMatchObject({ refused: 'nobodyPresent' })
    told.after(1)
    told.must({ kind: 'resumeRun', present: true, by })
    expect(plan(told.state).map(effect => effect.kind)).toContain('readPdu')
    told.readPdus()
    expect(told.lane().step).toMatchObject({ at: 'holding', outlet: at('A', 1) })
    told.cut()
    expect(kinds(told.silence())).toContain('bound')
  })

  it.each(['cutting', 'listening'] as const)(
    'a cut that was %s is no evidence: the outlet is cleared and tried again',
    stage => {
      const told = openRunSite()
      told.hold(1)
      told.after(20_000)
      told.must({ kind: 'heartSteady', lane: '1', sid: told.sid(), lastBeatAt: told.now })
      if (stage === 'listening') told.switch('off', at('A', 1))
      told.must({ kind: 'engineStarted' })
      told.must({ kind: 'resumeRun', present: true, by })
      expect(told.lane().step).toMatchObject({ at: 'clearing', reason: 'hearingImpaired', again: true })
    },
  )

  it('a bound machine whose outlet was off comes back first of all', () => {
    const told = openRunSite()
    told.hold(1)
    told.cut()
    told.silence()
    told.must({ kind: 'engineStarted' })
    told.after(1)
    told.must({ kind: 'resumeRun', present: true, by })
    told.readPdus()
    expect(told.lane().step.at).toBe('returning')
    told.after(10_000)
    told.switch('on', at('A', 1))
    expect(told.lane().step.at).toBe('keyOut')
  })

  it('an outlet that was on its way when nobody saw is taken up by its first SET', () => {
    const told = openRunSite()
    told.must({ kind: 'switchReady', outlet: at('A', 1), to: 'on', why: '', lane: '1', seen: reading('1', 'off') })
    const sentAt = told.now
    told.must({ kind: 'engineStarted' })
    told.after(60_000)
    told.must({ kind: 'resumeRun', present: true, by })
    told.readPdus()
    told.reached('on', at('A', 1), '1', false)
    expect(told.lane().step).toMatchObject({ at: 'awaiting', onAt: sentAt })
  })

  it('a run that three faults had stopped can be resumed', () => {
    const told = openRunSite({ scope: [1, 2, 4].map(n => at('A', n)).concat(at('B', 1)) })
    const fault = { kind: 'denied' as const, where: 'PDU-A', detail: 'Write access denied.' }
    for (const outlet of ['1', '2', '4'])
      told.must({ kind: 'switchFailed', outlet: at('A', outlet), to: 'on', lane: '1', fault })
    expect(told.of('madeSafe')).toMatchObject([{ why: 'three outlets in a row could not be switched', by: null }])
    told.after(1)
    told.must({ kind: 'resumeRun', present: true, by })
    told.readPdus()
    expect(told.state.run?.phase).toBe('working')
    expect(told.lane().step).toMatchObject({ at: 'switchingOn', outlet: at('B', 1) })
  })
})

describe('putting back', () => {
  it('undoes what this run did, and leaves bound and changed outlets alone, saying so', () => {
    const told = readySite()
    told.must(
      startRun({ scope: [at('A', 1), at('A', 2), at('A', 3), at('A', 4)], unlock: [at('A', 3)], offline: true }),
    )
    told.after(1)
    told.readPdus()
    told.after(500)
    told.switch('off', at('A', 3), null)
    told.hold(1)
    told.cut()
    told.silence()
    told.after(3_000)
    told.switch('on', at('A', 1))
    told.must({ kind: 'goOn', lane: '1', by })
    told.after(5_000)
    told.switch('on', at('A', 2))
    told.must({ kind: 'makeSafe', by })
    told.must({ kind: 'pduRead', pdu: 'PDU-A', readings: [reading('4', 'on')] })
    expect(told.refused({ kind: 'restoreRun', present: false, by })).toMatchObject({ refused: 'nobodyPresent' })
    expect(told.must({ kind: 'restoreRun', present: true, by })[1]).toMatchObject({
      kind: 'restoreStarted',
      outlets: [at('A', 3), at('A', 2)],
      left: [
        { outlet: '4', why: 'Somebody else has switched it since.' },
        { outlet: '1', why: expect.stringContaining('allocated to machine') },
      ],
    })
    told.after(3_000)
    told.switch('on', at('A', 3), null)
    told.after(3_000)
    const last = told.switch('off', at('A', 2), null)
    expect(last.at(-1)).toMatchObject({ kind: 'runEnded', how: 'stopped' })
    expect(told.outlet(at('A', 1)).state).toBe('on')
  })

  it('goes on past an outlet that cannot be put back, and says so', () => {
    const told = openRunSite()
    told.switch('on', at('A', 1))
    told.must({ kind: 'makeSafe', by })
    told.must({ kind: 'tagOut', pdu: 'PDU-A', outlets: ['1'], why: 'arm inside', by })
    told.must({ kind: 'restoreRun', present: true, by })
    told.after(3_000)
    const events = told.must({
      kind: 'switchReady',
      outlet: at('A', 1),
      to: 'off',
      why: '',
      lane: null,
      seen: reading('1', 'on'),
    })
    expect(events).toMatchObject([
      { kind: 'switchRefused' },
      { kind: 'outletRestored', done: false },
      { kind: 'runEnded' },
    ])
  })

  it('of a cut in the middle closes its edge, so that nothing waits for it', () => {
    const told = openRunSite()
    told.hold(1)
    told.cut()
    told.must({ kind: 'makeSafe', by })
    told.must({ kind: 'restoreRun', present: true, by })
    expect(told.state.run?.phase).toBe('ended')
    expect(readySite().refused({ kind: 'restoreRun', present: true, by })).toMatchObject({
      refused: 'nothingToRestore',
    })
    expect(readySite().refused({ kind: 'resumeRun', present: true, by })).toMatchObject({ refused: 'nothingToResume' })
    expect(readySite().refused({ kind: 'endRun', by })).toMatchObject({ refused: 'nothingToEnd' })
  })
})
