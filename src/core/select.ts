// Questions the view asks of the state: machines, progress, connections. Pure; lamps, lanes, questions and runs have files of their own.
import type { Fault } from './fault.ts'
import type { Binding, Machine } from './machine.ts'
import { age } from './place.ts'
import { outletKey, type OutletRef } from './rack.ts'
import { maasStale } from './safety.ts'
import { openRun, outletAt, type Pdu, type Run, type State } from './state.ts'
import { row, rows } from './table.ts'
import { lampOf, laneOn } from './select-lamp.ts'
import { machineName, timer } from './words-names.ts'

export type MachineState = 'found' | 'holding' | 'cut' | 'proved' | 'lost' | 'question' | 'taken'

export interface MachineView {
  readonly id: string
  readonly name: string
  readonly detail: string
  readonly state: MachineState
  readonly outlets: readonly OutletRef[]
  /** The lane whose hand is wanted at this machine. */
  readonly lane: string | null
  readonly spoken: string
}

/** When a machine was first found; a binding keeps that time in its proof, so the order never changes in a run. */
const foundAt = (state: State, machine: Machine): number => {
  const first = machine.outlets[0]
  const binding = first ? outletAt(state, first)?.binding : null
  const proof = binding?.evidence.find(one => one.kind === 'proof')
  return proof?.at ?? binding?.at ?? machine.seenAt
}

const isBoundTo = (binding: Binding | null | undefined, uuid: string): boolean =>
  binding?.machine === uuid || (binding?.with.includes(uuid) ?? false)

const machineState = (
  state: State,
  machine: Machine,
  isBound: boolean,
): { state: MachineState; lane: string | null } => {
  const run = openRun(state)
  const lanes = run?.phase === 'working' ? Object.values(run.lanes) : []
  const lane = lanes.find(one => 'machine' in one.step && one.step.machine === machine.uuid)
  const keyLeft = lanes.find(one => one.step.at === 'awaiting' && one.step.keyLeftIn === machine.uuid)
  const second = lanes.find(one => one.pair?.machine === machine.uuid)
  if (second?.step.at === 'awaiting' && !run?.paused) return { state: 'proved', lane: second.name }
  if (keyLeft) return { state: 'proved', lane: keyLeft.name }
  if (lane?.step.at === 'holding') return { state: 'holding', lane: null }
  if (lane?.step.at === 'cutting' || lane?.step.at === 'listening') return { state: 'cut', lane: null }
  if (lane?.step.at === 'keyOut') return { state: 'proved', lane: lane.name }
  if (isBound) return { state: 'proved', lane: null }
  if (row(state.sessions, machine.uuid)?.endedAt === null) return { state: 'found', lane: null }
  return { state: 'lost', lane: null }
}

const machineSays: Readonly<Record<MachineState, string>> = {
  found: 'found, not placed',
  holding: 'heart beating',
  cut: 'cut, waiting for its heart',
  proved: 'bound',
  lost: 'silent, not bound',
  question: 'question',
  taken: 'deployed in MAAS',
}

/** Machines that proved themselves, in the order found, then those that MAAS says hang here already. */
export const machinesOf = (state: State): MachineView[] => {
  const found = rows(state.machines)
    .map(machine => ({ machine, at: foundAt(state, machine) }))
    .sort((a, b) => a.at - b.at || a.machine.uuid.localeCompare(b.machine.uuid))
    .map(({ machine }): MachineView => {
      // A PDU that was forgotten takes its bindings with it.
      const outlets = machine.outlets.filter(ref => isBoundTo(outletAt(state, ref)?.binding, machine.uuid))
      const { state: is, lane } = machineState(state, machine, outlets.length > 0)
      const name = machineName(state, machine.uuid)
      const places = outlets.map(ref => `${state.pdus[ref.pdu]?.feed ?? '?'}-${ref.outlet}`)
      const detail = machine.systemId ?? machine.macs[0] ?? ''
      const at = places.length > 0 ? `bound to ${places.join(' and ')}` : machineSays[is]
      const wants = lane === null ? '' : `, lane ${lane} asks for it`
      return {
        id: machine.uuid,
        name,
        detail,
        state: is,
        outlets,
        lane,
        spoken: `${name}, ${at}${wants}`,
      }
    })
  return [...found, ...takenMachines(state)]
}

const takenMachines = (state: State): MachineView[] => {
  const byName = new Map<string, OutletRef[]>()
  const add = (name: string, ref: OutletRef): void => {
    byName.set(name, [...(byName.get(name) ?? []), ref])
  }
  for (const pdu of Object.values(state.pdus))
    for (const outlet of Object.values(pdu.outlets)) {
      const ref = { pdu: pdu.id, outlet: outlet.facts.id }
      const named = state.maas?.named[outletKey(ref)]
      if (outlet.binding) continue
      if (outlet.allocated !== null) add(outlet.allocated, ref)
      else if (named !== undefined) add(named, ref)
    }
  return [...byName].map(([name, outlets]): MachineView => {
    const detail = outlets.some(ref => state.maas?.named[outletKey(ref)] !== undefined)
      ? 'deployed in MAAS'
      : 'allocated'
    return { id: `taken:${name}`, name, detail, state: 'taken', outlets, lane: null, spoken: `${name}, ${detail}` }
  })
}

