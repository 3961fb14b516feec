// Rules of a lane once a machine holds: cut it, listen, bind it or say why not.
import { aliveMs, judgeFall, judgeRise, judgeSilence, silentMs, stoppedToo } from '../edge.ts'
import { chassisOf, mateSessions } from '../equipment.ts'
import type { Event } from '../event.ts'
import { laneOfKey } from '../key.ts'
import { hasEdgeOpen, outletInHand, type Lane, type LeftReason } from '../lane.ts'
import type { Evidence, Session } from '../machine.ts'
import { placeOf } from '../place.ts'
import type { OutletRef } from '../rack.ts'
import { notYet, refuse, type Refusal } from '../refusal.ts'
import type { Report } from '../report.ts'
import { laneOf, openRun, outletAt, type Run, type State } from '../state.ts'
import { rows } from '../table.ts'
import { takenBy } from '../safety.ts'
import { partnerOf } from './queue.ts'
import { stop } from './reading.ts'

type Of<K extends Report['kind']> = Extract<Report, { kind: K }>

/** What the lane has in hand has failed: to be tried `again`, or given up. */
export const failed = (lane: Lane, reason: LeftReason, detail: string, again: boolean, now: number): Event[] => {
  const ref = outletInHand(lane)
  return ref ? [{ kind: 'outletFailed', at: now, lane: lane.name, ...ref, reason, detail, again }] : []
}

/** The same, again while tries are left. */
export const fail = (run: Run, lane: Lane, reason: LeftReason, detail: string, now: number): Event[] =>
  'attempt' in lane.step ? failed(lane, reason, detail, lane.step.attempt < run.numbers.attempts, now) : []

/** May this lane cut now: its heart is fresh, nobody else listens or switches, and the rack has been quiet for a silence. */
export const steady = (state: State, report: Of<'heartSteady'>, now: number): Event[] => {
  const run = openRun(state)
  const lane = laneOf(run, report.lane)
  if (!run || !lane || run.paused || run.phase !== 'working' || run.confirm === 'none') return []
  const step = lane.step
  if (step.at !== 'holding' || step.sid !== report.sid) return []
  if (run.confirm === 'meter' && !step.rise) return []
  if (report.lastBeatAt <= step.heldAt || now - report.lastBeatAt > aliveMs(run.numbers.beatMs)) return []
  if (now - run.lastSwitchAt < silentMs(run.numbers)) return []
  if (Object.values(run.lanes).some(other => other.name !== lane.name && hasEdgeOpen(other))) return []
  if (mayStillSwitch(state, run, now)) return []
  return [{ kind: 'cutOrdered', at: now, lane: lane.name, ...step.outlet, machine: step.machine, sid: step.sid }]
}

/** A SET lost from sight may still act; after this time it will not. */
const actsWithinMs = 120_000

const mayStillSwitch = (state: State, run: Run, now: number): boolean =>
  run.pdus.some(id => {
    const pdu = state.pdus[id]
    // Whatever is pending was sent no later than the PDU's last switches.
    return (
      pdu !== undefined &&
      now - Math.max(pdu.lastOnAt, pdu.lastOffAt) < actsWithinMs &&
      Object.values(pdu.outlets).some(({ pending }) => pending !== null && now - pending.sentAt < actsWithinMs)
    )
  })

