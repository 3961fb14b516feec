import { describe, expect, it } from 'vitest'
import { handCustodyMs, Numbers } from '#core/numbers.ts'
import type { PowerState } from '#core/rack.ts'
import { at, by, maasRead, openRunSite, reading, readySite, start, startRun, type Told } from './model/site.ts'

const see = (told: Told, outlet: string, state: PowerState) =>
  told.must({ kind: 'pduRead', pdu: 'PDU-A', readings: [reading(outlet, state)] })
const kinds = (events: readonly { kind: string }[]): string[] => events.map(event => event.kind)

describe('what a PDU says', () => {
  it('is told once, and not at all where nothing has changed', () => {
    const told = readySite()
    expect(see(told, '1', 'off')).toEqual([])
    expect(see(told, '1', 'on')).toMatchObject([
      { kind: 'outletChanged', from: 'off', to: 'on' },
      { kind: 'outletsSeen' },
    ])
    expect(see(told, '1', 'on')).toEqual([])
    expect(told.must({ kind: 'pduRead', pdu: 'PDU-Z', readings: [reading('1', 'on')] })).toEqual([])
    expect(see(told, '99', 'on')).toEqual([])
  })

  it('is another hand also where the outlet could not be read in between', () => {
    const told = openRunSite()
    told.hold(1)
    expect(kinds(see(told, '1', 'pending'))).toEqual(['outletsSeen'])
    expect(kinds(see(told, '1', 'off'))).toEqual(['outletChanged', 'outletsSeen', 'outletFailed', 'laneAsked'])
    expect(told.lane().step).toMatchObject({ at: 'clearing', reason: 'changedByOther', again: true })
  })

  it('ends what a lane was proving there, whether it waits, holds or listens; the second time for good', () => {
    const told = openRunSite()
    told.switch('on', at('A', 1))
    see(told, '1', 'off')
    expect(told.lane().step).toMatchObject({ at: 'clearing', again: true })
    told.reached('off', at('A', 1), '1', false)
    expect(told.lane().step).toMatchObject({ at: 'draining', attempt: 2 })
    told.after(10_000).must({ kind: 'due', key: '' })
    told.hold(1)
    told.cut()
    see(told, '1', 'on')
    expect(told.lane().step).toMatchObject({ at: 'clearing', reason: 'changedByOther', again: false })
  })

  it('is our own late SET, where one was lost from sight: custody stays ours', () => {
    const told = openRunSite()
    told.must({ kind: 'switchReady', outlet: at('A', 1), to: 'on', why: '', lane: '1', seen: reading('1', 'off') })
    told.must({ kind: 'engineStarted' })
    told.after(60_000)
    expect(see(told, '1', 'on')).toMatchObject([{ kind: 'outletSwitched', to: 'on', run: 'r1', lane: null }])
    expect(told.outlet(at('A', 1))).toMatchObject({ pending: null, switchedOn: { run: 'r1' } })
    told.must({ kind: 'resumeRun', present: true, by })
    told.after(1)
    told.readPdus()
    told.reached('on', at('A', 1), '1', false)
    expect(told.lane().step).toMatchObject({ at: 'awaiting' })
    expect(told.of('outletLeft')).toEqual([])
  })

  it('is our own late SET by hand, and on no account of the run that a person has resumed meanwhile', () => {
    const told = openRunSite()
    told.must({ kind: 'engineStarted' })
    told.must({ kind: 'switchOutlet', ...at('A', 1), to: 'on', present: true, offline: true, by })
    told.must({ kind: 'switchReady', outlet: at('A', 1), to: 'on', why: '', lane: null, seen: reading('1', 'off') })
    told.must({ kind: 'makeSafe', by })
    told.must({ kind: 'resumeRun', present: true, by })
    told.after(1)
    told.readPdus()
    told.reached('on', at('A', 1), null, false)
    expect(told.outlet(at('A', 1))).toMatchObject({ switchedOn: { run: null } })
  })

  it('belongs to the hand that switched it, also when that is told twice and a run has begun in between', () => {
    const told = readySite()
    told.must({ kind: 'switchOutlet', ...at('A', 1), to: 'on', present: true, offline: true, by })
    told.must({ kind: 'switchReady', outlet: at('A', 1), to: 'on', why: '', lane: null, seen: reading('1', 'off') })
    told.reached('on', at('A', 1), null)
    told.must(startRun({ scope: [at('A', 1), at('A', 2)], offline: true }))
    told.readPdus()
    told.reached('on', at('A', 1), null)
    expect(told.outlet(at('A', 1))).toMatchObject({ switchedOn: { run: null } })
  })

  it('is in custody by hand from the SET on, not from when it is seen again', () => {
    const told = readySite()
    told.must({ kind: 'switchOutlet', ...at('A', 1), to: 'on', present: true, offline: true, by })
    told.must({ kind: 'switchReady', outlet: at('A', 1), to: 'on', why: '', lane: null, seen: reading('1', 'off') })
    told.must({ kind: 'engineStarted' })
    told.after(handCustodyMs)
    see(told, '1', 'on')
    const off = told.refused({ kind: 'switchOutlet', ...at('A', 1), to: 'off', present: true, offline: true, by })
    expect(off.refused).toBe('foundOn')
  })

  it('is left to the switch that is under way', () => {
    const told = openRunSite()
    told.must({ kind: 'switchReady', outlet: at('A', 1), to: 'on', why: '', lane: '1', seen: reading('1', 'off') })
    expect(see(told, '1', 'on')).toEqual([])
    told.reached('on', at('A', 1))
    expect(told.lane().step.at).toBe('awaiting')
  })

  it('opens the lanes once every PDU of the run was read after the start', () => {
    const told = readySite()
    told.must({
      kind: 'startRun',
      run: 'r1',
      mode: 'guided',
      scope: [at('A', 1), at('A', 3), at('B', 1)],
      lanes: [{ name: '1', kid: 'K1' }],
      confirm: 'cut',
      unlock: [],
      sync: false,
      offline: true,
      present: true,
      numbers: Numbers.parse({}),
      by,
    })
    told.after(1)
    expect(kinds(see(told, '1', 'off'))).toEqual(['outletsSeen'])
    expect(told.state.run?.phase).toBe('arming')
    const events = told.must({ kind: 'pduRead', pdu: 'PDU-B', readings: [reading('1', 'off')] })
    expect(events).toContainEqual(
      expect.objectContaining({
        kind: 'runArmed',
        queue: [at('A', 1), at('B', 1)],
        left: [{ ...at('A', 3), reason: 'foundOn' }],
      }),
    )
  })
})