export type Box = 'bound' | 'now' | 'wait' | 'left' | 'todo'
export interface Progress {
  readonly title: string
  readonly done: number
  readonly total: number
  readonly boxes: readonly Box[]
  readonly say: string
}

type Watts = Readonly<Record<string, number>>

const boxOf = (state: State, run: Run, ref: OutletRef, now: number, watts: Watts): Box => {
  const outlet = outletAt(state, ref)
  if (outlet?.binding) return 'bound'
  if (laneOn(state, ref)) return lampOf(state, ref, now, watts[outletKey(ref)]).kind === 'now' ? 'now' : 'wait'
  return outlet?.left?.run === run.id ? 'left' : 'todo'
}

/** How far the run is; an outlet bound before the run counts too. */
export const progressOf = (state: State, now: number, watts: Watts = {}): Progress | null => {
  const run = state.run
  if (!run) return null
  const boxes = run.scope.map(ref => boxOf(state, run, ref, now, watts))
  const done = boxes.filter(box => box === 'bound').length
  const open = boxes.filter(box => box === 'todo' || box === 'now' || box === 'wait').length
  const lanes = Math.max(1, Object.keys(run.lanes).length)
  const finished = run.done + boxes.filter(box => box === 'left').length
  const pace =
    run.done >= 2 && open > 0 && openRun(state) && finished > 0 ? ((now - run.startedAt) / finished) * open : null
  const minutes = pace === null ? null : Math.max(1, Math.round(pace / 60_000))
  const feeds = [...new Set(run.pdus.map(id => state.pdus[id]?.feed ?? '?'))].sort()
  const title = feeds.length > 1 ? `Guided, ${feeds.join(' and ')}` : `Guided, feed ${feeds[0] ?? ''}`
  const left = minutes === null ? (lanes > 1 && open > 0 ? `, ${lanes} lanes` : '') : `, about ${minutes} min left`
  return { title, done, total: boxes.length, boxes, say: `${done} of ${boxes.length} outlets bound${left}` }
}

/** The part of the gauges that connections are read from; the border's own shape fits it. */
export interface Pulse {
  readonly at: number
  readonly pdus: Readonly<Record<string, { readonly at: number; readonly tookMs: number }>>
  readonly checkIn: { readonly open: boolean; readonly fault: Fault | null }
}
export type Health = 'well' | 'slow' | 'broken' | 'none'
export interface Connection {
  readonly key: string
  readonly name: string
  readonly health: Health
  readonly say: string
}

const slowMs = 2_000
const staleMs = 10_000

const pduConnection = (pdu: Pdu, pulse: Pulse, now: number): Connection => {
  const last = pulse.pdus[pdu.id]
  const base = { key: pdu.id, name: `PDU ${pdu.feed}` }
  if (pdu.silent) {
    const since = last ? ` ${timer(now - last.at)}` : ''
    return { ...base, health: 'broken', say: pdu.silent.kind === 'wrongDevice' ? 'another PDU' : `no answer${since}` }
  }
  if (!last) return { ...base, health: 'none', say: `read ${age(now - pdu.readAt)} ago` }
  if (now - last.at > staleMs) return { ...base, health: 'none', say: `${age(now - last.at)} ago` }
  if (last.tookMs > slowMs) return { ...base, health: 'slow', say: `slow, ${(last.tookMs / 1000).toFixed(1)} s` }
  return { ...base, health: 'well', say: `${Math.round(last.tookMs)} ms` }
}

const maasConnection = (state: State, now: number): Connection => {
  const base = { key: 'maas', name: 'MAAS' }
  if (!state.maasSite) return { ...base, health: 'none', say: 'not set up' }
  if (state.maasLost)
    return { ...base, health: 'broken', say: state.maasLost.kind === 'denied' ? 'denied' : 'no answer' }
  if (!state.maas) return { ...base, health: 'none', say: 'not read yet' }
  const say = `${age(now - state.maas.readAt)} ago`
  return { ...base, health: maasStale(state, now) === null ? 'well' : 'none', say }
}

export const connectionsOf = (state: State, pulse: Pulse, now: number): Connection[] => {
  const { open, fault } = pulse.checkIn
  const checkIn: Connection = { key: 'checkIn', name: 'Check-in', health: 'none', say: 'closed' }
  const pdus = Object.values(state.pdus).sort((a, b) => a.feed.localeCompare(b.feed) || a.name.localeCompare(b.name))
  return [
    ...pdus.map(pdu => pduConnection(pdu, pulse, now)),
    maasConnection(state, now),
    fault
      ? { ...checkIn, health: 'broken', say: 'not open' }
      : open
        ? { ...checkIn, health: 'well', say: 'open' }
        : checkIn,
  ]
}
