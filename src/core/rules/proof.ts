// Verdict rules: a proof that is genuine may still come at the wrong time, from the wrong lane, or from a machine that booted before.
import type { Event } from '../event.ts'
import { isForOutlet, keyState, laneOfKey, type EnlistmentKey } from '../key.ts'
import { outletInHand, type Lane } from '../lane.ts'
import { isJunkUuid, type Evidence, type Machine, type MachineIdentity } from '../machine.ts'
import { sameOutlet, type OutletRef } from '../rack.ts'
import type { Report } from '../report.ts'
import { takenBy } from '../safety.ts'
import { openRun, outletAt, type Run, type RunPhase, type State } from '../state.ts'
import { row, rows } from '../table.ts'
import type { RejectReason } from '../wire.ts'
import { retract } from './dead-heart.ts'
import { spent } from './lane.ts'

type Given = Extract<Report, { kind: 'proofGiven' }>

/** While everything is put back, or MAAS is told, no outlet waits for a machine. */
const windowPhases: ReadonlySet<RunPhase> = new Set<RunPhase>(['arming', 'darkening', 'working'])

const machineInHand = (lane: Lane): string | null => ('machine' in lane.step ? lane.step.machine : null)

export const judgeProof = (state: State, proof: Given, now: number): Event[] => {
  const run = openRun(state)
  const { uuid } = proof.machine
  const key = state.keys[proof.kid]
  const lane = run && key ? laneFor(state, run, key, uuid) : undefined
  const reject = (reason: RejectReason): Event[] => [
    { kind: 'proofRejected', at: now, kid: proof.kid, uuid, reason, lane: lane?.name ?? null },
  ]
  if (!key) return reject('unknownKid')
  const life = keyState(key, now)
  const known = row(state.machines, uuid)
  // Its own machine may still come with it: for its second cord, or because nobody has taken it out.
  const spentHere = life === 'spent' && known !== undefined && known.outlets.length > 0
  if (life === 'revoked' || life === 'expired' || (life === 'spent' && !spentHere)) return reject(life)
  // Machines are told apart by their UUID, whatever their serial says.
  if (isJunkUuid(uuid) || (known && isTwin(known, proof.machine))) return reject('junkIdentity')
  if (!run || life === 'stock') return reject('noWindow')
  if (!lane && spentHere) return returned(null, proof, now)
  if (!lane) return reject(laneOfKey(key) === null ? noLaneFor(state, run, key) : 'wrongLane')
  // Its first cord is bound and dark; what it proves now is its second.
  const second = lane.pair?.machine === uuid && (lane.step.at === 'awaiting' || lane.step.at === 'holding')
  if (known && known.outlets.length > 0 && !second) {
    const wrong = contradicts(state, run, known, proof) ? known.outlets : []
    const why = 'It started while every outlet it was bound to was off.'
    return [...retract(state, uuid, wrong, why, now), ...returned(lane, proof, now)]
  }
  if (!windowPhases.has(run.phase)) return reject('noWindow')
  const other = Object.values(run.lanes).find(one => one !== lane && machineInHand(one) === uuid)
  if (other) return reject('secondKid')
  const former = rows(state.sessions).find(one => one.kid === key.kid && one.machine !== uuid && one.endedAt === null)
  const step = lane.step
  if (former || (lane.pair && lane.pair.machine !== uuid) || (step.at === 'holding' && step.machine !== uuid))
    return reject('otherMachineHolds')
  if (step.at !== 'awaiting' && step.at !== 'holding')
    return reject(machineInHand(lane) === null ? 'noWindow' : 'otherMachineHolds')
  if (proof.bootAt < step.onAt - run.numbers.bootToleranceMs) return reject('bootedBefore')
  const { kid, machine, sid, nonce, bootId, bootAt } = proof
  const { pdu, outlet } = step.outlet
  const accepted: Event = {
    kind: 'proofAccepted',
    at: now,
    lane: lane.name,
    pdu,
    outlet,
    kid,
    machine,
    sid,
    nonce,
    bootId,
    bootAt,
  }
  return run.confirm === 'none' ? [accepted, ...establish(state, run, lane, proof, step.onAt, now)] : [accepted]
}

const lanesAwaiting = (run: Run): Lane[] => Object.values(run.lanes).filter(({ step }) => step.at === 'awaiting')

/** Whether the outlet that a lane has in hand is one that the key was made for. */
const isMeant = (state: State, key: EnlistmentKey, lane: Lane): boolean => {
  const ref = outletInHand(lane)
  const pdu = ref ? state.pdus[ref.pdu] : undefined
  if (!ref || !pdu) return false
  if ('outlet' in key.for) return isForOutlet(key, pdu, ref.outlet)
  return 'pool' in key.for || ('pdu' in key.for && (key.for.pdu === pdu.id || key.for.pdu === pdu.name))
}