export const heardSilence = (state: State, report: Of<'silenceHeard'>, now: number): Event[] => {
  const run = openRun(state)
  const lane = laneOf(run, report.lane)
  if (!run || run.phase !== 'working' || !lane || lane.step.at !== 'listening' || lane.step.sid !== report.sid)
    return []
  const { outlet: ref, machine, setAt, offAt, bootAt, onAt, sid, heldAt } = lane.step
  const heard = { ...report, offAt }
  const mates = new Set(mateSessions(state, machine).map(session => session.sid))
  const verdict =
    run.confirm === 'meter'
      ? judgeFall(heard, lane.step, setAt, run.numbers, now)
      : judgeSilence(heard, setAt, run.numbers, now, mates)
  if (!verdict.ok) {
    const failed = missed(run, lane, verdict.reason, verdict.detail, now)
    return verdict.reason === 'othersStopped' ? [...togetherOf(state, heard, ref, run, now), ...failed] : failed
  }
  const outlet = outletAt(state, ref)
  if (outlet?.state !== 'off' || !outlet.switchedOff)
    return missed(run, lane, 'changedByOther', 'It did not stay off while we listened.', now)
  if (lane.pair && outletAt(state, lane.pair.outlet)?.state !== 'off')
    return missed(run, lane, 'changedByOther', 'The outlet of the first cord did not stay off while we listened.', now)
  const { kid } = lane.step
  if (state.keys[kid]?.revokedAt !== null)
    return missed(run, lane, 'claimedOnly', `Key ${kid} was revoked while we listened.`, now)
  const owner = takenBy(state, ref)
  if (owner) {
    // It must not stay dark: it goes on again, and its next cut is refused.
    const detail = `It has meanwhile been allocated to ${owner}.`
    return missed(run, lane, 'allocated', detail, now).map(event =>
      event.kind === 'outletFailed' ? { ...event, again: true } : event,
    )
  }
  const proof: Evidence = { kind: 'proof', at: heldAt, kid, sid, bootAt, outletOnAt: onAt }
  const second = lane.pair ? null : partnerOf(state, run, ref)
  const edge = verdict.evidence
  const mateMachines =
    edge.kind === 'edgeOff' ? mateSessions(state, machine).filter(({ sid: id }) => edge.mates.includes(id)) : []
  return [
    {
      kind: 'bound',
      at: now,
      lane: lane.name,
      ...ref,
      machine,
      with: mateMachines.map(session => session.machine),
      grade: 'proved',
      evidence: [proof, edge],
      run: run.id,
    },
    ...spent(state, kid, machine, now),
    ...matesPlaced(state, run, machine, now),
    ...(second ? [{ kind: 'outletTaken' as const, at: now, lane: lane.name, ...second, attempt: 1, machine }] : []),
  ]
}

/** A lane's key goes on to the next machine; any other has done its work with its first binding. */
export const spent = (state: State, kid: string, machine: string, now: number): Event[] => {
  const key = state.keys[kid]
  return key && key.spentAt === null && laneOfKey(key) === null ? [{ kind: 'keySpent', at: now, kid, machine }] : []
}

/** Whoever holds another machine of the chassis waits in vain: it is bound here, and that outlet still needs a machine. */
const matesPlaced = (state: State, run: Run, machine: string, now: number): Event[] => {
  const mates = chassisOf(state, machine)?.machines.filter(uuid => uuid !== machine) ?? []
  return Object.values(run.lanes).flatMap(lane =>
    lane.step.at === 'holding' && mates.includes(lane.step.machine)
      ? fail(run, lane, 'othersStopped', 'Its machine belongs to a chassis that has just been bound.', now)
      : [],
  )
}

/** What may be a chassis: machines with proofs of their own that one cut has stopped together. */
const togetherOf = (state: State, heard: Of<'silenceHeard'>, ref: OutletRef, run: Run, now: number): Event[] => {
  const sids = [heard.sid, ...stoppedToo(heard, run.numbers)]
  const machines = rows(state.sessions).flatMap(({ sid, machine }) => (sids.includes(sid) ? [machine] : []))
  return machines.length > 1 ? [{ kind: 'heartsStoppedTogether', at: now, ...ref, machines }] : []
}

/** The load of the lane's outlet since it went on: a rise on it alone is the first half of a metered edge. */
export const weighed = (state: State, report: Of<'loadWeighed'>, now: number): Event[] => {
  const run = openRun(state)
  const lane = laneOf(run, report.lane)
  if (!run || run.phase !== 'working' || run.paused || run.confirm !== 'meter' || !lane) return []
  const { step } = lane
  if (step.at !== 'holding' || step.sid !== report.sid || step.rise) return []
  const verdict = judgeRise(report, run.numbers)
  if (!verdict.ok) return fail(run, lane, verdict.reason, verdict.detail, now)
  const { fromWatts, toWatts, noiseWatts } = report
  const { outlet, machine } = step
  return [{ kind: 'loadRose', at: now, lane: lane.name, ...outlet, machine, fromWatts, toWatts, noiseWatts }]
}

const missed = (run: Run, lane: Lane, reason: LeftReason, detail: string, now: number): Event[] => {
  if (lane.step.at !== 'listening') return []
  const edge: Event = {
    kind: 'edgeMissed',
    at: now,
    lane: lane.name,
    ...lane.step.outlet,
    machine: lane.step.machine,
    reason,
    detail,
  }
  return [edge, ...fail(run, lane, reason, detail, now)]
}

