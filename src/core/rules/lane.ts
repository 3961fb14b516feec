// Rules of a lane once a machine holds: cut it, listen, bind it or say why not.
import { judgeSilence, silentMs, aliveMs } from '../edge.ts'
import type { Event } from '../event.ts'
import { hasEdgeOpen, outletInHand, type Lane, type LeftReason } from '../lane.ts'
import type { Evidence } from '../machine.ts'
import { refuse, type Refusal } from '../refusal.ts'
import type { Report } from '../report.ts'
import { openRun, outletAt, type Run, type State } from '../state.ts'
import { rows } from '../table.ts'
import { takenBy } from '../safety.ts'
import { stop } from './reading.ts'

type Of<K extends Report['kind']> = Extract<Report, { kind: K }>

const fail = (run: Run, lane: Lane, reason: LeftReason, detail: string, now: number): Event[] => {
  const ref = outletInHand(lane)
  if (!ref || !('attempt' in lane.step)) return []
  const again = lane.step.attempt < run.numbers.attempts
  return [{ kind: 'outletFailed', at: now, lane: lane.name, ...ref, reason, detail, again }]
}

/** May this lane cut now: its heart is fresh, nobody else listens or switches, and the rack has been quiet for a silence. */
export const steady = (state: State, report: Of<'heartSteady'>, now: number): Event[] => {
  const run = openRun(state)
  const lane = run?.lanes[report.lane]
  if (!run || !lane || run.paused || run.phase !== 'working' || run.confirm !== 'cut') return []
  const step = lane.step
  if (step.at !== 'holding' || step.sid !== report.sid) return []
  if (report.lastBeatAt <= step.heldAt || now - report.lastBeatAt > aliveMs(run.numbers.beatMs)) return []
  if (now - run.lastSwitchAt < silentMs(run.numbers)) return []
  const busy = Object.values(run.lanes).some(other => {
    const ref = outletInHand(other)
    return other.name !== lane.name && (hasEdgeOpen(other) || (ref !== null && outletAt(state, ref)?.pending))
  })
  if (busy) return []
  return [{ kind: 'cutOrdered', at: now, lane: lane.name, ...step.outlet, machine: step.machine, sid: step.sid }]
}

export const heardSilence = (state: State, report: Of<'silenceHeard'>, now: number): Event[] => {
  const run = openRun(state)
  const lane = run?.lanes[report.lane]
  if (!run || !lane || lane.step.at !== 'listening' || lane.step.sid !== report.sid) return []
  const { outlet: ref, machine, setAt, offAt, bootAt, onAt, sid, heldAt } = lane.step
  const verdict = judgeSilence({ ...report, offAt }, setAt, run.numbers, now)
  if (!verdict.ok) return missed(run, lane, verdict.reason, verdict.detail, now)
  const owner = takenBy(state, ref)
  if (owner) return missed(run, lane, 'allocated', `It has meanwhile been allocated to ${owner}.`, now)
  const proof: Evidence = { kind: 'proof', at: heldAt, kid: lane.kid, sid, bootAt, outletOnAt: onAt }
  return [
    {
      kind: 'bound',
      at: now,
      lane: lane.name,
      ...ref,
      machine,
      grade: 'proved',
      evidence: [proof, verdict.evidence],
      run: run.id,
    },
  ]
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
  const lane = run?.lanes[report.lane]
  if (!run || !lane || lane.step.at !== 'listening' || lane.step.sid !== report.sid) return []
  const others = rows(state.sessions).filter(session => report.silenced.includes(session.sid))
  const crossed = others[0]
  if (!crossed)
    return missed(
      run,
      lane,
      'stillBeating',
      'The machine that proved kept beating while its outlet was off, so it is fed from elsewhere.',
      now,
    )
  const detail = `The machine with key ${crossed.kid} fell silent instead. Are the keys ${lane.kid} and ${crossed.kid} swapped?`
  return missed(run, lane, 'othersStopped', detail, now)
}

export const lostHeart = (state: State, report: Of<'heartLost'>, now: number): Event[] => {
  const run = openRun(state)
  const session = rows(state.sessions).find(one => one.sid === report.sid)
  if (!session) return []
  const lane = Object.values(run?.lanes ?? {}).find(one => 'sid' in one.step && one.step.sid === report.sid)
  if (lane && (hasEdgeOpen(lane) || lane.step.at === 'returning')) return []
  const { lastBeatAt, sid } = report
  const stopped: Event = {
    kind: 'heartStopped',
    at: now,
    sid,
    machine: session.machine,
    lane: lane?.name ?? null,
    lastBeatAt,
  }
  if (!run || !lane) return [stopped]
  return [stopped, ...fail(run, lane, 'heartLost', 'The machine stopped beating though its outlet was not cut.', now)]
}

export const saidGoodbye = (state: State, report: Of<'goodbyeSaid'>, now: number): Event[] => {
  const run = openRun(state)
  const lane = Object.values(run?.lanes ?? {}).find(one => 'sid' in one.step && one.step.sid === report.sid)
  if (!run || !lane || lane.step.at === 'returning') return []
  return fail(
    run,
    lane,
    'saidGoodbye',
    `The machine said goodbye (${report.reason}), so its silence proves nothing.`,
    now,
  )
}

/** A heart beats that a cut had stopped for good: what was bound by that cut is wrong. */
export const deadBeat = (state: State, report: Of<'deadHeartBeat'>, now: number): Event[] => {
  const machine = rows(state.machines).find(one => one.endedSid === report.sid)
  if (!machine) return []
  const why = 'Its old session beat again after the cut that had named it.'
  const retracted = machine.outlets
    .filter(ref =>
      outletAt(state, ref)?.binding?.evidence.some(one => one.kind === 'edgeOff' && one.sid === report.sid),
    )
    .map((ref): Event => ({ kind: 'bindingRetracted', at: now, ...ref, machine: machine.uuid, why }))
  const run = openRun(state)
  const lane = Object.values(run?.lanes ?? {}).find(one => 'machine' in one.step && one.step.machine === machine.uuid)
  return run && lane ? [...retracted, ...fail(run, lane, 'stillBeating', why, now)] : retracted
}

export const skipOutlet = (state: State, name: string, now: number): Event[] | Refusal => {
  const run = openRun(state)
  const lane = run?.lanes[name]
  if (!run || !lane || lane.step.at === 'free' || lane.step.at === 'closed' || lane.step.at === 'keyOut')
    return refuse('nothingToSkip', `Lane ${name} has no outlet in hand.`)
  if (hasEdgeOpen(lane) || lane.step.at === 'returning')
    return refuse('edgeOpen', 'Its outlet is being cut and comes back on in a moment. Then skip.')
  return [
    {
      kind: 'outletFailed',
      at: now,
      lane: name,
      ...lane.step.outlet,
      reason: 'skipped',
      detail: 'A person skipped it.',
      again: false,
    },
  ]
}

export const goOn = (state: State, name: string, now: number): Event[] | Refusal =>
  openRun(state)?.lanes[name]?.step.at === 'keyOut'
    ? [{ kind: 'laneWentOn', at: now, lane: name }]
    : refuse('notNow', `Lane ${name} is not waiting for you.`)

export const stopForFaults = (state: State, run: Run, now: number): Event[] =>
  run.faultsInARow >= 3 ? [stop(state, 'three outlets in a row could not be switched', now)] : []
