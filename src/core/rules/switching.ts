// Rules around one switch: asked right before the SET, told when the PDU was read back, or when it failed.
import type { Command } from '../command.ts'
import { apply } from '../apply.ts'
import { isOurs } from '../apply-switch.ts'
import { silentMs } from '../edge.ts'
import { isLoadKnown } from '../headroom.ts'
import type { Event } from '../event.ts'
import { hasEdgeOpen, outletInHand, type Lane, type LeftReason } from '../lane.ts'
import { placeOf } from '../place.ts'
import { plan } from '../plan.ts'
import { sameOutlet, type OutletRef } from '../rack.ts'
import { isRefusal, notYet, refuse, type Refusal } from '../refusal.ts'
import type { Report } from '../report.ts'
import { againstSwitch, mayPass, mayReturn, wantsTimedCut, type Reason } from '../safety.ts'
import { laneOf, numbersOf, openRun, outletAt, type Run, type State } from '../state.ts'
import { fail } from './lane.ts'
import { lateReached, runOf, stop } from './reading.ts'

type Ready = Extract<Report, { kind: 'switchReady' }>

/** A switch by hand, outside a run. */
export const orderSwitch = (
  state: State,
  command: Extract<Command, { kind: 'switchOutlet' }>,
  now: number,
): Event[] | Refusal => {
  const { pdu, outlet, to, offline, by, present } = command
  if (openRun(state)) return refuse('runOpen', 'A run is open. Make it safe before you switch by hand.')
  if (state.hand || state.rescue.length > 0) return notYet('busy', 'Another switch is under way.')
  const ref = { pdu, outlet }
  const asked: State = {
    ...state,
    hand: { outlet: ref, to, offline, by },
    presence: present ? { by, at: now } : state.presence,
  }
  const reasons = againstSwitch(asked, ref, to, now)
  if (reasons.length > 0) return { refused: reasons[0]?.code ?? 'refused', reasons: reasons.map(reason => reason.say) }
  const here: Event[] = present ? [{ kind: 'presenceConfirmed', at: now, by }] : []
  return [...here, { kind: 'switchOrdered', at: now, pdu, outlet, to, offline, by }]
}

/** Why this switch has to wait a moment, if it has to. */
const tooSoon = (state: State, report: Ready, now: number): Refusal | null => {
  const run = openRun(state)
  const pdu = state.pdus[report.outlet.pdu]
  if (!pdu || state.rescue.some(ref => sameOutlet(ref, report.outlet))) return null
  const numbers = numbersOf(state)
  const outlet = outletAt(state, report.outlet)
  // What was on a moment ago fits.
  const known = isLoadKnown(state, report.outlet) || (outlet !== undefined && mayReturn(state, outlet, now))
  const onGapMs = known ? numbers.onGapMs : Math.max(numbers.onGapMs, numbers.onGapUnknownMs)
  if (report.to === 'on' && now - pdu.lastOnAt < onGapMs) return notYet('gap', 'Outlets go on one after another.')
  if (report.to === 'off' && now - pdu.lastOffAt < numbers.offGapMs)
    return notYet('gap', 'Outlets go off one after another.')
  if (!run) return null
  const other = Object.values(run.lanes).find(lane => lane.name !== report.lane && hasEdgeOpen(lane))
  if (other) return notYet('edgeOpen', `Lane ${other.name} is listening for a heart.`)
  const cutting = laneOf(run, report.lane)?.step.at === 'cutting'
  // The cut has its own quiet time before it; the same holds for whoever comes after it.
  return cutting && now - run.lastSwitchAt < silentMs(numbers)
    ? notYet('quiet', 'The rack must be quiet before a cut.')
    : null
}

/** Asked with the outlet's reading right before the SET: journals it, or says why not. */
export const readySwitch = (state: State, report: Ready, now: number): Event[] | Refusal => {
  const { outlet: ref, to, why, lane, seen } = report
  const run = openRun(state)
  if (run?.paused && state.rescue.length === 0) return notYet('paused', 'The run is paused.')
  // Whoever asks may have been overtaken by a stop on the way here.
  if (!isPlanned(state, report)) return refuse('notPlanned', 'Nobody wants this switched any more.')
  if (seen.state === to) return notYet('standing', `It stands ${to} already.`)
  const wait = tooSoon(state, report, now)
  if (wait) return wait
  const tried = tryFirst(state, report, now)
  if (tried) return tried
  const read = readFirst(state, report, now)
  const stood = read.reduce(apply, state)
  const reasons = againstSwitch(stood, ref, to, now)
  if (reasons.length === 0 && run?.confirm === 'none' && !isDrained(stood, run, report, now))
    return read.length > 0 ? read : notYet('draining', 'Its outlet must have been off for a while.')
  if (reasons.length === 0)
    return [
      ...read,
      {
        kind: 'switchSent',
        at: now,
        pdu: ref.pdu,
        outlet: ref.outlet,
        to,
        why,
        run: run?.id ?? null,
        lane,
        timed: report.timed ?? false,
      },
    ]
  const refused = refusedSwitch(state, report, reasons, now)
  return isRefusal(refused) ? refused : [...read, ...refused]
}

