// Rules for a run as a whole: start, arm, pause, make safe, resume, put back.
import type { Command } from '../command.ts'
import type { Event, EventOf } from '../event.ts'
import { forText, keyState, laneOfKey } from '../key.ts'
import { hasEdgeOpen, outletsInHand, type LeftReason } from '../lane.ts'
import { placeOf } from '../place.ts'
import { looserThan, unreadable } from '../policy.ts'
import { outletKey, sameOutlet, type OutletRef } from '../rack.ts'
import { notYet, refuse, type Refusal } from '../refusal.ts'
import { againstOff, inCustody, isUnlocked, mayPass, maasStale, takenBy } from '../safety.ts'
import { isProven, openRun, outletAt, type Run, type State } from '../state.ts'
import { listed } from '../words-names.ts'
import { stop } from './reading.ts'

type By = Command['by']
type Start = Extract<Command, { kind: 'startRun' }>

const nobody = 'Confirm that a person is at the rack: somebody must be there while outlets are switched.'

const present = (command: { present: boolean; by: By }, now: number): Event[] | null => {
  if (command.present) return [{ kind: 'presenceConfirmed', at: now, by: command.by }]
  return null
}

/** A switch by hand or a rescue is finished first. */
const isBusy = (state: State): boolean => state.hand !== null || state.rescue.length > 0
const busy = notYet('busy', 'An outlet is being switched. Wait a moment.')

/** Every reason against starting; empty means the run may start. */
const againstStart = (state: State, command: Start, now: number): Refusal | null => {
  const open = openRun(state)
  if (open) return refuse('runOpen', 'A run is open already. Make it safe, or let it finish.')
  if (isBusy(state)) return busy
  if (state.run && state.run.phase === 'stopped')
    return refuse(
      'runStopped',
      'The last run was stopped and left things as they are. Resume it, put everything back, or end it first.',
    )
  const reasons: string[] = againstPolicy(state, command.numbers)
  for (const id of new Set(command.scope.map(ref => ref.pdu))) {
    const pdu = state.pdus[id]
    if (!pdu) reasons.push(`Racklight knows no PDU ${id}. Add it first.`)
    else if (pdu.keepOn === null)
      reasons.push(`Nobody has said yet what must stay on at PDU ${pdu.name}. Answer that first.`)
    else if (!isProven(pdu)) {
      const why = pdu.facts.controlWhy === '' ? '' : ` ${pdu.facts.controlWhy}`
      reasons.push(
        `Nobody has seen yet that PDU ${pdu.name} does what its commands say.${why} Watch one empty outlet first: "pdu prove".`,
      )
    } else if (pdu.doubted)
      reasons.push(`${pdu.doubted.why} Look at the outlets of PDU ${pdu.name} yourself, then add it again.`)
  }
  for (const ref of command.scope)
    if (state.pdus[ref.pdu] && !outletAt(state, ref))
      reasons.push(`There is no outlet ${ref.outlet} on PDU ${state.pdus[ref.pdu]?.name}.`)
  if (new Set(command.scope.map(outletKey)).size !== command.scope.length) reasons.push('An outlet is named twice.')
  for (const ref of command.unlock) {
    const owner = takenBy(state, ref)
    const pdu = state.pdus[ref.pdu]
    if (owner && pdu) reasons.push(`${placeOf(pdu, ref.outlet)} is allocated to ${owner} and cannot be unlocked.`)
    if (!command.scope.some(other => sameOutlet(other, ref)))
      reasons.push(`Outlet ${ref.outlet} of PDU ${pdu?.name ?? ref.pdu} is to be unlocked but is not part of the run.`)
  }
  reasons.push(...againstLanes(state, command, now))
  if (command.lanes.length > 1 && command.confirm !== 'cut')
    reasons.push('Several lanes at once need the confirming cut, because only the cut tells them apart.')
  if (command.confirm === 'meter') reasons.push(...unmetered(state, command.scope))
  const stale = command.offline ? null : maasStale(state, now)
  if (stale) reasons.push(stale)
  if (reasons.length > 0) return { refused: 'notReady', reasons }
  const here = command.present || (state.presence !== null && now - state.presence.at <= command.numbers.presenceMs)
  return here ? null : refuse('nobodyPresent', nobody)
}

