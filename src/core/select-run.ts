// A run that stopped or ended, as lists: what is on, what would be put back, what is bound by which evidence, what is not and why.
import { outletInHand } from './lane.ts'
import type { Evidence, Grade } from './machine.ts'
import { placeOf } from './place.ts'
import type { OutletRef } from './rack.ts'
import { isRefusal } from './refusal.ts'
import { openOutlets } from './rules/queue.ts'
import { restoreRun } from './rules/run.ts'
import { outletAt, type Run, type State } from './state.ts'
import { row } from './table.ts'
import { gradeWords, listed, machineName, span } from './words-names.ts'
import { leftWords } from './left-words.ts'

export interface Line {
  readonly outlet: OutletRef
  readonly place: string
  readonly say: string
}
export interface Stopped {
  readonly title: string
  readonly why: string
  readonly stillOn: readonly Line[]
  readonly toDo: readonly Line[]
  readonly back: readonly Line[]
  readonly leftAlone: readonly Line[]
}

const line = (state: State, outlet: OutletRef, say: string): Line => {
  const pdu = state.pdus[outlet.pdu]
  return { outlet, place: pdu ? placeOf(pdu, outlet.outlet) : outlet.outlet, say }
}

const runOutlets = (state: State, run: Run): OutletRef[] => run.scope.filter(ref => outletAt(state, ref) !== undefined)

const ownerOf = (state: State, ref: OutletRef): string => {
  const outlet = outletAt(state, ref)
  if (outlet?.binding)
    return `bound to ${listed([outlet.binding.machine, ...outlet.binding.with].map(uuid => machineName(state, uuid)))}`
  return outlet?.watts ? `${outlet.watts} W, not bound` : 'not bound'
}

/** What stands on now, and what each of the ways on would do; null while no run is stopped. */
export const stoppedOf = (state: State, now: number): Stopped | null => {
  const run = state.run
  if (!run || run.phase !== 'stopped') return null
  const outlets = runOutlets(state, run)
  const stillOn = outlets
    .filter(ref => outletAt(state, ref)?.state === 'on' && outletAt(state, ref)?.switchedOn?.run === run.id)
    .map(ref => line(state, ref, ownerOf(state, ref)))
  const inHand = Object.values(run.lanes).flatMap(lane => {
    const ref = outletInHand(lane)
    return ref && lane.step.at !== 'keyOut' ? [line(state, ref, `lane ${lane.name} takes it up again`)] : []
  })
  const queued = openOutlets(state, run).map(ref => line(state, ref, 'not begun'))
  const by = { person: 'you', host: '' }
  const decided = restoreRun(state, { present: true, by }, now)
  const start = isRefusal(decided) ? undefined : decided.find(event => event.kind === 'restoreStarted')
  const plan = start?.kind === 'restoreStarted' ? start : null
  const back = (plan?.outlets ?? []).map(ref => {
    const before = outletAt(state, ref)?.before?.state === 'on' ? 'on' : 'off'
    return line(state, ref, `goes ${before}, as it was before`)
  })
  const interrupted = run.why === 'interrupted'
  return {
    title: interrupted ? 'The run was broken off' : 'Made safe',
    why: interrupted ? 'Racklight ended while a run was open. Nothing has been switched since.' : run.why,
    stillOn,
    toDo: [...inHand, ...queued],
    back,
    leftAlone: (plan?.left ?? []).map(({ why, ...ref }) =>
      line(state, ref, outletAt(state, ref)?.binding ? ownerOf(state, ref) : why),
    ),
  }
}

export interface MapRow {
  readonly outlet: OutletRef
  readonly place: string
  readonly machine: string
  readonly uuid: string
  readonly mac: string
  readonly grade: Grade
  readonly gradeSay: string
  readonly evidence: readonly string[]
  readonly systemId: string | null
}
export interface Ended {
  readonly title: string
  readonly why: string
  readonly rows: readonly MapRow[]
  readonly unbound: readonly Line[]
  readonly strangers: State['strangers']
}

export const evidenceWords = (evidence: Evidence): string => {
  switch (evidence.kind) {
    case 'proof':
      return `proof by ${evidence.kid} after ${span(evidence.at - evidence.outletOnAt)}`
    case 'edgeOff': {
      const others = evidence.others.length
      const rest = others === 0 ? '' : `, ${others === 1 ? 'one other' : `${others} others`} beat on`
      if (evidence.mates.length > 0) return `silent with its chassis for ${span(evidence.silentMs)} when cut${rest}`
      return `silent for ${span(evidence.silentMs)} when cut${rest}`
    }
    case 'edgeOn':
      return 'started when its outlet went on'
    case 'meterEdge':
      return `its load rose to ${evidence.toWatts} W and fell to ${evidence.fellToWatts} W when cut`
  }
}

const mapRow = (state: State, ref: OutletRef): MapRow[] => {
  const binding = outletAt(state, ref)?.binding
  if (!binding) return []
  const machine = row(state.machines, binding.machine)
  return [
    {
      outlet: ref,
      place: line(state, ref, '').place,
      machine: listed([binding.machine, ...binding.with].map(uuid => machineName(state, uuid))),
      uuid: binding.machine,
      mac: machine?.macs[0] ?? '',
      grade: binding.grade,
      gradeSay: gradeWords(binding.grade),
      evidence: binding.evidence.map(evidenceWords),
      systemId: machine?.systemId ?? null,
    },
  ]
}

const unboundWhy = (state: State, run: Run, ref: OutletRef): string => {
  const outlet = outletAt(state, ref)
  if (!outlet) return 'Its PDU is no longer known.'
  const { left } = outlet
  return left && left.run === run.id ? left.detail || `${leftWords(left.reason)}.` : 'not begun'
}

/** The map of a run that is over; null while none is. */
export const endedOf = (state: State): Ended | null => {
  const run = state.run
  if (!run || run.phase !== 'ended') return null
  const outlets = runOutlets(state, run)
  const unbound = run.scope
    .filter(ref => !outletAt(state, ref)?.binding)
    .map(ref => line(state, ref, unboundWhy(state, run, ref)))
  const title = run.how === 'finished' ? 'Run finished' : 'Run ended'
  return { title, why: run.why, rows: outlets.flatMap(ref => mapRow(state, ref)), unbound, strangers: state.strangers }
}