/** Whoever cuts asks again in the other way, or waits until what must stay on has outlived the first cut. */
const tryFirst = (state: State, { outlet: ref, to, timed = false }: Ready, now: number): Refusal | null => {
  if (to === 'on') return null
  const wanted = wantsTimedCut(state, ref, now)
  if (wanted !== timed)
    return notYet('timedCut', wanted ? 'The PDU itself must bring it back the first time.' : 'It came back already.')
  const { canaryMs } = numbersOf(state)
  const offAt = outletAt(state, ref)?.tried?.offAt
  return offAt !== undefined && now - offAt < canaryMs
    ? notYet('canaries', 'What must stay on is still watched after the first cut.')
    : null
}

/** Without the cut the place rests on the start alone, so nothing may live on what the last power left behind. */
const isDrained = (state: State, run: Run, { outlet: ref, to }: Ready, now: number): boolean => {
  const outlet = outletAt(state, ref)
  if (run.phase !== 'working' || to === 'off' || outlet?.state !== 'off') return true
  return outlet.offSince !== null && now - outlet.offSince >= run.numbers.drainMs
}

const isPlanned = (state: State, { outlet, to, lane }: Ready): boolean =>
  plan(state).some(
    effect =>
      effect.kind === 'switchOutlet' && effect.to === to && effect.lane === lane && sameOutlet(effect.outlet, outlet),
  )

/** What the reading right before the SET adds to what is known. */
const readFirst = (state: State, { outlet: ref, to, seen, loads = [] }: Ready, now: number): Event[] => {
  const outlet = outletAt(state, ref)
  // The loads that a switch rests on are a fact of the journal, like the switch itself.
  const weighed: Event[] =
    to === 'on' && loads.length > 0 ? [{ kind: 'loadsSeen', at: now, pdu: ref.pdu, loads: [...loads] }] : []
  if (!outlet || outlet.state === seen.state) return weighed
  const late = lateReached(state, ref.pdu, seen, now)
  return [...weighed, late ?? { kind: 'outletsSeen', at: now, pdu: ref.pdu, readings: [seen] }]
}

/** The lane that has this very outlet in hand. */
const laneWith = (run: Run | null, name: string | null, ref: OutletRef): Lane | undefined => {
  const lane = laneOf(run, name)
  const inHand = lane && outletInHand(lane)
  return inHand && sameOutlet(inHand, ref) ? lane : undefined
}

/** Before the lanes begin nobody has the outlet in hand: it stays out of the run. */
const leftDark = (run: Run | null, ref: OutletRef, reason: LeftReason, detail: string, now: number): Event[] =>
  run?.phase === 'darkening' && run.dark.some(other => sameOutlet(other, ref))
    ? [{ kind: 'outletLeft', at: now, lane: null, pdu: ref.pdu, outlet: ref.outlet, reason, detail }]
    : []

const refusedSwitch = (state: State, report: Ready, reasons: Reason[], now: number): Event[] | Refusal => {
  const { outlet: ref, to, lane: name } = report
  const says = reasons.map(reason => reason.say)
  const lane = laneWith(openRun(state), name, ref)
  const told = lane?.stalled && 'reasons' in lane.stalled && lane.stalled.reasons.join() === says.join()
  // Said already; whoever it waits for needs no second asked four times.
  if (told) return refuse(reasons[0]?.code ?? 'refused', ...says)
  const refused: Event = {
    kind: 'switchRefused',
    at: now,
    pdu: ref.pdu,
    outlet: ref.outlet,
    to,
    reasons: says,
    lane: name,
  }
  const run = openRun(state)
  if (run?.phase === 'restoring')
    return [
      refused,
      { kind: 'outletRestored', at: now, pdu: ref.pdu, outlet: ref.outlet, done: false, detail: says.join(' ') },
    ]
  const final = reasons.some(reason => !mayPass(reason))
  if (!lane) return [refused, ...leftDark(run, ref, 'refused', says.join(' '), now)]
  if (!final) return [refused]
  const left: Event = {
    kind: 'outletLeft',
    at: now,
    lane: name,
    pdu: ref.pdu,
    outlet: ref.outlet,
    reason: 'refused',
    detail: says.join(' '),
  }
  return [refused, left]
}

