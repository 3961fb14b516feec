// What follows by itself: from where things stand and from the time alone. Called until nothing follows any more.
import { askOf } from '../ask.ts'
import type { Event } from '../event.ts'
import type { Lane } from '../lane.ts'
import { keyState } from '../key.ts'
import { placeOf } from '../place.ts'
import { syncEndsAt } from '../plan.ts'
import { openRun, outletAt, type Run, type State } from '../state.ts'
import { arm } from './run.ts'
import { failed, stopForFaults } from './lane.ts'
import { nextOutlet, openOutlets } from './queue.ts'
import { listed } from '../words-names.ts'

/** With a key that can prove nothing any more a lane begins nothing, and waits for nobody. */
const followDeadKey = (state: State, lane: Lane, now: number): Event[] => {
  const { step, kid, name } = lane
  const key = state.keys[kid]
  const life = key ? keyState(key, now) : 'unknown'
  if (life === 'issued' || life === 'seen') return []
  const detail = `Key ${kid} is ${life}, so no machine can prove itself with it.`
  if (step.at === 'free') return [{ kind: 'laneClosed', at: now, lane: name }]
  if (step.at === 'draining')
    return [{ kind: 'outletLeft', at: now, lane: name, ...step.outlet, reason: 'noCheckIn', detail }]
  return step.at === 'awaiting' ? failed(lane, 'noCheckIn', detail, false, now) : []
}

const followLane = (state: State, run: Run, lane: Lane, now: number): Event[] => {
  const dead = followDeadKey(state, lane, now)
  if (dead.length > 0) return dead
  const step = lane.step
  const { hintMs, questionMs, giveUpMs } = run.numbers
  const stalledMs = lane.stalled ? now - lane.stalled.at : 0
  if (lane.stalled && 'fault' in lane.stalled && stalledMs >= giveUpMs && 'outlet' in step) {
    const detail = `The PDU did not answer in time: ${lane.stalled.fault.detail}`
    return [{ kind: 'outletLeft', at: now, lane: lane.name, ...step.outlet, reason: 'switchFault', detail }]
  }
  switch (step.at) {
    case 'free': {
      const ref = nextOutlet(state, run)
      return ref
        ? [{ kind: 'outletTaken', at: now, lane: lane.name, ...ref, attempt: 1, machine: null }]
        : [{ kind: 'laneClosed', at: now, lane: lane.name }]
    }
    case 'draining':
      return now >= step.until
        ? [{ kind: 'outletTaken', at: now, lane: lane.name, ...step.outlet, attempt: step.attempt, machine: null }]
        : []
    case 'awaiting': {
      const waitedMs = now - step.onAt
      const late = (stage: 'hint' | 'question'): Event[] => [
        { kind: 'laneLate', at: now, lane: lane.name, ...step.outlet, stage },
      ]
      if (waitedMs >= giveUpMs)
        return failed(lane, 'noCheckIn', 'No machine proved itself while it was on.', false, now)
      if (waitedMs >= questionMs && step.late !== 'question') return late('question')
      return waitedMs >= hintMs && step.late === 'no' ? late('hint') : []
    }
    case 'keyOut':
      return now >= step.until ? [{ kind: 'laneWentOn', at: now, lane: lane.name }] : []
    case 'switchingOn':
    case 'holding':
    case 'cutting':
    case 'listening':
    case 'returning':
    case 'clearing':
    case 'closed':
      return []
  }
}

const askAnew = (state: State, lane: Lane, now: number): Event[] => {
  const asking = askOf(state, lane, now)
  if (lane.asked?.say === asking.say || lane.step.at === 'free') return []
  const { ask, outlet, machine, say, kid } = asking
  const place = { pdu: outlet?.pdu ?? null, outlet: outlet?.outlet ?? null }
  return [{ kind: 'laneAsked', at: now, lane: lane.name, ask, ...place, kid, machine, say }]
}

const putBack = (state: State, run: Run): string => {
  const other = run.scope.flatMap(ref => {
    const pdu = state.pdus[ref.pdu]
    const outlet = outletAt(state, ref)
    const stays = pdu && outlet?.before?.run === run.id && outlet.before.state !== outlet.state
    return stays ? [placeOf(pdu, ref.outlet)] : []
  })
  return other.length === 0 ? 'everything was put back' : `put back, but for ${listed(other)}`
}

/** Outlets that no lane took any more, because their keys could prove nothing. */
const notReached = (state: State, run: Run, now: number): Event[] =>
  openOutlets(state, run).map((ref): Event => {
    const detail = 'No lane was left whose key could prove anything.'
    return { kind: 'outletLeft', at: now, lane: null, ...ref, reason: 'noCheckIn', detail }
  })

/** The next fact that follows from the state and the time, or nothing. */
export const follow = (state: State, now: number): Event[] => {
  const run = openRun(state)
  if (!run) return []
  switch (run.phase) {
    case 'arming':
      return run.pdus.every(id => (state.pdus[id]?.readAt ?? 0) >= run.armingSince) ? arm(state, run, now) : []
    case 'darkening':
      return run.dark.every(ref => outletAt(state, ref)?.state === 'off') ? [{ kind: 'lanesOpened', at: now }] : []
    case 'working': {
      if (run.paused) return []
      const stopped = stopForFaults(state, run, now)
      if (stopped.length > 0) return stopped
      const lanes = Object.values(run.lanes)
      for (const lane of lanes) {
        const events = followLane(state, run, lane, now)
        if (events.length > 0) return events
      }
      for (const lane of lanes) {
        const events = askAnew(state, lane, now)
        if (events.length > 0) return events
      }
      return lanes.every(lane => lane.step.at === 'closed')
        ? [...notReached(state, run, now), { kind: 'lanesDone', at: now }]
        : []
    }
    case 'syncing': {
      const open = state.maasSite ? run.toRecord.length : 0
      if (open > 0 && now < syncEndsAt(run)) return []
      const bound = `${run.done} of ${run.scopeSize} outlets bound`
      const detail = open > 0 ? `${bound}, ${open} of them not written to MAAS` : bound
      return [{ kind: 'runEnded', at: now, how: 'finished', detail }]
    }
    case 'restoring':
      return run.restore.length === 0
        ? [{ kind: 'runEnded', at: now, how: 'stopped', detail: putBack(state, run) }]
        : []
    case 'stopped':
    case 'ended':
      return []
  }
}
