// Folds the facts about a run. The lane's own states are folded in apply-lane.ts.
import { applyLane } from './apply-lane.ts'
import { setKey, setOutlet, type SiteEvent } from './apply-site.ts'
import type { Event } from './event.ts'
import type { Lane } from './lane.ts'
import type { Machine, MachineIdentity, Session } from './machine.ts'
import type { OutletRef } from './rack.ts'
import type { Run, State } from './state.ts'
import { row, withoutRow, withRow } from './table.ts'

export type RunEvent = Exclude<Event, SiteEvent>

const setRun = (state: State, change: (run: Run) => Partial<Run>): State =>
  state.run ? { ...state, run: { ...state.run, ...change(state.run) } } : state

const sawMachine = (state: State, identity: MachineIdentity, at: number): State => {
  const known = row(state.machines, identity.uuid)
  const machine: Machine = known
    ? { ...known, ...identity, seenAt: at }
    : { ...identity, seenAt: at, outlets: [], endedSid: null, systemId: null, recordedAt: null }
  const strangers = state.strangers.filter(other => other.uuid !== identity.uuid)
  return { ...state, strangers, machines: withRow(state.machines, identity.uuid, machine) }
}

const setMachine = (state: State, uuid: string, change: (machine: Machine) => Partial<Machine>): State => {
  const machine = row(state.machines, uuid)
  return machine ? { ...state, machines: withRow(state.machines, uuid, { ...machine, ...change(machine) }) } : state
}

/** One machine has one session: a new boot ends the old one. */
const openSession = (state: State, session: Session): State => ({
  ...state,
  sessions: withRow(state.sessions, session.machine, session),
})

const startRun = (state: State, event: Extract<Event, { kind: 'runStarted' }>): State => {
  const lanes = event.lanes.map(({ name, kid }): [string, Lane] => [
    name,
    { name, kid, step: { at: 'free' }, stalled: null, bound: 0, asked: null },
  ])
  const run: Run = {
    id: event.run,
    mode: event.mode,
    phase: 'arming',
    paused: false,
    scope: event.scope,
    scopeSize: event.scope.length,
    pdus: [...new Set(event.scope.map(ref => ref.pdu))],
    lanes: Object.fromEntries(lanes),
    confirm: event.confirm,
    sync: event.sync,
    offline: event.offline,
    numbers: event.numbers,
    by: event.by,
    startedAt: event.at,
    armingSince: event.at,
    queue: [],
    next: 0,
    dark: [],
    restore: [],
    toRecord: [],
    recordUntil: 0,
    done: 0,
    faultsInARow: 0,
    lastSwitchAt: 0,
    how: null,
    why: '',
  }
  return { ...state, run, sessions: {}, rescue: [], cuts: [] }
}

const armed = (state: State, event: Extract<Event, { kind: 'runArmed' }>): State => {
  const run = state.run
  if (!run) return state
  let next = state
  for (const ref of [...event.queue, ...event.dark])
    next = setOutlet(next, ref, outlet => ({
      ...outlet,
      left: null,
      before: outlet.before?.run === run.id ? outlet.before : { state: outlet.state, run: run.id },
    }))
  for (const { reason, ...ref } of event.left)
    next = setOutlet(next, ref, outlet => ({ ...outlet, left: { reason, detail: '', run: run.id } }))
  return setRun(next, () => ({
    phase: event.dark.length > 0 ? 'darkening' : 'working',
    queue: event.queue,
    dark: event.dark,
    next: 0,
  }))
}