export const reachedSwitch = (
  state: State,
  report: Extract<Report, { kind: 'switchReached' }>,
  now: number,
): Event[] => {
  const { outlet: ref, to, before, sent, sentAt, reachedAt, watts, lane: name } = report
  const run = openRun(state)
  const common = { pdu: ref.pdu, outlet: ref.outlet }
  const outlet = outletAt(state, ref)
  const account = runOf(state, ref, outlet)
  const events: Event[] = [
    {
      kind: 'outletSwitched',
      at: now,
      ...common,
      to,
      before,
      sentAt,
      reachedAt,
      sent,
      watts,
      run: account,
      lane: name,
    },
  ]
  if (run?.phase === 'restoring') events.push({ kind: 'outletRestored', at: now, ...common, done: true, detail: '' })
  const lane = laneWith(run, name, ref)
  if (!run || !lane || !outlet) return events
  const stoodOn = to === 'on' && lane.step.at === 'switchingOn' && !isOurs(outlet, report) && !outlet.switchedOn
  if (stoodOn) {
    const detail = 'It was on already, and not by us.'
    return [...events, { kind: 'outletLeft', at: now, lane: lane.name, ...common, reason: 'foundOn', detail }]
  }
  if (to === 'off' && !sent && lane.step.at === 'cutting') {
    const detail = 'It was off already, so its machine did not fall silent by a cut of ours.'
    return [...events, ...fail(run, lane, 'changedByOther', detail, now)]
  }
  if (to === 'off' && lane.step.at === 'clearing' && !lane.step.again) {
    const { reason, detail } = lane.step
    events.push({ kind: 'outletLeft', at: now, lane: lane.name, ...common, reason, detail })
  }
  return events
}

/** The PDU took it off and brought it back; what must stay on is watched from the moment it was off. */
export const triedCut = (state: State, report: Extract<Report, { kind: 'outletTried' }>, now: number): Event[] => {
  const { outlet: ref, sentAt, offAt, backAt, offSeconds } = report
  return outletAt(state, ref)
    ? [{ kind: 'outletTried', at: now, pdu: ref.pdu, outlet: ref.outlet, sentAt, offAt, backAt, offSeconds }]
    : []
}

export const failedSwitch = (state: State, report: Extract<Report, { kind: 'switchFailed' }>, now: number): Event[] => {
  const { outlet: ref, to, fault, lane: name } = report
  const common = { pdu: ref.pdu, outlet: ref.outlet }
  const run = openRun(state)
  const pdu = state.pdus[ref.pdu]
  const lane = laneWith(run, name, ref)
  // Whoever stops a switch before the SET has nothing to tell about the PDU.
  if (fault.kind === 'cancelled') return []
  const known = lane?.stalled && 'fault' in lane.stalled && lane.stalled.fault.kind === fault.kind
  if (known) return []
  const events: Event[] = [{ kind: 'switchFailed', at: now, ...common, to, fault, lane: name }]
  if (fault.kind === 'wrongDevice' && run) return [...events, stop(state, fault.detail, now)]
  if (run?.phase === 'restoring')
    return [...events, { kind: 'outletRestored', at: now, ...common, done: false, detail: fault.detail }]
  if (!run || !lane || !pdu) return [...events, ...leftDark(run, ref, 'switchFault', fault.detail, now)]
  if (lane.step.at === 'cutting') {
    const detail = `Nobody saw the moment of the cut, so the silence after it proves nothing. ${fault.detail}`
    return [...events, ...fail(run, lane, 'hearingImpaired', detail, now)]
  }
  const passing =
    fault.kind === 'timeout' || fault.kind === 'unreachable' || fault.kind === 'busy' || fault.kind === 'malformed'
  if (passing) return [...events, { kind: 'laneStalled', at: now, lane: lane.name, fault }]
  const detail = `${placeOf(pdu, ref.outlet)}: ${fault.detail}`
  return [...events, { kind: 'outletLeft', at: now, lane: lane.name, ...common, reason: 'switchFault', detail }]
}

/** Something that must stay up went down after a cut: everything cut within the canary time comes back at once. */
export const lostCanary = (state: State, report: Extract<Report, { kind: 'canaryLost' }>, now: number): Event[] => {
  const run = openRun(state)
  const { canaryMs } = numbersOf(state)
  const outlets = state.cuts
    .filter(cut => now - cut.at <= canaryMs + 5_000)
    .map(cut => cut.outlet)
    .reverse()
  if (outlets.length === 0) return []
  const why = `${report.canary} was lost when it was cut: ${report.detail}`
  const stopped: Event[] = run ? [stop(state, why, now)] : []
  const guarded = outlets.map((ref): Event => ({
    kind: 'outletProtected',
    at: now,
    pdu: ref.pdu,
    outlet: ref.outlet,
    why: why.slice(0, 256),
    by: null,
  }))
  return [
    ...stopped,
    { kind: 'canaryLost', at: now, canary: report.canary, detail: report.detail, outlets },
    ...guarded,
  ]
}
