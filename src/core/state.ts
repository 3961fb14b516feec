// State: the fold of all events. Types and the empty state; apply.ts folds, select.ts answers questions.
import type { Appliance, Chassis, Together } from './equipment.ts'
import type { Confirm } from './event-run.ts'
import type { Fault } from './fault.ts'
import type { EnlistmentKey } from './key.ts'
import type { Lane, LeftReason } from './lane.ts'
import type { Binding, Machine, Session } from './machine.ts'
import type { Numbers } from './numbers.ts'
import type { By } from './person.ts'
import { noPolicy, type PolicyKnown } from './policy.ts'
import type { Address, Feed, OutletFacts, OutletRef, PduFacts, PowerState, SharedLoad, Switch } from './rack.ts'
import type { Table } from './table.ts'

export interface Outlet {
  readonly facts: OutletFacts
  readonly state: PowerState
  readonly stateAt: number
  readonly watts: number | null
  readonly amps: number | null
  /** Verified off without a break since then. */
  readonly offSince: number | null
  /** We switched it on and have not seen it otherwise since: the ground of custody. */
  readonly switchedOn: { readonly at: number; readonly run: string | null } | null
  /** We switched it off ourselves and have not seen it otherwise since. */
  readonly switchedOff: { readonly at: number; readonly run: string | null } | null
  /** `byHand`: on no run's account, whatever is open when it is seen to its end. */
  readonly pending: { readonly to: Switch; readonly sentAt: number; readonly byHand: boolean } | null
  readonly unlockedUntil: number | null
  /** The PDU itself took it off and brought it back, and nothing that must stay up went down with it. */
  readonly tried: { readonly offAt: number; readonly backAt: number } | null
  /** The most it has drawn while on. */
  readonly mostWatts: number | null
  readonly allocated: string | null
  readonly protected: string | null
  readonly taggedOut: string | null
  readonly appliance: Appliance | null
  readonly binding: Binding | null
  readonly claim: { readonly machine: string; readonly why: string; readonly at: number } | null
  readonly left: { readonly reason: LeftReason; readonly detail: string; readonly run: string } | null
  /** As the last run found it, for putting everything back. */
  readonly before: { readonly state: PowerState; readonly run: string } | null
}

export interface Pdu {
  readonly id: string
  readonly name: string
  readonly address: Address
  readonly feed: Feed
  readonly facts: PduFacts
  /** Null until a person has said what must stay on. */
  readonly keepOn: readonly string[] | null
  readonly outlets: Readonly<Record<string, Outlet>>
  readonly silent: Fault | null
  /** It said that an outlet was off while that outlet fed something: its word is no ground for a switch. */
  readonly doubted: { readonly outlet: string; readonly why: string; readonly at: number } | null
  /** Banks, phases and inlets, as last read. */
  readonly loads: readonly SharedLoad[]
  /** A person has watched here that its commands do what they say. */
  readonly watched: boolean
  /** The empty outlet on which a person watches whether commands do what they say. */
  readonly trial: { readonly outlet: string; readonly wentOn: boolean; readonly wentOff: boolean } | null
  readonly readAt: number
  readonly lastOnAt: number
  readonly lastOffAt: number
}

export interface MaasView {
  readonly readAt: number
  readonly tookMs: number
  /** outletKey to the machine that names it */
  readonly named: Readonly<Record<string, string>>
  /** PDU ids that a machine names without a clear outlet, to that machine */
  readonly whole: Readonly<Record<string, string>>
  readonly deployedUnknown: number
}

export type RunPhase = 'arming' | 'darkening' | 'working' | 'syncing' | 'stopped' | 'restoring' | 'ended'

export interface Run {
  readonly id: string
  readonly mode: 'guided'
  readonly phase: RunPhase
  readonly paused: boolean
  readonly scope: readonly OutletRef[]
  readonly scopeSize: number
  readonly pdus: readonly string[]
  readonly lanes: Readonly<Record<string, Lane>>
  readonly confirm: Confirm
  readonly sync: boolean
  readonly offline: boolean
  readonly numbers: Numbers
  readonly by: By
  readonly startedAt: number
  /** Set at start and at each resume: PDUs read before this are read again. */
  readonly armingSince: number
  readonly queue: readonly OutletRef[]
  readonly next: number
  readonly dark: readonly OutletRef[]
  readonly restore: readonly OutletRef[]
  /** Bound machines that MAAS does not know yet. */
  readonly toRecord: readonly string[]
  readonly recordUntil: number
  readonly done: number
  readonly faultsInARow: number
  readonly lastSwitchAt: number
  readonly how: 'finished' | 'stopped' | 'fault' | null
  readonly why: string
}

export interface State {
  readonly head: number
  readonly pdus: Readonly<Record<string, Pdu>>
  readonly keys: Readonly<Record<string, EnlistmentKey>>
  readonly machines: Table<Machine>
  readonly sessions: Table<Session>
  /** By name. */
  readonly chassis: Readonly<Record<string, Chassis>>
  readonly together: readonly Together[]
  readonly strangers: readonly {
    readonly uuid: string
    readonly macs: readonly string[]
    readonly serial: string
    readonly claimed: string
    readonly at: number
  }[]
  readonly maasSite: { readonly url: string; readonly username: string; readonly version: string } | null
  readonly maas: MaasView | null
  readonly maasLost: Fault | null
  readonly policy: PolicyKnown
  readonly presence: { readonly by: By; readonly at: number } | null
  /** One verified switch asked for by hand, outside a run. */
  readonly hand: { readonly outlet: OutletRef; readonly to: Switch; readonly offline: boolean; readonly by: By } | null
  /** Outlets cut within the canary time, newest last. */
  readonly cuts: readonly { readonly outlet: OutletRef; readonly at: number }[]
  /** Outlets that go on again because a canary was lost. */
  readonly rescue: readonly OutletRef[]
  readonly run: Run | null
}

export const emptyState: State = {
  head: 0,
  pdus: {},
  keys: {},
  machines: {},
  sessions: {},
  chassis: {},
  together: [],
  strangers: [],
  maasSite: null,
  maas: null,
  maasLost: null,
  policy: noPolicy,
  presence: null,
  hand: null,
  cuts: [],
  rescue: [],
  run: null,
}

/** The numbers of the run that is open, else those that the site goes by. */
export const numbersOf = (state: State): Numbers => openRun(state)?.numbers ?? state.policy.numbers

/** Its commands do what they say: known from a recording of a real unit, or watched by a person. */
export const isProven = (pdu: Pdu): boolean => pdu.facts.control === 'recorded' || pdu.watched

export const outletAt = (state: State, ref: OutletRef): Outlet | undefined => state.pdus[ref.pdu]?.outlets[ref.outlet]

/** The lane of this name; a name that only an object's prototype knows is none. */
export const laneOf = (run: Run | null, name: string | null): Lane | undefined =>
  run && name !== null && Object.hasOwn(run.lanes, name) ? run.lanes[name] : undefined

/** A run that a person has started and that has neither ended nor been stopped. */
export const openRun = (state: State): Run | null =>
  state.run && state.run.phase !== 'ended' && state.run.phase !== 'stopped' ? state.run : null
