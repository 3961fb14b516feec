// May this outlet be switched, now? Pure predicates, asked by the plan's dry run and again right before every SET.
import { againstLoad, againstTransfer } from './headroom.ts'
import { handCustodyMs, maasFreshMs } from './numbers.ts'
import { unreadable } from './policy.ts'
import { outletKey, sameOutlet, type OutletRef, type Switch } from './rack.ts'
import { applianceWords } from './equipment.ts'
import { isProven, numbersOf, openRun, outletAt, type Outlet, type Pdu, type State } from './state.ts'
import { age, placeOf } from './place.ts'

/** What or who names the outlet, whether by a mark of ours, a binding, or MAAS; null when nobody does. */
export const takenBy = (state: State, ref: OutletRef): string | null => {
  const outlet = outletAt(state, ref)
  if (outlet?.allocated) return outlet.allocated
  if (outlet?.binding) return `machine ${outlet.binding.machine}`
  const named = state.maas?.named[outletKey(ref)]
  if (named) return `${named} in MAAS`
  const whole = state.maas?.whole[ref.pdu]
  return whole ? `${whole} in MAAS, which names this PDU without a clear outlet` : null
}

/** We saw it off, we switched it on in this run (or just now by hand), and nothing has touched it since. */
export const inCustody = (state: State, outlet: Outlet, now: number): boolean => {
  if (!outlet.switchedOn) return false
  const run = openRun(state)
  if (run) return outlet.switchedOn.run === run.id
  return isStoppedRun(state, outlet.switchedOn.run) || now - outlet.switchedOn.at < handCustodyMs
}

const isStoppedRun = ({ run }: State, id: string | null): boolean => run?.phase === 'stopped' && run.id === id

/** We cut it ourselves, and it stands so since: a binding of ours, something of this run, or a moment ago by hand. */
export const mayReturn = (state: State, outlet: Outlet, now: number): boolean => {
  const { switchedOff, binding } = outlet
  if (!switchedOff) return false
  const run = openRun(state)
  if (binding !== null || (run && switchedOff.run === run.id)) return true
  return isStoppedRun(state, switchedOff.run) || now - switchedOff.at < handCustodyMs
}

/** Its first cut is one from which the PDU itself brings it back, so that it returns even if nobody hears us any more. */
export const wantsTimedCut = (state: State, ref: OutletRef, now: number): boolean => {
  const pdu = state.pdus[ref.pdu]
  const outlet = outletAt(state, ref)
  if (!pdu?.facts.timedCut || outlet?.state !== 'on' || isOnTrial(pdu, outlet)) return false
  return !inCustody(state, outlet, now) && outlet.tried === null
}

export const isUnlocked = (outlet: Outlet, now: number): boolean =>
  outlet.unlockedUntil !== null && now < outlet.unlockedUntil

/** Null when our view of MAAS may be relied on; else why not. */
export const maasStale = (state: State, now: number): string | null => {
  if (!state.maasSite)
    return 'No MAAS is set up, so nobody knows which outlets are taken. Set it up with "maas check", or take offline responsibility.'
  if (!state.maas) return 'MAAS has not been read yet. Check that it answers, or take offline responsibility.'
  const freshMs = maasFreshMs(state.maas.tookMs)
  // The limit and not the age itself, so that the sentence stays the same while it holds.
  return now - state.maas.readAt <= freshMs
    ? null
    : `What MAAS said is more than ${age(freshMs)} old, too old to switch by. Check that MAAS answers, or take offline responsibility.`
}

export type ReasonCode =
  | 'unknownOutlet'
  | 'keepOnUnanswered'
  | 'notSwitchable'
  | 'taggedOut'
  | 'protected'
  | 'keptOn'
  | 'doubted'
  | 'unproven'
  | 'breaker'
  | 'transfer'
  | 'outOfScope'
  | 'allocated'
  | 'foundOn'
  | 'stateUnknown'
  | 'staleMaas'
  | 'nobodyPresent'
  | 'policyUnreadable'
export interface Reason {
  readonly code: ReasonCode
  readonly say: string
}

/** Reasons that pass by themselves or by an answer; with any other the outlet is out of the question. */
export const mayPass = (reason: Reason): boolean =>
  reason.code === 'staleMaas' ||
  reason.code === 'policyUnreadable' ||
  reason.code === 'nobodyPresent' ||
  reason.code === 'keepOnUnanswered' ||
  reason.code === 'stateUnknown' ||
  reason.code === 'breaker' ||
  reason.code === 'transfer'

const because = (code: ReasonCode, say: string): Reason => ({ code, say })

const fixed = (outlet: Outlet, place: string): Reason[] => {
  const reasons: Reason[] = []
  if (!outlet.facts.switchable) reasons.push(because('notSwitchable', `${place} cannot be switched by this PDU.`))
  if (outlet.taggedOut !== null) reasons.push(because('taggedOut', `${place} is tagged out: ${outlet.taggedOut}.`))
  return reasons
}

/** A person watches this empty outlet, to see whether the PDU's commands do what they say. */
export const isOnTrial = (pdu: Pdu, outlet: Outlet): boolean => !isProven(pdu) && pdu.trial?.outlet === outlet.facts.id

