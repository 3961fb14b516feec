// Folds the facts about a run. The lane's own states are folded in apply-lane.ts.
import { applyLane } from './apply-lane.ts'
import { setOutlet } from './apply-outlet.ts'
import { setKey, type SiteEvent } from './apply-site.ts'
import type { Event } from './event.ts'
import type { Lane } from './lane.ts'
import type { Machine, MachineIdentity, Session } from './machine.ts'
import { sameOutlet, type OutletRef } from './rack.ts'
import { openRun, outletAt, type Run, type State } from './state.ts'
import { row, withRow } from './table.ts'

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

const endSession = (state: State, machine: string, at: number): State => {
  const session = row(state.sessions, machine)
  return session && session.endedAt === null
    ? { ...state, sessions: withRow(state.sessions, machine, { ...session, endedAt: at }) }
    : state
}

/** Nothing goes on that was going on; a run that has ended before stays ended. */
const stopAll = (state: State, why: string): State => {
  const stopped = { ...state, rescue: [], cuts: [], hand: null }
  return openRun(state) ? setRun(stopped, () => ({ phase: 'stopped', how: 'stopped', why, paused: false })) : stopped
}

/** One machine has one session: a new boot ends the old one. */
const openSession = (state: State, session: Session): State => ({
  ...state,
  sessions: withRow(state.sessions, session.machine, session),
})

const stoppedTogether = (
  known: State['together'],
  { machines, pdu, outlet }: Extract<Event, { kind: 'heartsStoppedTogether' }>,
): State['together'] => {
  const sorted = [...machines].sort()
  const before = known.find(one => one.machines.join() === sorted.join())
  const outlets = (before?.outlets ?? []).filter(ref => !sameOutlet(ref, { pdu, outlet }))
  const now = { machines: sorted, outlets: [...outlets, { pdu, outlet }], times: (before?.times ?? 0) + 1 }
  return [...known.filter(one => one !== before), now]
}

const startRun = (state: State, event: Extract<Event, { kind: 'runStarted' }>): State => {
  const lanes = event.lanes.map(({ name, kid }): [string, Lane] => [
    name,
    { name, kid, step: { at: 'free' }, stalled: null, bound: 0, pair: null, asked: null },
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
  return { ...state, run, sessions: {} }
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
      next = openSession(next, { sid, kid, machine: machine.uuid, nonce, bootId, startedAt: at, endedAt: null })
      next = setKey(next, kid, { seenAt: next.keys[kid]?.seenAt ?? at })
      // A key that was carried to a machine was carried by somebody.
      next = next.presence ? { ...next, presence: { ...next.presence, at } } : next
      return applyLane(next, event)
    }
    case 'machineReturned': {
      const { sid, kid, uuid, nonce, bootId, at } = event
      const told = { sid, kid, machine: uuid, nonce, bootId, startedAt: at, endedAt: at }
      return applyLane(openSession(state, told), event)
    }
    case 'bound': {
      const { machine, with: mates, grade, evidence, run, at } = event
      const ref: OutletRef = { pdu: event.pdu, outlet: event.outlet }
      let next = setOutlet(state, ref, outlet => ({
        ...outlet,
        binding: { machine, with: mates, grade, evidence, run, at },
        claim: null,
        left: null,
      }))
      const wasCut = evidence.some(one => one.kind === 'edgeOff' || one.kind === 'meterEdge')
      for (const uuid of [machine, ...mates]) {
        const endedSid = wasCut ? (row(state.sessions, uuid)?.sid ?? null) : null
        next = setMachine(next, uuid, known => ({
          outlets: [...known.outlets.filter(other => !sameOutlet(other, ref)), ref],
          endedSid,
          recordedAt: null,
        }))
        next = endSession(next, uuid, at)
      }
      next = setRun(next, was => ({
        done: was.done + 1,
        faultsInARow: 0,
        toRecord: was.sync ? [...new Set([...was.toRecord, machine, ...mates])] : was.toRecord,
      }))
      return applyLane(next, event)
    }
    case 'claimed': {
      const { machine, why, at } = event
      const run = state.run?.id ?? ''
      const next = setOutlet(state, event, outlet => ({
        ...outlet,
        claim: { machine, why, at },
        left: { reason: 'claimedOnly', detail: why, run },
      }))
      return applyLane(endSession(next, machine, at), event)
    }
    case 'bindingRetracted': {
      const { machine, why } = event
      const was = outletAt(state, event)?.binding
      const ours = was?.run === state.run?.id
      const all = [machine, ...(was?.with ?? [])]
      let next = setOutlet(state, event, outlet => ({
        ...outlet,
        binding: null,
        claim: { machine, why, at: event.at },
      }))
      for (const uuid of all)
        next = setMachine(next, uuid, known => ({
          outlets: known.outlets.filter(other => !sameOutlet(other, event)),
          endedSid: null,
        }))
      return setRun(next, run => ({
        done: ours ? run.done - 1 : run.done,
        toRecord: run.toRecord.filter(uuid => !all.includes(uuid)),
      }))
    }
    case 'outletLeft': {
      const run = state.run?.id ?? ''
      const next = setOutlet(state, event, outlet => ({
        ...outlet,
        left: { reason: event.reason, detail: event.detail, run },
      }))
      const others = (refs: readonly OutletRef[]) => refs.filter(other => !sameOutlet(other, event))
      return setRun(applyLane(next, event), was => ({
        faultsInARow: event.reason === 'switchFault' ? was.faultsInARow + 1 : 0,
        // Left before any lane could take it.
        dark: others(was.dark),
        queue: was.phase === 'darkening' ? others(was.queue) : was.queue,
      }))
    }
    case 'keySpent':
      return setKey(state, event.kid, { spentAt: event.at })
    case 'keyBack':
      return setKey(state, event.kid, { backAt: event.at })
    case 'heartsStoppedTogether':
      return { ...state, together: stoppedTogether(state.together, event) }
    case 'heartStopped':
      return row(state.sessions, event.machine)?.sid === event.sid ? endSession(state, event.machine, event.at) : state
    case 'proofRejected':
    case 'hintHeard':
      return state
    case 'strangerSeen': {
      const { uuid, macs, serial, claimed, at } = event
      const others = state.strangers.filter(other => other.uuid !== uuid).slice(-99)
      return { ...state, strangers: [...others, { uuid, macs, serial, claimed, at }] }
    }
    case 'outletTaken':
    case 'laneAsked':
    case 'laneLate':
    case 'loadRose':
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
      return stopAll(state, event.why)
    case 'runInterrupted':
      return stopAll(state, 'interrupted')
    case 'runResumed':
      return setRun(state, () => ({
        phase: 'arming',
        armingSince: event.at,
        restore: [],
        faultsInARow: 0,
        how: null,
        why: '',
      }))
    case 'restoreStarted':
      return setRun(state, () => ({ phase: 'restoring', restore: event.outlets, how: null, why: '' }))
    case 'outletRestored':
      return setRun(state, was => ({
        restore: was.restore.filter(ref => !sameOutlet(ref, event)),
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
      // The last cuts are still watched for the canary time.
      return setRun(state, () => ({ phase: 'ended', how: event.how, why: event.detail }))
  }
}