describe('a PDU that does not answer', () => {
  const timeout = { kind: 'timeout' as const, where: 'PDU-A', detail: 'No answer.' }

  it('is told once until it answers again', () => {
    const told = openRunSite()
    expect(kinds(told.must({ kind: 'pduFailed', pdu: 'PDU-A', fault: timeout }))).toEqual(['pduSilent'])
    expect(told.must({ kind: 'pduFailed', pdu: 'PDU-A', fault: timeout })).toEqual([])
    expect(told.must({ kind: 'pduFailed', pdu: 'PDU-Z', fault: timeout })).toEqual([])
    expect(kinds(see(told, '1', 'off'))).toEqual(['pduAnswered'])
  })

  it('stops the run when another PDU stands behind its address, every time', () => {
    const wrong = { kind: 'wrongDevice' as const, where: 'PDU-A', detail: 'Another PDU answers.' }
    const told = openRunSite()
    expect(kinds(told.must({ kind: 'pduFailed', pdu: 'PDU-A', fault: wrong }))).toEqual(['pduSilent', 'madeSafe'])
    told.must({ kind: 'resumeRun', present: true, by })
    expect(kinds(told.must({ kind: 'pduFailed', pdu: 'PDU-A', fault: wrong }))).toEqual(['madeSafe'])
    const other = openRunSite()
    expect(kinds(other.must({ kind: 'pduFailed', pdu: 'PDU-B', fault: wrong }))).toEqual(['pduSilent'])
  })
})

describe('what MAAS says', () => {
  it('is a row in the journal when it is new, or when the last word grows old', () => {
    const told = readySite()
    const at1 = (ms: number, outlets = [at('B', 1)]) => told.must({ ...maasRead(start + ms, outlets) })
    expect(kinds(at1(1_000))).toEqual(['maasRead'])
    expect(at1(4_000)).toEqual([])
    expect(kinds(at1(7_000, []))).toEqual(['maasRead'])
    expect(at1(6_000)).toEqual([])
    expect(at1(26_000, [])).toEqual([])
    expect(kinds(at1(27_000, []))).toEqual(['maasRead'])
  })

  it('keeps its last word when it is lost, and says once that it is lost', () => {
    const told = readySite()
    const fault = { kind: 'unreachable' as const, where: 'MAAS', detail: 'No answer.' }
    expect(kinds(told.must({ kind: 'maasLost', fault }))).toEqual(['maasLost'])
    expect(told.must({ kind: 'maasLost', fault })).toEqual([])
    expect(told.state.maas?.readAt).toBe(start)
  })
})
