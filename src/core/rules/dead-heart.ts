// Rules for a heart that beats after its end: a binding that was wrong, a key that was copied, a PDU that tells an untruth.
import { silentMs } from '../edge.ts'
import type { Event } from '../event.ts'
import { outletInHand } from '../lane.ts'
import type { Session } from '../machine.ts'
import { placeOf } from '../place.ts'
import { sameOutlet, type OutletRef } from '../rack.ts'
import type { Report } from '../report.ts'
import { numbersOf, openRun, outletAt, type State } from '../state.ts'
import { row, rows } from '../table.ts'
import { fail } from './lane.ts'
import { stop } from './reading.ts'

const sessionOf = (state: State, sid: string): Session | undefined =>
  rows(state.sessions).find(session => session.sid === sid)

/** A heart beats that had stopped for good: what was bound by its stopping is wrong, or its key is in two machines. */
export const deadBeat = (
  state: State,
  { sid, beatAt }: Extract<Report, { kind: 'deadHeartBeat' }>,
  now: number,
): Event[] => [...contradictedCut(state, sid, now), ...goesOn(state, sid, beatAt, now), ...cloneAlarm(state, sid, now)]

const contradictedCut = (state: State, sid: string, now: number): Event[] => {
  const machine = rows(state.machines).find(one => one.endedSid === sid)
  if (!machine) return []
  const refs = machine.outlets.filter(ref =>
    outletAt(state, ref)?.binding?.evidence.some(
      one => (one.kind === 'proof' && one.sid === sid) || (one.kind === 'edgeOff' && one.mates.includes(sid)),
    ),
  )
  return retract(state, machine.uuid, refs, 'Its old session beat again after the cut that had named it.', now)
}

/**
 * One late beat retracts a binding; when the same session goes on for a whole silence more while the PDU still says off, the PDU
 * is no longer believed: a counter that lives in the machine's memory does not outlast its power.
 */
const goesOn = (state: State, sid: string, beatAt: number, now: number): Event[] => {
  const machine = sessionOf(state, sid)?.machine
  const longMs = silentMs(numbersOf(state))
  return Object.values(state.pdus).flatMap((pdu): Event[] => {
    if (pdu.doubted || machine === undefined) return []
    const outlet = Object.values(pdu.outlets).find(
      ({ claim, state: power, offSince }) =>
        claim?.machine === machine &&
        power === 'off' &&
        offSince !== null &&
        beatAt - Math.max(claim.at, offSince) > longMs,
    )
    if (!outlet) return []
    const name = row(state.machines, machine)?.serial || machine
    const why = `It says that ${placeOf(pdu, outlet.facts.id)} is off, and ${name}, which had fallen silent at its cut, goes on.`
    return [{ kind: 'pduDoubted', at: now, pdu: pdu.id, outlet: outlet.facts.id, why }]
  })
}

/** Takes bindings back; the outlet is tried again where a lane still has it in hand, and else ends without a binding. */
export const retract = (
  state: State,
  machine: string,
  refs: readonly OutletRef[],
  why: string,
  now: number,
): Event[] => {
  const run = openRun(state)
  const lane = Object.values(run?.lanes ?? {}).find(one => 'machine' in one.step && one.step.machine === machine)
  return refs.flatMap((ref): Event[] => {
    const retracted: Event = { kind: 'bindingRetracted', at: now, ...ref, machine, why }
    const inHand = lane && outletInHand(lane)
    if (run && lane && inHand && sameOutlet(inHand, ref))
      return [retracted, ...fail(run, lane, 'stillBeating', why, now)]
    return [retracted, { kind: 'outletLeft', at: now, lane: null, ...ref, reason: 'stillBeating', detail: why }]
  })
}

/** Two proved sessions of one key beat at the same time: everything stands still until a person has decided. */
const cloneAlarm = (state: State, sid: string, now: number): Event[] => {
  const old = sessionOf(state, sid)
  if (!openRun(state) || !old || old.endedAt === null) return []
  const other = rows(state.sessions).find(
    one => one.kid === old.kid && one.machine !== old.machine && one.endedAt === null,
  )
  if (!other) return []
  const why = `key ${old.kid} beats in two machines at once, ${old.machine} and ${other.machine}: was it copied?`
  return [stop(state, why, now)]
}