const unmetered = (state: State, scope: readonly OutletRef[]): string[] => {
  const without = scope.flatMap(ref => {
    const pdu = state.pdus[ref.pdu]
    return pdu && outletAt(state, ref)?.watts === null ? [placeOf(pdu, ref.outlet)] : []
  })
  return without.length === 0
    ? []
    : [`${listed(without, 6)} ${without.length === 1 ? 'has' : 'have'} no meter of their own. Take the confirming cut.`]
}

const againstPolicy = (state: State, numbers: Run['numbers']): string[] => {
  const lost = unreadable(state.policy)
  return lost === null ? looserThan(state.policy.limits, numbers) : [lost]
}

const againstLanes = (state: State, { lanes }: Start, now: number): string[] => {
  const reasons: string[] = []
  const kids = new Set<string>()
  const names = new Set<string>()
  for (const { name, kid } of lanes) {
    const key = state.keys[kid]
    const life = key ? keyState(key, now) : null
    if (!key) reasons.push(`There is no key ${kid} in stock for lane ${name}.`)
    else if (life !== 'issued' && life !== 'seen')
      reasons.push(`Key ${kid} of lane ${name} is ${life}. Issue a key for the lane first.`)
    else if (laneOfKey(key) !== name)
      reasons.push(`Key ${kid} is for ${forText(key.for)}, not for lane ${name}. Issue it with "--for lane:${name}".`)
    if (kids.has(kid)) reasons.push(`Two lanes share key ${kid}. Each lane needs its own.`)
    if (names.has(name)) reasons.push(`Two lanes are called ${name}.`)
    kids.add(kid)
    names.add(name)
  }
  return reasons
}

export const startRun = (state: State, command: Start, now: number): Event[] | Refusal => {
  const refusal = againstStart(state, command, now)
  if (refusal) return refusal
  const { run, mode, scope, lanes, confirm, sync, offline, numbers, by, unlock } = command
  const until = now + 60_000 + unlock.length * 20_000
  return [
    ...(present(command, now) ?? []),
    ...unlock.map((ref): Event => ({ kind: 'outletUnlocked', at: now, ...ref, until, by })),
    { kind: 'runStarted', at: now, run, mode, scope, lanes, confirm, sync, offline, numbers, by },
  ]
}

/** What arming finds about one outlet of the scope: it is free, must go dark first, or is left alone and why. */
export const sortOutlet = (state: State, ref: OutletRef, now: number): 'free' | 'dark' | LeftReason => {
  const pdu = state.pdus[ref.pdu]
  const outlet = outletAt(state, ref)
  if (!pdu || !outlet) return 'stateUnknown'
  if (!outlet.facts.switchable) return 'notSwitchable'
  if (outlet.binding) return 'alreadyBound'
  if (pdu.doubted) return 'doubted'
  if (outlet.protected !== null || outlet.appliance !== null) return 'protected'
  if (pdu.keepOn?.includes(ref.outlet)) return 'keptOn'
  if (outlet.taggedOut !== null) return 'taggedOut'
  if (takenBy(state, ref)) return 'allocated'
  if (outlet.state === 'off') return 'free'
  if (outlet.state !== 'on') return 'stateUnknown'
  // Switched on by this very run before it was stopped.
  if (openRun(state) && inCustody(state, outlet, now)) return 'dark'
  const against = againstOff(state, ref, now).filter(reason => reason.code !== 'outOfScope' && !mayPass(reason))
  return isUnlocked(outlet, now) && against.length === 0 ? 'dark' : 'foundOn'
}

