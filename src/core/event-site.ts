// Facts about the site: PDUs, marks on outlets, keys, what MAAS names.
import { z } from 'zod'
import { ApplianceKind } from './equipment.ts'
import { Fault } from './fault.ts'
import { By } from './person.ts'
import { Policy } from './policy.ts'
import {
  Address,
  Feed,
  OutletNumber,
  OutletReading,
  OutletRef,
  PduFacts,
  PduId,
  PowerState,
  SharedLoad,
} from './rack.ts'
import { KeyFor, Kid, Uuid } from './wire.ts'

const at = z.number()
const outlet = { pdu: PduId, outlet: OutletNumber }

export const siteEvents = [
  z.object({
    kind: z.literal('pduAdded'),
    at,
    pdu: PduId,
    name: z.string().min(1).max(64),
    address: Address,
    feed: Feed,
    facts: PduFacts,
    readings: z.array(OutletReading),
    loads: z.array(SharedLoad).default([]),
    by: By,
  }),
  z.object({ kind: z.literal('pduForgotten'), at, pdu: PduId, by: By }),
  z.object({ kind: z.literal('keepOnAnswered'), at, pdu: PduId, outlets: z.array(OutletNumber), by: By }),
  z.object({ kind: z.literal('outletAllocated'), at, ...outlet, to: z.string().max(256), by: By }),
  z.object({ kind: z.literal('outletProtected'), at, ...outlet, why: z.string().max(256), by: By.nullable() }),
  z.object({ kind: z.literal('outletTaggedOut'), at, ...outlet, why: z.string().max(256), by: By }),
  z.object({
    kind: z.literal('outletReleased'),
    at,
    ...outlet,
    from: z.array(z.enum(['allocated', 'protected', 'taggedOut', 'appliance'])),
    by: By,
  }),
  z.object({
    kind: z.literal('applianceAttested'),
    at,
    ...outlet,
    name: z.string().min(1).max(128),
    what: ApplianceKind,
    by: By,
  }),
  z.object({
    kind: z.literal('chassisAttested'),
    at,
    name: z.string().min(1).max(128),
    machines: z.array(Uuid).min(2),
    by: By,
  }),
  z.object({ kind: z.literal('chassisDissolved'), at, name: z.string(), by: By }),
  z.object({ kind: z.literal('outletUnlocked'), at, ...outlet, until: z.number(), by: By }),
  /** A person types the PDU's name and sees the list: all that is on there may be cut. */
  z.object({
    kind: z.literal('pduDeclaredDark'),
    at,
    pdu: PduId,
    outlets: z.array(z.object({ outlet: OutletNumber, watts: z.number().nullable() })),
    totalWatts: z.number().nullable(),
    until: z.number(),
    by: By,
  }),
  z.object({ kind: z.literal('trialBegun'), at, ...outlet, wattsRead: z.array(z.number()), by: By }),
  z.object({ kind: z.literal('controlWatched'), at, ...outlet, by: By }),
  z.object({ kind: z.literal('loadsSeen'), at, pdu: PduId, loads: z.array(SharedLoad) }),
  z.object({ kind: z.literal('outletsSeen'), at, pdu: PduId, readings: z.array(OutletReading) }),
  z.object({ kind: z.literal('outletChanged'), at, ...outlet, from: PowerState, to: PowerState }),
  z.object({ kind: z.literal('pduSilent'), at, pdu: PduId, fault: Fault }),
  z.object({ kind: z.literal('pduDoubted'), at, ...outlet, why: z.string() }),
  z.object({ kind: z.literal('pduAnswered'), at, pdu: PduId }),
  z.object({
    kind: z.literal('maasRead'),
    at,
    readAt: z.number(),
    tookMs: z.number(),
    /** `outlet` null: the machine names the PDU without a clear outlet, so all of it counts as taken. */
    named: z.array(
      z.object({ pdu: PduId, outlet: OutletNumber.nullable(), systemId: z.string(), hostname: z.string() }),
    ),
    deployedUnknown: z.number(),
  }),
  z.object({ kind: z.literal('maasLost'), at, fault: Fault }),
  z.object({ kind: z.literal('maasSet'), at, url: z.string(), username: z.string(), version: z.string(), by: By }),
  z.object({ kind: z.literal('keysMade'), at, keys: z.array(z.object({ kid: Kid, for: KeyFor })), by: By }),
  z.object({ kind: z.literal('keyIssued'), at, kid: Kid, for: KeyFor, expiresAt: z.number(), by: By }),
  z.object({
    kind: z.literal('keyStamped'),
    at,
    kid: Kid,
    target: z.string().max(512),
    /** Firmware starts from it, and checks in by plain HTTP before there is any proof. */
    hints: z.boolean().default(false),
  }),
  z.object({ kind: z.literal('keyRevoked'), at, kid: Kid, by: By }),
  z.object({ kind: z.literal('presenceConfirmed'), at, by: By }),
  z.object({
    kind: z.literal('switchOrdered'),
    at,
    ...outlet,
    to: z.enum(['on', 'off']),
    offline: z.boolean(),
    by: By,
  }),
  z.object({
    kind: z.literal('switchSent'),
    at,
    ...outlet,
    to: z.enum(['on', 'off']),
    why: z.string(),
    run: z.string().nullable(),
    lane: z.string().nullable(),
    /** Off by the PDU's own command that brings it back. */
    timed: z.boolean().default(false),
  }),
  z.object({
    kind: z.literal('outletTried'),
    at,
    ...outlet,
    sentAt: z.number(),
    offAt: z.number(),
    backAt: z.number(),
    offSeconds: z.number(),
  }),
  z.object({
    kind: z.literal('outletSwitched'),
    at,
    ...outlet,
    to: z.enum(['on', 'off']),
    before: PowerState,
    /** When the SET left, and when the PDU was read back as asked. */
    sentAt: z.number(),
    reachedAt: z.number(),
    sent: z.boolean(),
    watts: z.number().nullable(),
    run: z.string().nullable(),
    lane: z.string().nullable(),
  }),
  z.object({
    kind: z.literal('switchFailed'),
    at,
    ...outlet,
    to: z.enum(['on', 'off']),
    fault: Fault,
    lane: z.string().nullable(),
  }),
  z.object({
    kind: z.literal('switchRefused'),
    at,
    ...outlet,
    to: z.enum(['on', 'off']),
    reasons: z.array(z.string()),
    lane: z.string().nullable(),
  }),
  /** `files`: where the limits stand; none, and there is no policy. */
  z.object({ kind: z.literal('policyRead'), at, limits: Policy.strip(), files: z.array(z.string()) }),
  z.object({ kind: z.literal('policyLost'), at, fault: Fault }),
  z.object({ kind: z.literal('canaryLost'), at, canary: z.string(), detail: z.string(), outlets: z.array(OutletRef) }),
] as const