/** The lane in which this key may prove: its own; else the one that has its machine in hand, or the only one that waits where it belongs. */
const laneFor = (state: State, run: Run, key: EnlistmentKey, uuid: string): Lane | undefined => {
  const lanes = Object.values(run.lanes)
  const own = lanes.find(one => one.kid === key.kid)
  if (own || laneOfKey(key) !== null) return own
  const holding = lanes.find(one => machineInHand(one) === uuid || one.pair?.machine === uuid)
  if (holding) return holding
  const meant = lanesAwaiting(run).filter(one => isMeant(state, key, one))
  return meant.length === 1 ? meant[0] : undefined
}

/** Several lanes that wait are two explanations; one that waits elsewhere is not meant; none is no window. */
const noLaneFor = (state: State, run: Run, key: EnlistmentKey): RejectReason => {
  const waiting = lanesAwaiting(run)
  const meant = waiting.filter(one => isMeant(state, key, one))
  return meant.length > 1 || (meant.length === 0 && waiting.length > 0) ? 'wrongLane' : 'noWindow'
}

/** Two boards with one UUID: neither serial nor any MAC agrees. */
const isTwin = (known: Machine, said: MachineIdentity): boolean =>
  known.serial !== said.serial && !known.macs.some(mac => said.macs.includes(mac))

/** A machine that started while all its outlets were verified off is fed from somewhere else; one of them may be on before we have seen it. */
const contradicts = (state: State, run: Run, known: Machine, proof: Given): boolean =>
  // Its second cord is just being tried.
  Object.values(run.lanes).every(lane => lane.pair?.machine !== known.uuid) &&
  known.outlets.every(ref => {
    const outlet = outletAt(state, ref)
    const isOff = outlet?.state === 'off' && outlet.pending?.to !== 'on'
    const offSince = isOff ? outlet.offSince : null
    return offSince !== null && proof.bootAt > offSince + run.numbers.bootToleranceMs
  })

/** A machine that is bound has booted again with a key in it: it may go on, and the lane hears where its key is. */
const returned = (lane: Lane | null, proof: Given, now: number): Event[] => {
  const { kid, machine, sid, nonce, bootId } = proof
  // Only a lane's own key is missed where the lane goes next.
  const misses = lane?.kid === kid && ['awaiting', 'switchingOn', 'draining'].includes(lane.step.at)
  const keyLeftIn = misses ? lane.name : null
  return [{ kind: 'machineReturned', at: now, kid, uuid: machine.uuid, sid, nonce, bootId, keyLeftIn }]
}

/** When the machine was last known to live: its last proof, or the end of its last session. */
const lastSeen = (state: State, uuid: string, now: number): number | null => {
  const known = row(state.machines, uuid)
  const session = row(state.sessions, uuid)
  if (!session) return known?.seenAt ?? null
  return Math.max(known?.seenAt ?? 0, session.endedAt ?? now)
}

/** Any other outlet that may have fed the machine: nobody has said what hangs there, and it was not off long enough. */
const hasRival = (state: State, run: Run, ref: OutletRef, onAt: number, now: number): boolean =>
  Object.values(state.pdus).some(pdu =>
    Object.entries(pdu.outlets).some(([number, outlet]) => {
      const other = { pdu: pdu.id, outlet: number }
      if (sameOutlet(other, ref) || outlet.binding !== null) return false
      const said = takenBy(state, other) !== null || outlet.protected !== null || pdu.keepOn?.includes(number)
      // Whoever hangs on a taken outlet may start just now only where it has just been switched.
      if (said && outlet.stateAt <= onAt - run.numbers.drainMs) return false
      return outlet.state !== 'off' || outlet.offSince === null || now - outlet.offSince < run.numbers.drainMs
    }),
  )

/** Without the confirming cut: the place is established only while the outlet is the one candidate; otherwise it is a claim. */
const establish = (state: State, run: Run, lane: Lane, proof: Given, onAt: number, now: number): Event[] => {
  if (lane.step.at !== 'awaiting') return []
  const ref = lane.step.outlet
  const { uuid } = proof.machine
  const { offForMs } = lane.step
  const seenAt = lastSeen(state, uuid, now)
  const owner = takenBy(state, ref)
  const place = { pdu: ref.pdu, outlet: ref.outlet, machine: uuid }
  const why =
    offForMs < run.numbers.drainMs
      ? 'its outlet had not been off long enough'
      : seenAt !== null && onAt - seenAt < run.numbers.unseenMs
        ? 'the machine was alive a moment before'
        : hasRival(state, run, ref, onAt, now)
          ? 'another outlet was on without an answer'
          : owner
            ? `it has meanwhile been allocated to ${owner}`
            : null
  if (why !== null) return [{ kind: 'claimed', at: now, lane: lane.name, ...place, why }]
  const evidence: Evidence[] = [
    { kind: 'proof', at: now, kid: proof.kid, sid: proof.sid, bootAt: proof.bootAt, outletOnAt: onAt },
    { kind: 'edgeOn', at: now, onAt, offForMs, bootAt: proof.bootAt },
  ]
  return [
    { kind: 'bound', at: now, lane: lane.name, ...place, with: [], grade: 'established', evidence, run: run.id },
    ...spent(state, proof.kid, uuid, now),
  ]
}
