// One outlet as a lamp: a shape, a word and a tone, never colour alone. Body: power. Mark: what we know. Ring: time.
import { silentMs } from './edge.ts'
import { applianceWords } from './equipment.ts'
import { outletInHand, type Lane, type LeftReason } from './lane.ts'
import { placeOf } from './place.ts'
import { sameOutlet, type OutletRef } from './rack.ts'
import { inCustody, isUnlocked, takenBy } from './safety.ts'
import { openRun, outletAt, type Outlet, type Pdu, type Run, type State } from './state.ts'
import { machineName, spokenTime, timer } from './words-names.ts'
import { leftWords } from './left-words.ts'

export const lampKinds = [
  'off',
  'on',
  'now',
  'wait',
  'waitOff',
  'bound',
  'boundOff',
  'established',
  'establishedOff',
  'sighted',
  'claimed',
  'never',
  'keptOn',
  'taggedOut',
  'taken',
  'locked',
  'unlocked',
  'fault',
  'person',
  'unknown',
] as const
export type LampKind = (typeof lampKinds)[number]
export type Tone = 'plain' | 'now' | 'known' | 'quiet' | 'alarm'

export interface Lamp {
  readonly kind: LampKind
  readonly word: string
  readonly tone: Tone
  /** Place, state, owner, reason, in this order. */
  readonly spoken: string
  /** How much of the usual time has gone, for the ring. */
  readonly fraction?: number
  /** The lane that has this outlet in hand. */
  readonly lane?: string
}

/** What a live meter must show before a plugged cord is believed. */
export const loadSeenWatts = 10
const switchMs = 15_000

const tones: Readonly<Record<LampKind, Tone>> = {
  off: 'plain',
  on: 'plain',
  now: 'now',
  wait: 'plain',
  waitOff: 'plain',
  bound: 'known',
  boundOff: 'known',
  established: 'known',
  establishedOff: 'known',
  sighted: 'known',
  claimed: 'known',
  never: 'quiet',
  keptOn: 'quiet',
  taggedOut: 'quiet',
  taken: 'quiet',
  locked: 'plain',
  unlocked: 'plain',
  fault: 'alarm',
  person: 'alarm',
  unknown: 'plain',
}

type Sign = readonly [kind: LampKind, word: string, spoken: string, extra?: { fraction?: number; lane?: string }]

const part = (ms: number, of: number): number => Math.min(1, Math.max(0, ms / Math.max(1, of)))

/** Why an outlet that ended without a binding wants a person, in one or two words; the others are results. */
const troubles: Partial<Record<LeftReason, readonly [LampKind, string]>> = {
  switchFault: ['fault', 'no switch'],
  stillBeating: ['person', 'question'],
  allSilent: ['person', 'question'],
  othersStopped: ['person', 'question'],
  heartLost: ['person', 'heart lost'],
  hearingImpaired: ['person', 'question'],
  saidGoodbye: ['person', 'question'],
  claimedOnly: ['person', 'question'],
  changedByOther: ['person', 'other hand'],
  noRise: ['person', 'question'],
  othersRose: ['person', 'question'],
}
export const isTrouble = (reason: LeftReason): boolean => troubles[reason] !== undefined

/** The lane that has the outlet in hand in a run that is going on. */
export const laneOn = (state: State, ref: OutletRef): Lane | null => {
  const run = openRun(state)
  if (!run) return null
  return (
    Object.values(run.lanes).find(lane => {
      const inHand = outletInHand(lane)
      return inHand !== null && sameOutlet(inHand, ref)
    }) ?? null
  )
}

/** Nobody knows how the outlet stands at this moment. */
export const isUnread = (state: State, ref: OutletRef): boolean =>
  state.pdus[ref.pdu]?.silent !== null || outletAt(state, ref)?.state === 'unknown'