const unproven = (pdu: Pdu, outlet: Outlet): Reason[] => {
  if (isProven(pdu) || isOnTrial(pdu, outlet)) return []
  const how = `Watch one empty outlet go off and on first: "pdu prove ${pdu.name} OUTLET".`
  return [because('unproven', `Nobody has seen yet that PDU ${pdu.name} does what its commands say. ${how}`)]
}

const common = (pdu: Pdu, outlet: Outlet, place: string): Reason[] => {
  const reasons: Reason[] = [...unproven(pdu, outlet)]
  if (pdu.keepOn === null)
    reasons.push(
      because('keepOnUnanswered', `Nobody has said yet what must stay on at PDU ${pdu.name}. Answer that first.`),
    )
  reasons.push(...fixed(outlet, place))
  if (pdu.doubted)
    reasons.push(
      because('doubted', `${pdu.doubted.why} Look at the outlets of PDU ${pdu.name} yourself, then add it again.`),
    )
  if (outlet.appliance !== null) {
    const { name, what } = outlet.appliance
    reasons.push(because('protected', `${place} feeds the ${applianceWords[what]} ${name} and is never switched.`))
  }
  if (outlet.protected !== null) reasons.push(because('protected', `${place} is protected: ${outlet.protected}.`))
  if (pdu.keepOn?.includes(outlet.facts.id)) reasons.push(because('keptOn', `${place} must stay on: a person said so.`))
  return reasons
}

const offline = (state: State): boolean => openRun(state)?.offline ?? state.hand?.offline ?? false

/** Arming marks every outlet that the open run may touch. */
const scopeReasons = (state: State, outlet: Outlet, place: string): Reason[] => {
  const run = openRun(state)
  return !run || outlet.before?.run === run.id
    ? []
    : [because('outOfScope', `${place} is not part of the run that is open.`)]
}

const noSuch = (ref: OutletRef): Reason[] => [
  because('unknownOutlet', `There is no outlet ${ref.outlet} on a PDU ${ref.pdu} that Racklight knows.`),
]

const unread = (outlet: Outlet, place: string): Reason[] =>
  outlet.state === 'on' || outlet.state === 'off'
    ? []
    : [because('stateUnknown', `The state of ${place} is not known. Read the PDU again.`)]

const stale = (state: State, now: number): Reason[] => {
  const why = offline(state) ? null : maasStale(state, now)
  return why === null ? [] : [because('staleMaas', why)]
}

const lawless = (state: State): Reason[] => {
  const why = unreadable(state.policy)
  return why === null ? [] : [because('policyUnreadable', why)]
}

/** Every reason against switching the outlet off; empty means it may go off. */
export const againstOff = (state: State, ref: OutletRef, now: number): Reason[] => {
  const pdu = state.pdus[ref.pdu]
  const outlet = outletAt(state, ref)
  if (!pdu || !outlet) return noSuch(ref)
  const place = placeOf(pdu, ref.outlet)
  const reasons = [...common(pdu, outlet, place), ...scopeReasons(state, outlet, place), ...unread(outlet, place)]
  const owner = takenBy(state, ref)
  if (owner) reasons.push(because('allocated', `${place} is allocated to ${owner}.`))
  if (outlet.state === 'on' && !inCustody(state, outlet, now) && !isUnlocked(outlet, now) && !isOnTrial(pdu, outlet)) {
    const load = outlet.watts === null ? 'load unknown' : `${outlet.watts} W`
    reasons.push(
      because('foundOn', `${place} was found on (${load}) and is locked. Unlock it by its number if it may be cut.`),
    )
  }
  reasons.push(...againstTransfer(state, [ref]).map(say => because('transfer', say)))
  return [...reasons, ...lawless(state), ...stale(state, now)]
}

/** Every reason against switching the outlet on; empty means it may go on. */
export const againstOn = (state: State, ref: OutletRef, now: number): Reason[] => {
  const pdu = state.pdus[ref.pdu]
  const outlet = outletAt(state, ref)
  if (!pdu || !outlet) return noSuch(ref)
  // What we cut ourselves may always come back, at once: leaving it dark would be the greater harm.
  if (state.rescue.some(other => sameOutlet(other, ref))) return []
  const place = placeOf(pdu, ref.outlet)
  const ours = mayReturn(state, outlet, now)
  // What must stay on, or must never go off, comes back all the more.
  const reasons = [...(ours ? fixed(outlet, place) : common(pdu, outlet, place)), ...unread(outlet, place)]
  reasons.push(...lawless(state))
  if (!ours) reasons.push(...scopeReasons(state, outlet, place))
  const owner = takenBy(state, ref)
  if (owner && !ours)
    reasons.push(
      because('allocated', `${place} is allocated to ${owner} and was found off. Somebody left it off for a reason.`),
    )
  const presenceMs = numbersOf(state).presenceMs
  if (!state.presence || now - state.presence.at > presenceMs) {
    const said = `Nobody has confirmed in the last ${age(presenceMs)} that a person is at the rack. Confirm it first.`
    reasons.push(because('nobodyPresent', said))
  }
  if (ours) return reasons
  reasons.push(...againstLoad(state, ref).map(say => because('breaker', say)))
  return [...reasons, ...stale(state, now)]
}

export const againstSwitch = (state: State, ref: OutletRef, to: Switch, now: number): Reason[] =>
  to === 'off' ? againstOff(state, ref, now) : againstOn(state, ref, now)
