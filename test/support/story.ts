// What happened, one short line for each fact that matters, so that a story is told by one list.
// Machines are called by where they belong: m3 is the one whose cord belongs to outlet 3.
import type { Event, EventOf } from '#core/event.ts'
import type { OutletRef } from '#core/rack.ts'
import type { State } from '#core/state.ts'
import type { Bench } from '#sim/bench.ts'

export interface StoryNames {
  readonly bench: Bench
  state(): State
}

export interface Told {
  place(ref: OutletRef): string
  machine(uuid: string): string
  key(kid: string): string
  line(event: Event): string | null
}

export const makeTold = ({ bench, state }: StoryNames): Told => {
  const place = (ref: OutletRef): string => `${state().pdus[ref.pdu]?.feed ?? '?'}-${ref.outlet}`
  const places = (refs: readonly OutletRef[]): string => refs.map(place).join(' ') || 'nothing'
  const machine = (uuid: string): string => {
    const known = bench.machines.find(one => one.machine.identity.uuid === uuid)
    return known ? `m${known.home['A'] ?? '?'}` : uuid
  }
  const key = (kid: string): string => {
    const what = state().keys[kid]?.for
    return what && 'lane' in what ? `key ${what.lane}` : kid
  }
  const armed = (event: EventOf<'runArmed'>): string => {
    const left = event.left.map(one => `${place(one)} ${one.reason}`).join(', ')
    const dark = event.dark.length > 0 ? `, dark first ${places(event.dark)}` : ''
    return `armed with ${places(event.queue)}${dark}${left ? `, left ${left}` : ''}`
  }
  const pdu = (id: string): string => `PDU ${state().pdus[id]?.feed ?? '?'}`
  const lines: { readonly [K in Event['kind']]?: (event: EventOf<K>) => string | null } = {
    runArmed: armed,
    lanesOpened: () => 'lanes open',
    outletTried: event => `${place(event)} off and back by the PDU`,
    outletSwitched: event => `${place(event)} ${event.to}${event.sent ? '' : ' already'}`,
    switchFailed: event => `${place(event)} not ${event.to}: ${event.fault.kind}`,
    switchRefused: event => `${place(event)} refused ${event.to}: ${event.reasons.join(' ')}`,
    outletChanged: event => `${place(event)} went ${event.to} by another hand`,
    outletProtected: event => `${place(event)} protected`,
    laneLate: event => `${place(event)} late: ${event.stage}`,
    proofAccepted: event => `${place(event)} holds ${machine(event.machine.uuid)} by ${key(event.kid)}`,
    proofRejected: event => `${key(event.kid)} in ${machine(event.uuid)} rejected: ${event.reason}`,
    machineReturned: event =>
      `${machine(event.uuid)} is back${event.keyLeftIn === null ? '' : ` with ${key(event.kid)} in it`}`,
    strangerSeen: event => `stranger ${machine(event.uuid)}`,
    heartStopped: event => (event.lane === null ? null : `${machine(event.machine)} stopped`),
    bound: event => `${place(event)} bound to ${machine(event.machine)}, ${event.grade}`,
    claimed: event => `${place(event)} claimed by ${machine(event.machine)}: ${event.why}`,
    bindingRetracted: event => `${place(event)} no longer bound to ${machine(event.machine)}`,
    outletFailed: event => `${place(event)} failed: ${event.reason}${event.again ? ', again' : ''}`,
    outletLeft: event => `${place(event)} left: ${event.reason}`,
    pduSilent: event => `${pdu(event.pdu)} silent: ${event.fault.kind}`,
    pduAnswered: event => `${pdu(event.pdu)} answers`,
    canaryLost: event => `canary lost: ${event.canary}; on again ${places(event.outlets)}`,
    madeSafe: event => `made safe, on: ${places(event.stillOn)}`,
    runInterrupted: () => 'interrupted',
    runResumed: () => 'resumed',
    restoreStarted: event => `putting back ${places(event.outlets)}, leaving ${places(event.left)}`,
    outletRestored: event => `${place(event)} ${event.done ? 'put back' : `not put back: ${event.detail}`}`,
    maasLost: event => `MAAS lost: ${event.fault.kind}`,
    maasRecorded: event => `${machine(event.machine)} recorded`,
    maasFailed: event => `${machine(event.machine)} not recorded`,
    runEnded: event => `run ${event.how}: ${event.detail}`,
  }
  const lineOf = <K extends Event['kind']>(kind: K, event: EventOf<K>): string | null => lines[kind]?.(event) ?? null
  return { place, machine, key, line: event => lineOf(event.kind, event) }
}

/** The usual way of an outlet, as `line` tells it: a machine holds by its lane's key, is cut, bound, and gets its power back. */
export const proved = (place: string, machine: string, key = '1'): string[] => [
  `${place} on`,
  `${place} holds ${machine} by key ${key}`,
  `${place} off`,
  `${place} bound to ${machine}, proved`,
  `${place} on`,
]