const laneSign = (state: State, run: Run, lane: Lane, now: number, watts: number | null): Sign | null => {
  const step = lane.step
  // What its PDU does not tell any more is not asked of a hand.
  if (step.at === 'awaiting' && isUnread(state, step.outlet)) return null
  const tag = { lane: lane.name }
  const says = `lane ${lane.name}`
  switch (step.at) {
    case 'draining':
      return [
        'waitOff',
        'next',
        `off, next for ${says}`,
        { ...tag, fraction: 1 - part(step.until - now, run.numbers.drainMs) },
      ]
    case 'switchingOn':
      return ['waitOff', 'going on', `going on, ${says}`, { ...tag, fraction: 0 }]
    case 'awaiting': {
      const waited = now - step.onAt
      if (step.late === 'question')
        return ['person', 'look', `on, needs a person: no answer for ${spokenTime(waited)}`, tag]
      if (run.paused) return ['on', 'paused', `on, paused, ${says}`, tag]
      if (watts !== null && watts >= loadSeenWatts) {
        const spoken = `on, waiting ${spokenTime(waited)}, ${says}`
        return ['wait', timer(waited), spoken, { ...tag, fraction: part(waited, usualMs(state) ?? run.numbers.hintMs) }]
      }
      return ['now', 'plug here', `plug here now, ${says}`, tag]
    }
    case 'holding': {
      const who = machineName(state, step.machine)
      const fraction = part(now - step.heldAt, silentMs(run.numbers) + run.numbers.beatMs)
      return ['wait', 'answered', `on, ${who} answered, ${says}`, { ...tag, fraction }]
    }
    case 'cutting':
      return ['wait', 'cutting', `being cut, ${says}`, { ...tag, fraction: 1 }]
    case 'listening': {
      const fraction = part(now - step.offAt, silentMs(run.numbers))
      return ['waitOff', 'cut', 'cut, waiting for the heart', { ...tag, fraction }]
    }
    case 'returning':
      if (outletAt(state, step.outlet)?.state === 'unknown') return null
      return ['boundOff', 'coming back', `bound to ${machineName(state, step.machine)}, coming back on, ${says}`, tag]
    case 'clearing':
      return ['wait', 'going off', `going off, ${says}`, { ...tag, fraction: 1 }]
    case 'keyOut':
    case 'free':
    case 'closed':
      return null
  }
}

/** How long machines took from outlet on to proof, in this rack so far: the median, or null. */
export const usualMs = (state: State): number | null => {
  const times: number[] = []
  for (const pdu of Object.values(state.pdus))
    for (const { binding } of Object.values(pdu.outlets)) {
      const proof = binding?.evidence.find(one => one.kind === 'proof')
      if (proof?.kind === 'proof') times.push(proof.at - proof.outletOnAt)
    }
  times.sort((a, b) => a - b)
  return times[Math.floor(times.length / 2)] ?? null
}

const knownSign = (state: State, outlet: Outlet): Sign | null => {
  const { binding, claim, state: power } = outlet
  if (binding) {
    const who = machineName(state, binding.machine)
    const on = power === 'on'
    const then = on ? 'on' : 'off'
    const word = on ? 'bound' : 'bound, off'
    switch (binding.grade) {
      case 'proved':
        return [on ? 'bound' : 'boundOff', word, `bound to ${who}, ${then}`]
      case 'established':
        return [on ? 'established' : 'establishedOff', word, `bound to ${who} without a cut, ${then}`]
      case 'sighted':
        return ['sighted', 'sighted', `sighted: ${who}, not proved, ${then}`]
      case 'claimed':
        return ['claimed', 'claimed', `claimed by ${who}, not proved, ${then}`]
    }
  }
  return claim
    ? ['claimed', 'claimed', `claimed by ${machineName(state, claim.machine)}, not proved: ${claim.why}`]
    : null
}

const markSign = (state: State, pdu: Pdu, outlet: Outlet, ref: OutletRef): Sign | null => {
  const power = outlet.state === 'on' ? 'on' : 'off'
  if (outlet.taggedOut !== null) return ['taggedOut', 'tagged out', `${power}, tagged out: ${outlet.taggedOut}`]
  if (outlet.appliance !== null) {
    const { name, what } = outlet.appliance
    return ['never', 'never touch', `never touch: it feeds the ${applianceWords[what]} ${name}`]
  }
  if (outlet.protected !== null) return ['never', 'never touch', `never touch: ${outlet.protected}`]
  if (pdu.keepOn?.includes(ref.outlet)) return ['keptOn', 'stays on', `${power}, must stay on: a person said so`]
  const owner = takenBy(state, ref)
  if (owner !== null) return ['taken', 'taken', `${power}, taken by ${owner}`]
  if (!outlet.facts.switchable) return ['never', 'fixed', `${power}, cannot be switched by this PDU`]
  return null
}