/** Once every PDU of the run has been read: what is free, what goes dark, what is left alone. */
export const arm = (state: State, run: Run, now: number): Event[] => {
  const inHand = new Set(Object.values(run.lanes).flatMap(outletsInHand).map(outletKey))
  const queue: OutletRef[] = []
  const dark: OutletRef[] = []
  const left: { pdu: string; outlet: string; reason: LeftReason }[] = []
  for (const ref of run.scope) {
    const outlet = outletAt(state, ref)
    if (inHand.has(outletKey(ref)) || outlet?.left?.run === run.id || outlet?.binding?.run === run.id) continue
    const sorted = sortOutlet(state, ref, now)
    if (sorted === 'free') queue.push(ref)
    else if (sorted === 'dark') dark.push(ref)
    else left.push({ ...ref, reason: sorted })
  }
  return [{ kind: 'runArmed', at: now, queue: [...queue, ...dark], dark, left }]
}

/** What a stop in the middle of a cut leaves is no evidence, nor does a machine wait where it is dark now: cleared and tried again. */
const afterBreak = (state: State, run: Run, now: number): Event[] =>
  Object.values(run.lanes).flatMap((lane): EventOf<'outletFailed'>[] => {
    const step = lane.step
    if (step.at === 'free' || step.at === 'closed') return []
    const waits = step.at === 'awaiting' || step.at === 'holding'
    const wentDark = waits && outletAt(state, step.outlet)?.state === 'off'
    if (!hasEdgeOpen(lane) && !wentDark) return []
    const detail = wentDark
      ? 'It was switched off while the run stood still.'
      : 'The run was broken off while it listened, so the silence proves nothing.'
    return [
      {
        kind: 'outletFailed',
        at: now,
        lane: lane.name,
        ...step.outlet,
        reason: 'hearingImpaired',
        detail,
        again: true,
      },
    ]
  })

export const resumeRun = (state: State, command: { present: boolean; by: By }, now: number): Event[] | Refusal => {
  const run = state.run
  if (!run || run.phase !== 'stopped') return refuse('nothingToResume', 'There is no stopped run to resume.')
  if (isBusy(state)) return busy
  const forbidden = againstPolicy(state, run.numbers)
  if (forbidden.length > 0) return refuse('policy', ...forbidden)
  const here = present(command, now)
  if (!here) return refuse('nobodyPresent', nobody)
  return [...here, { kind: 'runResumed', at: now, by: command.by }, ...afterBreak(state, run, now)]
}

/** Puts back what this run changed, newest first, and says what it leaves alone and why. */
export const restoreRun = (state: State, command: { present: boolean; by: By }, now: number): Event[] | Refusal => {
  const run = state.run
  if (!run || run.phase !== 'stopped') return refuse('nothingToRestore', 'There is no stopped run to put back.')
  if (isBusy(state)) return busy
  const lost = unreadable(state.policy)
  if (lost !== null) return refuse('policy', lost)
  const here = present(command, now)
  if (!here) return refuse('nobodyPresent', nobody)
  const outlets: OutletRef[] = []
  const left: { pdu: string; outlet: string; why: string }[] = []
  for (const ref of [...run.scope].reverse()) {
    const outlet = outletAt(state, ref)
    const before = outlet?.before?.run === run.id ? outlet.before.state : null
    if (!outlet || before === null || before === outlet.state) continue
    const owner = takenBy(state, ref)
    if (owner) left.push({ ...ref, why: `It is allocated to ${owner}.` })
    else if (!outlet.switchedOn && !outlet.switchedOff && !outlet.pending)
      left.push({ ...ref, why: 'Somebody else has switched it since.' })
    else outlets.push(ref)
  }
  return [...here, { kind: 'restoreStarted', at: now, outlets, left, by: command.by }, ...afterBreak(state, run, now)]
}

export const makeSafe = (state: State, by: By, now: number): Event[] | Refusal => {
  if (!openRun(state) && !state.hand && state.rescue.length === 0)
    return refuse('nothingOpen', 'Nothing is being switched.')
  return [stop(state, `${by.person} made it safe`, now, by)]
}

export const endRun = (state: State, now: number): Event[] | Refusal =>
  state.run && state.run.phase === 'stopped'
    ? [{ kind: 'runEnded', at: now, how: 'stopped', detail: state.run.why }]
    : refuse('nothingToEnd', 'There is no stopped run to end.')
