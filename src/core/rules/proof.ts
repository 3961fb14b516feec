// Verdict rules: a proof that is genuine may still come at the wrong time, from the wrong lane, or from a machine that booted before.
import type { Event } from '../event.ts'
import { keyState } from '../key.ts'
import type { Lane } from '../lane.ts'
import { isJunkSerial, isJunkUuid, type Evidence } from '../machine.ts'
import type { Report } from '../report.ts'
import { openRun, outletAt, type Run, type State } from '../state.ts'
import { row } from '../table.ts'
import type { RejectReason } from '../wire.ts'

type Given = Extract<Report, { kind: 'proofGiven' }>

const machineInHand = (lane: Lane): string | null => ('machine' in lane.step ? lane.step.machine : null)

export const judgeProof = (state: State, proof: Given, now: number): Event[] => {
  const run = openRun(state)
  const lane = run ? Object.values(run.lanes).find(one => one.kid === proof.kid) : undefined
  const reject = (reason: RejectReason): Event[] => [
    { kind: 'proofRejected', at: now, kid: proof.kid, uuid: proof.machine.uuid, reason, lane: lane?.name ?? null },
  ]
  const key = state.keys[proof.kid]
  if (!key) return reject('unknownKid')
  const life = keyState(key, now)
  if (life === 'revoked' || life === 'expired' || life === 'spent') return reject(life)
  if (isJunkUuid(proof.machine.uuid) && isJunkSerial(proof.machine.serial)) return reject('junkIdentity')
  if (!run || life === 'stock') return reject('noWindow')
  if (!lane) return reject('wrongLane')
  const known = row(state.machines, proof.machine.uuid)
  if (known && known.outlets.length > 0) return returned(lane, proof, now)
  const other = Object.values(run.lanes).find(one => one !== lane && machineInHand(one) === proof.machine.uuid)
  if (other) return reject('secondKid')
  const step = lane.step
  if (step.at === 'holding' && step.machine !== proof.machine.uuid) return reject('otherMachineHolds')
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

/** A machine that is bound has booted again with a key in it: it may go on, and the lane hears where its key is. */
const returned = (lane: Lane, proof: Given, now: number): Event[] => {
  const { kid, machine, sid, nonce, bootId } = proof
  const keyLeftIn =
    lane.step.at === 'awaiting' || lane.step.at === 'switchingOn' || lane.step.at === 'draining' ? lane.name : null
  return [{ kind: 'machineReturned', at: now, kid, uuid: machine.uuid, sid, nonce, bootId, keyLeftIn }]
}

/** Without the confirming cut: the place is established only while the outlet is the one candidate; otherwise it is a claim. */
const establish = (state: State, run: Run, lane: Lane, proof: Given, onAt: number, now: number): Event[] => {
  if (lane.step.at !== 'awaiting') return []
  const ref = lane.step.outlet
  const { uuid } = proof.machine
  const { offForMs } = lane.step
  const known = row(state.machines, uuid)
  const unseen = !known || onAt - known.seenAt >= run.numbers.unseenMs
  const rivals = run.queue.slice(0, run.next).filter(other => {
    const outlet = outletAt(state, other)
    return (other.pdu !== ref.pdu || other.outlet !== ref.outlet) && outlet?.state !== 'off' && !outlet?.binding
  })
  const place = { pdu: ref.pdu, outlet: ref.outlet, machine: uuid }
  const why =
    offForMs < run.numbers.drainMs
      ? 'its outlet had not been off long enough'
      : !unseen
        ? 'the machine was alive a moment before'
        : rivals.length > 0
          ? 'another outlet was on without an answer'
          : null
  if (why !== null) return [{ kind: 'claimed', at: now, lane: lane.name, ...place, why }]
  const evidence: Evidence[] = [
    { kind: 'proof', at: now, kid: proof.kid, sid: proof.sid, bootAt: proof.bootAt, outletOnAt: onAt },
    { kind: 'edgeOn', at: now, onAt, offForMs, bootAt: proof.bootAt },
  ]
  return [{ kind: 'bound', at: now, lane: lane.name, ...place, grade: 'established', evidence, run: run.id }]
}
