// Rules for what PDUs and MAAS say of themselves.
import type { Event } from '../event.ts'
import { hasEdgeOpen, outletInHand } from '../lane.ts'
import { maasFreshMs } from '../numbers.ts'
import { placeOf } from '../place.ts'
import { outletKey, sameOutlet, type OutletReading, type OutletRef, type Switch } from '../rack.ts'
import type { Report } from '../report.ts'
import { numbersOf, openRun, type MaasView, type Outlet, type State } from '../state.ts'

type Read = Extract<Report, { kind: 'pduRead' }>

/** Outlets to which a switch of ours is on its way: their readings belong to that switch. */
const switchesUnderWay = (state: State): OutletRef[] => {
  const refs = [...state.rescue, ...(state.hand ? [state.hand.outlet] : [])]
  const run = openRun(state)
  if (!run) return refs
  if (run.phase === 'restoring') refs.push(...run.restore.slice(0, 1))
  if (run.phase === 'darkening') refs.push(...run.dark)
  for (const lane of Object.values(run.lanes)) {
    const inHand = outletInHand(lane)
    const switching =
      lane.step.at === 'switchingOn' ||
      lane.step.at === 'returning' ||
      lane.step.at === 'clearing' ||
      lane.step.at === 'cutting'
    if (switching && inHand) refs.push(inHand)
  }
  return refs
}

/** The run on whose account an outlet is switched, also when the report comes after the run was stopped. */
export const runOf = ({ run, hand }: State, ref: OutletRef, outlet: Outlet | undefined): string | null => {
  if (!run || outlet?.pending?.byHand || (hand && sameOutlet(hand.outlet, ref))) return null
  return outlet?.before?.run === run.id ? run.id : null
}

/** Our own SET, lost from sight by a crash or a silent PDU, turns out to have been obeyed. */
export const lateReached = (state: State, pdu: string, reading: OutletReading, now: number): Event | null => {
  const outlet = state.pdus[pdu]?.outlets[reading.outlet]
  if (!outlet?.pending || outlet.pending.to !== reading.state) return null
  return {
    kind: 'outletSwitched',
    at: now,
    pdu,
    outlet: reading.outlet,
    to: outlet.pending.to,
    before: outlet.state,
    sentAt: outlet.pending.sentAt,
    reachedAt: now,
    sent: true,
    watts: reading.watts,
    run: runOf(state, { pdu, outlet: reading.outlet }, outlet),
    lane: null,
  }
}

/** The state in which the outlet was last known to stand; it may have been unreadable since. */
const stoodAt = (outlet: Outlet): Switch | null => {
  if (outlet.state === 'on' || outlet.state === 'off') return outlet.state
  if (outlet.switchedOn) return 'on'
  return outlet.switchedOff ? 'off' : null
}

export const decideRead = (state: State, report: Read, now: number, force: boolean): Event[] => {
  const pdu = state.pdus[report.pdu]
  if (!pdu) return []
  const events: Event[] = pdu.silent ? [{ kind: 'pduAnswered', at: now, pdu: pdu.id }] : []
  const changed: OutletReading[] = []
  const underWay = new Set(switchesUnderWay(state).flatMap(ref => (ref.pdu === pdu.id ? [ref.outlet] : [])))
  for (const reading of report.readings) {
    const outlet = pdu.outlets[reading.outlet]
    if (!outlet || underWay.has(reading.outlet)) continue
    const late = outlet.pending ? lateReached(state, pdu.id, reading, now) : null
    if (late) events.push(late)
    else if (reading.state !== outlet.state || outlet.pending) {
      changed.push(reading)
      const from = stoodAt(outlet)
      const to = reading.state
      if (from !== null && (to === 'on' || to === 'off') && to !== from)
        events.push({ kind: 'outletChanged', at: now, pdu: pdu.id, outlet: reading.outlet, from, to })
    }
  }
  events.push(...lying(state, report, now))
  if (changed.length > 0 || force) events.push({ kind: 'outletsSeen', at: now, pdu: pdu.id, readings: changed })
  return [...events, ...disturbed(state, events, now)]
}

/** After this time at rest a meter has come down, whatever it averages over. */
const meterSettlesMs = 60_000

