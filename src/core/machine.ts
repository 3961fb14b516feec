// Who: a machine is what its proof says. Where: a binding ties an outlet to it, with the evidence that justifies it.
import { z } from 'zod'
import { Kid, Mac, Uuid } from './wire.ts'
import type { OutletRef } from './rack.ts'

export const MachineIdentity = z.object({ uuid: Uuid, serial: z.string().max(256), macs: z.array(Mac) })
export type MachineIdentity = z.infer<typeof MachineIdentity>

export const Grade = z.enum(['proved', 'established', 'sighted', 'claimed'])
export type Grade = z.infer<typeof Grade>

/** One dated reason to believe; a binding carries all of its own. Times are epoch milliseconds. */
export const Evidence = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('proof'),
    at: z.number(),
    kid: Kid,
    sid: z.string(),
    bootAt: z.number(),
    outletOnAt: z.number(),
  }),
  z.object({
    kind: z.literal('edgeOff'),
    at: z.number(),
    sid: z.string(),
    setAt: z.number(),
    offAt: z.number(),
    lastBeatAt: z.number(),
    silentMs: z.number(),
    /** Other hearts that went on beating after the cut. */
    others: z.array(z.string()),
    /** Hearts of its own chassis, which stopped with it. */
    mates: z.array(z.string()).default([]),
  }),
  z.object({ kind: z.literal('edgeOn'), at: z.number(), onAt: z.number(), offForMs: z.number(), bootAt: z.number() }),
  /** Watts at the outlet's own meter: the rise after it went on, on no other outlet, and the fall at the cut. */
  z.object({
    kind: z.literal('meterEdge'),
    at: z.number(),
    onAt: z.number(),
    fromWatts: z.number(),
    toWatts: z.number(),
    noiseWatts: z.number(),
    setAt: z.number(),
    offAt: z.number(),
    fellToWatts: z.number(),
  }),
])
export type Evidence = z.infer<typeof Evidence>

export const Binding = z.object({
  machine: Uuid,
  /** The further machines of its chassis, each with a proof, whose hearts stopped with the same cut. */
  with: z.array(Uuid).default([]),
  grade: Grade,
  at: z.number(),
  run: z.string(),
  evidence: z.array(Evidence),
})
export type Binding = z.infer<typeof Binding>

export interface Machine extends MachineIdentity {
  readonly seenAt: number
  readonly outlets: readonly OutletRef[]
  /** The session that ended with a cut: a beat of it would contradict the binding. */
  readonly endedSid: string | null
  readonly systemId: string | null
  readonly recordedAt: number | null
}

/** A session of the wire that the engine knows; its key is derived from the key's secret, the nonce and the sid. */
export interface Session {
  readonly sid: string
  readonly kid: string
  readonly machine: string
  readonly nonce: string
  readonly bootId: string
  readonly startedAt: number
  /** Cut, said goodbye, fell silent, or was told to go on: from then on the key may serve another machine. */
  readonly endedAt: number | null
}

const junkUuid = /^(0{8}-0{4}-0{4}-0{4}-0{12}|f{8}-f{4}-f{4}-f{4}-f{12}|03000200-0400-0500-0006-000700080009)$/

/** True for the UUIDs that careless firmware gives to every machine. */
export const isJunkUuid = (uuid: string): boolean =>
  junkUuid.test(uuid.toLowerCase()) || /^(.)\1*$/.test(uuid.replaceAll('-', ''))
