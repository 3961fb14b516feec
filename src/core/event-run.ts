// Facts about a run: its lanes, what machines proved, which heart stopped, what is bound.
import { z } from 'zod'
import { Fault } from './fault.ts'
import { leftReasons } from './lane.ts'
import { Evidence, Grade, MachineIdentity } from './machine.ts'
import { Numbers } from './numbers.ts'
import { By } from './person.ts'
import { OutletNumber, OutletRef, PduId } from './rack.ts'
import { Kid, RejectReason, Uuid } from './wire.ts'

const at = z.number()
const lane = z.string().min(1).max(64)
const outlet = { pdu: PduId, outlet: OutletNumber }
export const LeftReason = z.enum(leftReasons)

export const Confirm = z.enum(['cut', 'meter', 'none'])
export type Confirm = z.infer<typeof Confirm>

export const runEvents = [
  z.object({
    kind: z.literal('runStarted'),
    at,
    run: z.string(),
    mode: z.literal('guided'),
    scope: z.array(OutletRef),
    lanes: z.array(z.object({ name: lane, kid: Kid })).min(1),
    confirm: Confirm,
    /** Write the map to MAAS when the lanes are done. */
    sync: z.boolean(),
    /** A person answers for switching without a fresh view of MAAS. */
    offline: z.boolean(),
    numbers: Numbers,
    by: By,
  }),
  z.object({
    kind: z.literal('runArmed'),
    at,
    queue: z.array(OutletRef),
    /** Outlets found on and unlocked by a person: switched off before the lanes begin. */
    dark: z.array(OutletRef),
    left: z.array(z.object({ ...outlet, reason: LeftReason })),
  }),
  z.object({ kind: z.literal('lanesOpened'), at }),
  z.object({
    kind: z.literal('outletTaken'),
    at,
    lane,
    ...outlet,
    attempt: z.number().int(),
    /** The machine whose second cord belongs here; null where any machine may come. */
    machine: Uuid.nullable().default(null),
  }),
  z.object({
    kind: z.literal('laneAsked'),
    at,
    lane,
    ask: z.enum(['plug', 'wait', 'takeKeyOut', 'look', 'done']),
    pdu: PduId.nullable(),
    outlet: OutletNumber.nullable(),
    kid: Kid,
    machine: Uuid.nullable(),
    say: z.string(),
  }),
  z.object({ kind: z.literal('laneLate'), at, lane, ...outlet, stage: z.enum(['hint', 'question']) }),
  z.object({
    kind: z.literal('proofAccepted'),
    at,
    lane,
    ...outlet,
    kid: Kid,
    machine: MachineIdentity,
    sid: z.string(),
    nonce: z.string(),
    bootId: z.string(),
    bootAt: z.number(),
  }),
  z.object({
    kind: z.literal('proofRejected'),
    at,
    kid: z.string(),
    uuid: z.string(),
    reason: RejectReason,
    lane: lane.nullable(),
  }),
  z.object({ kind: z.literal('keySpent'), at, kid: Kid, machine: Uuid }),
  z.object({ kind: z.literal('keyBack'), at, kid: Kid, by: By }),
  z.object({
    kind: z.literal('machineReturned'),
    at,
    kid: Kid,
    uuid: Uuid,
    sid: z.string(),
    nonce: z.string(),
    bootId: z.string(),
    /** The lane whose key was found in a machine that is done with it. */
    keyLeftIn: lane.nullable(),
  }),
  z.object({
    kind: z.literal('strangerSeen'),
    at,
    uuid: z.string(),
    macs: z.array(z.string()),
    serial: z.string(),
    claimed: z.string(),
  }),
  /** What firmware with a key in it said of itself: a hint, shown and never believed. */
  z.object({
    kind: z.literal('hintHeard'),
    at,
    kid: Kid,
    uuid: z.string(),
    mac: z.string(),
    serial: z.string(),
  }),
  z.object({ kind: z.literal('cutOrdered'), at, lane, ...outlet, machine: Uuid, sid: z.string() }),
  z.object({
    kind: z.literal('edgeMissed'),
    at,
    lane,
    ...outlet,
    machine: Uuid,
    reason: LeftReason,
    detail: z.string(),
  }),
  z.object({ kind: z.literal('heartsStoppedTogether'), at, ...outlet, machines: z.array(Uuid).min(2) }),
  z.object({
    kind: z.literal('loadRose'),
    at,
    lane,
    ...outlet,
    machine: Uuid,
    fromWatts: z.number(),
    toWatts: z.number(),
    noiseWatts: z.number(),
  }),
  z.object({
    kind: z.literal('heartStopped'),
    at,
    sid: z.string(),
    machine: Uuid,
    lane: lane.nullable(),
    lastBeatAt: z.number(),
  }),
  z.object({
    kind: z.literal('bound'),
    at,
    lane: lane.nullable(),
    ...outlet,
    machine: Uuid,
    /** The further machines of its chassis that the same cut has stopped. */
    with: z.array(Uuid).default([]),
    grade: Grade,
    evidence: z.array(Evidence),
    run: z.string(),
  }),
  z.object({ kind: z.literal('claimed'), at, lane, ...outlet, machine: Uuid, why: z.string() }),
  z.object({ kind: z.literal('bindingRetracted'), at, ...outlet, machine: Uuid, why: z.string() }),
  z.object({
    kind: z.literal('outletFailed'),
    at,
    lane,
    ...outlet,
    reason: LeftReason,
    detail: z.string(),
    again: z.boolean(),
  }),
  z.object({
    kind: z.literal('outletLeft'),
    at,
    lane: lane.nullable(),
    ...outlet,
    reason: LeftReason,
    detail: z.string(),
  }),
  z.object({ kind: z.literal('laneWentOn'), at, lane }),
  z.object({ kind: z.literal('laneStalled'), at, lane, fault: Fault }),
  z.object({ kind: z.literal('laneClosed'), at, lane }),
  z.object({ kind: z.literal('runPaused'), at, by: By }),
  z.object({ kind: z.literal('runUnpaused'), at, by: By }),
  z.object({ kind: z.literal('madeSafe'), at, by: By.nullable(), why: z.string(), stillOn: z.array(OutletRef) }),
  z.object({ kind: z.literal('runInterrupted'), at }),
  z.object({ kind: z.literal('runResumed'), at, by: By }),
  z.object({
    kind: z.literal('restoreStarted'),
    at,
    outlets: z.array(OutletRef),
    left: z.array(z.object({ ...outlet, why: z.string() })),
    by: By,
  }),
  z.object({ kind: z.literal('outletRestored'), at, ...outlet, done: z.boolean(), detail: z.string() }),
  z.object({ kind: z.literal('lanesDone'), at }),
  z.object({
    kind: z.literal('maasRecorded'),
    at,
    machine: Uuid,
    systemId: z.string(),
    changes: z.array(z.string()),
    refused: z.array(z.string()),
  }),
  z.object({ kind: z.literal('maasFailed'), at, machine: Uuid, fault: Fault }),
  z.object({ kind: z.literal('runEnded'), at, how: z.enum(['finished', 'stopped', 'fault']), detail: z.string() }),
] as const