/** The PDU says off, and its own meter says that something is fed there. */
const lying = (state: State, report: Read, now: number): Event[] => {
  const pdu = state.pdus[report.pdu]
  if (!pdu || pdu.doubted) return []
  const { riseWatts } = numbersOf(state)
  const wrong = report.readings.find(({ outlet: id, state: power, watts }) => {
    const outlet = pdu.outlets[id]
    const rests = power === 'off' && outlet?.offSince !== null && outlet !== undefined
    return rests && watts !== null && watts >= riseWatts && now - (outlet.offSince ?? now) >= meterSettlesMs
  })
  if (!wrong) return []
  const why = `It says that ${placeOf(pdu, wrong.outlet)} is off, and its meter shows ${wrong.watts} W there.`
  return [{ kind: 'pduDoubted', at: now, pdu: pdu.id, outlet: wrong.outlet, why }]
}

/** Another hand on a lane's outlet ends what the lane was proving there. */
const disturbed = (state: State, events: readonly Event[], now: number): Event[] => {
  const run = openRun(state)
  if (!run) return []
  return events.flatMap((event): Event[] => {
    if (event.kind !== 'outletChanged') return []
    const lane = Object.values(run.lanes).find(one => {
      const ref = outletInHand(one)
      const busy = one.step.at === 'awaiting' || one.step.at === 'holding' || hasEdgeOpen(one)
      return busy && ref !== null && sameOutlet(ref, event)
    })
    if (!lane || !('attempt' in lane.step)) return []
    const { pdu, outlet, to } = event
    const detail = `Somebody else switched it ${to}.`
    const again = lane.step.attempt < run.numbers.attempts
    return [{ kind: 'outletFailed', at: now, lane: lane.name, pdu, outlet, reason: 'changedByOther', detail, again }]
  })
}

export const decidePduFailed = (state: State, report: Extract<Report, { kind: 'pduFailed' }>, now: number): Event[] => {
  const pdu = state.pdus[report.pdu]
  if (!pdu) return []
  const told = pdu.silent?.kind === report.fault.kind
  const events: Event[] = told ? [] : [{ kind: 'pduSilent', at: now, pdu: pdu.id, fault: report.fault }]
  const run = openRun(state)
  // Another PDU behind the address is never a target.
  if (run && report.fault.kind === 'wrongDevice' && run.pdus.includes(pdu.id))
    events.push(stop(state, report.fault.detail, now))
  return events
}

export const stop = (
  state: State,
  why: string,
  now: number,
  by: Extract<Event, { kind: 'madeSafe' }>['by'] = null,
): Event => {
  const stillOn: OutletRef[] = []
  for (const id of state.run?.pdus ?? [])
    for (const [outlet, { state: power, switchedOn }] of Object.entries(state.pdus[id]?.outlets ?? {}))
      if (power === 'on' && switchedOn && switchedOn.run === state.run?.id) stillOn.push({ pdu: id, outlet })
  return { kind: 'madeSafe', at: now, by, why, stillOn }
}

/** The same again: no row in the journal while the last word is still young, or nobody waits for a younger one. */
const addsNothing = (known: MaasView, report: Extract<Report, { kind: 'maasRead' }>): boolean => {
  if (report.keep === 'always') return false
  const same = known.deployedUnknown === report.deployedUnknown && sameNames(known, report.named)
  return same && (report.keep === 'changes' || report.readAt - known.readAt < maasFreshMs(known.tookMs) / 3)
}

const sameNames = (known: MaasView, named: Extract<Report, { kind: 'maasRead' }>['named']): boolean => {
  const seen = new Set<string>()
  for (const { pdu, outlet, hostname, systemId } of named) {
    const before = outlet === null ? known.whole[pdu] : known.named[outletKey({ pdu, outlet })]
    if (before !== (hostname || systemId)) return false
    seen.add(outlet === null ? pdu : outletKey({ pdu, outlet }))
  }
  return seen.size === Object.keys(known.named).length + Object.keys(known.whole).length
}

export const decideMaas = (
  state: State,
  report: Extract<Report, { kind: 'maasRead' | 'maasLost' }>,
  now: number,
): Event[] => {
  if (report.kind === 'maasLost')
    return state.maasLost?.kind === report.fault.kind ? [] : [{ kind: 'maasLost', at: now, fault: report.fault }]
  const answersAgain = state.maasLost !== null
  if (state.maas && (report.readAt < state.maas.readAt || (!answersAgain && addsNothing(state.maas, report)))) return []
  const { readAt, tookMs, deployedUnknown } = report
  return [{ kind: 'maasRead', at: now, readAt, tookMs, named: [...report.named], deployedUnknown }]
}