export const applyRun = (state: State, event: RunEvent): State => {
  switch (event.kind) {
    case 'runStarted':
      return startRun(state, event)
    case 'runArmed':
      return armed(state, event)
    case 'lanesOpened':
      return setRun(state, () => ({ phase: 'working', dark: [] }))
    case 'proofAccepted': {
      const { machine, sid, kid, nonce, bootId, at } = event
      let next = sawMachine(state, machine, at)
      next = openSession(next, { sid, kid, machine: machine.uuid, nonce, bootId, startedAt: at })
      next = setKey(next, kid, { seenAt: next.keys[kid]?.seenAt ?? at })
      // A key that was carried to a machine was carried by somebody.
      next = next.presence ? { ...next, presence: { ...next.presence, at } } : next
      return applyLane(next, event)
    }
    case 'machineReturned': {
      const { sid, kid, uuid, nonce, bootId, at } = event
      return applyLane(openSession(state, { sid, kid, machine: uuid, nonce, bootId, startedAt: at }), event)
    }
    case 'bound': {
      const { machine, grade, evidence, run, at } = event
      const ref: OutletRef = { pdu: event.pdu, outlet: event.outlet }
      let next = setOutlet(state, ref, outlet => ({
        ...outlet,
        binding: { machine, grade, evidence, run, at },
        claim: null,
        left: null,
      }))
      const ended = evidence.find(one => one.kind === 'edgeOff')?.sid ?? null
      next = setMachine(next, machine, known => ({
        outlets: [...known.outlets.filter(other => other.pdu !== ref.pdu || other.outlet !== ref.outlet), ref],
        endedSid: ended,
        recordedAt: null,
      }))
      next = setRun(next, was => ({
        done: was.done + 1,
        faultsInARow: 0,
        toRecord: was.sync ? [...was.toRecord, machine] : was.toRecord,
      }))
      return applyLane(next, event)
    }
    case 'claimed':
      return setOutlet(state, event, outlet => ({ ...outlet, claim: { machine: event.machine, why: event.why } }))
    case 'bindingRetracted': {
      const next = setOutlet(state, event, outlet => ({
        ...outlet,
        binding: null,
        claim: { machine: event.machine, why: event.why },
      }))
      return setMachine(next, event.machine, known => ({
        outlets: known.outlets.filter(other => other.pdu !== event.pdu || other.outlet !== event.outlet),
        endedSid: null,
      }))
    }
    case 'outletLeft': {
      const run = state.run?.id ?? ''
      const next = setOutlet(state, event, outlet => ({
        ...outlet,
        left: { reason: event.reason, detail: event.detail, run },
      }))
      return setRun(applyLane(next, event), was => ({
        faultsInARow: event.reason === 'switchFault' ? was.faultsInARow + 1 : 0,
      }))
    }
    case 'heartStopped':
      return { ...state, sessions: withoutRow(state.sessions, event.machine) }
    case 'proofRejected':
      return state
    case 'strangerSeen': {
      const { uuid, macs, serial, claimed, at } = event
      const others = state.strangers.filter(other => other.uuid !== uuid).slice(-99)
      return { ...state, strangers: [...others, { uuid, macs, serial, claimed, at }] }
    }
    case 'outletTaken':
    case 'laneAsked':
    case 'laneLate':
    case 'cutOrdered':
    case 'edgeMissed':
    case 'outletFailed':
    case 'laneWentOn':
    case 'laneStalled':
    case 'laneClosed':
      return applyLane(state, event)
    case 'runPaused':
      return setRun(state, () => ({ paused: true }))
    case 'runUnpaused':
      return setRun(state, () => ({ paused: false }))
    case 'madeSafe':
      return setRun({ ...state, rescue: [], cuts: [], hand: null }, () => ({
        phase: 'stopped',
        how: 'stopped',
        why: event.why,
        paused: false,
      }))
    case 'runInterrupted':
      return setRun({ ...state, cuts: [], hand: null }, () => ({
        phase: 'stopped',
        how: 'stopped',
        why: 'interrupted',
        paused: false,
      }))
    case 'runResumed':
      return setRun(state, () => ({ phase: 'arming', armingSince: event.at, how: null, why: '' }))
    case 'restoreStarted':
      return setRun(state, () => ({ phase: 'restoring', restore: event.outlets, how: null, why: '' }))
    case 'outletRestored':
      return setRun(state, was => ({
        restore: was.restore.filter(ref => ref.pdu !== event.pdu || ref.outlet !== event.outlet),
      }))
    case 'lanesDone':
      return setRun(state, was => ({ phase: 'syncing', recordUntil: event.at + was.numbers.enlistMs }))
    case 'maasRecorded': {
      const next = setMachine(state, event.machine, () => ({ systemId: event.systemId, recordedAt: event.at }))
      return setRun(next, was => ({ toRecord: was.toRecord.filter(uuid => uuid !== event.machine) }))
    }
    case 'maasFailed':
      return setRun(state, was => ({ toRecord: was.toRecord.filter(uuid => uuid !== event.machine) }))
    case 'runEnded':
      return setRun({ ...state, cuts: [] }, () => ({ phase: 'ended', how: event.how, why: event.detail }))
  }
}