/** The machine lived on while its outlet was off: it hangs somewhere else, or on two feeds, or the keys are crossed. */
export const beatOn = (state: State, report: Of<'stillBeating'>, now: number): Event[] => {
  const run = openRun(state)
  const lane = laneOf(run, report.lane)
  if (!run || run.phase !== 'working' || !lane || lane.step.at !== 'listening' || lane.step.sid !== report.sid)
    return []
  const others = rows(state.sessions).filter(session => report.silenced.includes(session.sid))
  const crossed = others[0]
  if (!crossed) {
    const detail = 'The machine that proved kept beating while its outlet was off, so it is fed from elsewhere.'
    return missed(run, lane, 'stillBeating', [detail, ...suspicions(state, run, lane)].join(' '), now)
  }
  const detail = `The machine with key ${crossed.kid} fell silent instead. Are the keys ${lane.kid} and ${crossed.kid} swapped?`
  return missed(run, lane, 'othersStopped', detail, now)
}

/** Where its cord or its key may be: at the other lanes whose outlets are on. */
const suspicions = (state: State, run: Run, lane: Lane): string[] =>
  Object.values(run.lanes).flatMap(other => {
    const ref = other.name === lane.name ? null : outletInHand(other)
    const pdu = ref ? state.pdus[ref.pdu] : undefined
    if (!ref || !pdu || outletAt(state, ref)?.state !== 'on') return []
    return [`Are the keys ${lane.kid} and ${other.kid} swapped, or hangs its cord in ${placeOf(pdu, ref.outlet)}?`]
  })

const sessionOf = (state: State, sid: string): Session | undefined =>
  rows(state.sessions).find(session => session.sid === sid)

const laneHolding = (run: Run | null, sid: string): Lane | undefined =>
  Object.values(run?.lanes ?? {}).find(lane => 'sid' in lane.step && lane.step.sid === sid)

/** The end of a session, where it has not ended before. */
const ended = (state: State, sid: string, lane: Lane | undefined, lastBeatAt: number, now: number): Event[] => {
  const session = sessionOf(state, sid)
  if (session?.endedAt !== null) return []
  return [{ kind: 'heartStopped', at: now, sid, machine: session.machine, lane: lane?.name ?? null, lastBeatAt }]
}

export const lostHeart = (state: State, { sid, lastBeatAt }: Of<'heartLost'>, now: number): Event[] => {
  const run = openRun(state)
  const lane = laneHolding(run, sid)
  if (lane && lane.step.at !== 'holding') return []
  const stopped = ended(state, sid, lane, lastBeatAt, now)
  if (!run || !lane) return stopped
  return [
    ...stopped,
    ...fail(run, lane, 'heartLost', 'The machine stopped beating though its outlet was not cut.', now),
  ]
}

export const saidGoodbye = (state: State, { sid, reason }: Of<'goodbyeSaid'>, now: number): Event[] => {
  const run = openRun(state)
  const lane = laneHolding(run, sid)
  const stopped = ended(state, sid, lane, now, now)
  if (!run || !lane || lane.step.at === 'returning') return stopped
  const detail = `The machine said goodbye (${reason}), so its silence proves nothing.`
  return [...stopped, ...fail(run, lane, 'saidGoodbye', detail, now)]
}

export const skipOutlet = (state: State, name: string, now: number): Event[] | Refusal => {
  const run = openRun(state)
  const lane = laneOf(run, name)
  if (!run || !lane || lane.step.at === 'free' || lane.step.at === 'closed' || lane.step.at === 'keyOut')
    return refuse('nothingToSkip', `Lane ${name} has no outlet in hand.`)
  if (hasEdgeOpen(lane) || lane.step.at === 'returning')
    return refuse('edgeOpen', 'Its outlet is being cut and comes back on in a moment. Then skip.')
  if (outletAt(state, lane.step.outlet)?.pending && !lane.stalled)
    return notYet('switching', 'Its outlet is being switched at this moment. Then skip.')
  return failed(lane, 'skipped', 'A person skipped it.', false, now)
}

export const goOn = (state: State, name: string, now: number): Event[] | Refusal =>
  laneOf(openRun(state), name)?.step.at === 'keyOut'
    ? [{ kind: 'laneWentOn', at: now, lane: name }]
    : refuse('notNow', `Lane ${name} is not waiting for you.`)

export const stopForFaults = (state: State, run: Run, now: number): Event[] =>
  run.faultsInARow >= 3 ? [stop(state, 'three outlets in a row could not be switched', now)] : []