/** What is bound stays bound while nobody knows whether it is on. */
const unknownSign = (state: State, { binding }: Outlet, why: string): Sign => {
  const bound = binding ? `bound to ${machineName(state, binding.machine)}, ` : ''
  return ['unknown', binding ? 'bound?' : 'unknown', `${bound}${why}`]
}

const powerSign = (state: State, outlet: Outlet, now: number, watts: number | null): Sign => {
  if (outlet.state === 'unknown') return unknownSign(state, outlet, 'state not known')
  if (outlet.state === 'pending') return ['waitOff', 'switching', 'switching', { fraction: 0 }]
  const left = outlet.left && outlet.left.run === state.run?.id ? outlet.left.reason : null
  const because = left === null ? '' : `, not bound: ${leftWords(left)}`
  if (outlet.state === 'off') {
    const word =
      left === 'skipped' ? 'skipped' : left === 'noCheckIn' ? 'no answer' : left === 'refused' ? 'refused' : 'off'
    return ['off', word, `off${because}`]
  }
  if (inCustody(state, outlet, now)) return ['on', 'on', `on${because}`]
  const load = watts === null ? 'load not known' : `${watts} watts`
  if (isUnlocked(outlet, now)) return ['unlocked', 'unlocked', `on, ${load}, unlocked`]
  return ['locked', watts === null ? 'locked' : `${watts} W, locked`, `on, ${load}, locked`]
}

const pendingSign = (outlet: Outlet, now: number): Sign | null => {
  if (!outlet.pending) return null
  const fraction = part(now - outlet.pending.sentAt, switchMs)
  return outlet.pending.to === 'on'
    ? ['waitOff', 'going on', 'going on', { fraction }]
    : ['wait', 'going off', 'going off', { fraction }]
}

const troubleSign = (state: State, outlet: Outlet): Sign | null => {
  const { left } = outlet
  const trouble = left && left.run === state.run?.id ? troubles[left.reason] : undefined
  if (!left || !trouble) return null
  const says = left.detail || leftWords(left.reason)
  return [trouble[0], trouble[1], `${trouble[0] === 'fault' ? 'fault' : 'needs a person'}: ${says}`]
}

const noLamp = (ref: OutletRef): Lamp => ({
  kind: 'unknown',
  word: 'unknown',
  tone: 'plain',
  spoken: `${ref.outlet}, not known`,
})

/** The lamp of an outlet. `watts` is the live reading, where there is one. */
export const lampOf = (state: State, ref: OutletRef, now: number, watts?: number | null): Lamp => {
  const pdu = state.pdus[ref.pdu]
  const outlet = outletAt(state, ref)
  if (!pdu || !outlet) return noLamp(ref)
  const load = watts === undefined ? outlet.watts : watts
  const run = openRun(state)
  const lane = laneOn(state, ref)
  const silent = pdu.silent ? unknownSign(state, outlet, `state not known: ${pdu.silent.detail}`) : null
  const [kind, word, spoken, extra] =
    (run?.phase === 'working' && lane ? laneSign(state, run, lane, now, load) : null) ??
    silent ??
    pendingSign(outlet, now) ??
    (outlet.state === 'unknown' ? troubleSign(state, outlet) : null) ??
    (outlet.state === 'unknown' || outlet.state === 'pending' ? powerSign(state, outlet, now, load) : null) ??
    (outlet.binding ? knownSign(state, outlet) : null) ??
    troubleSign(state, outlet) ??
    knownSign(state, outlet) ??
    markSign(state, pdu, outlet, ref) ??
    powerSign(state, outlet, now, load)
  return { kind, word, tone: tones[kind], spoken: `${placeOf(pdu, ref.outlet)}, ${spoken}`, ...extra }
}
