// Everything a person can ask. Ids come in with the command; secrets never do.
import { z } from 'zod'
import { ApplianceKind } from './equipment.ts'
import { Confirm } from './event-run.ts'
import { Numbers } from './numbers.ts'
import { By } from './person.ts'
import { Address, Feed, OutletNumber, OutletRef, PduFacts, PduId, OutletReading, SharedLoad, Switch } from './rack.ts'
import { KeyFor, Kid, Uuid } from './wire.ts'

const by = By
const outlet = { pdu: PduId, outlet: OutletNumber }
const outlets = { pdu: PduId, outlets: z.array(OutletNumber) }
const text = z.string().min(1).max(256)

export const Command = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('addPdu'),
    name: z.string().regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/),
    address: Address,
    feed: Feed,
    facts: PduFacts,
    readings: z.array(OutletReading),
    loads: z.array(SharedLoad).default([]),
    by,
  }),
  z.object({ kind: z.literal('forgetPdu'), pdu: PduId, by }),
  z.object({ kind: z.literal('answerKeepOn'), ...outlets, by }),
  z.object({ kind: z.literal('allocate'), ...outlets, to: text, by }),
  z.object({ kind: z.literal('protect'), ...outlets, why: text, by }),
  z.object({ kind: z.literal('tagOut'), ...outlets, why: text, by }),
  z.object({ kind: z.literal('release'), ...outlets, by }),
  z.object({ kind: z.literal('attestAppliance'), ...outlets, name: text, what: ApplianceKind, by }),
  z.object({ kind: z.literal('attestChassis'), name: text, machines: z.array(Uuid).min(2).max(64), by }),
  z.object({ kind: z.literal('dissolveChassis'), name: text, by }),
  z.object({ kind: z.literal('unlock'), ...outlet, by }),
  /** `watts` as listed to the person, who typed the PDU's name. */
  z.object({
    kind: z.literal('declareDark'),
    pdu: PduId,
    typed: text,
    outlets: z.array(z.object({ outlet: OutletNumber, watts: z.number().nullable() })),
    by,
  }),
  /** Three loads read within half a minute and the step of the meter; `looked` where there is no meter and a person has looked. */
  z.object({
    kind: z.literal('beginTrial'),
    ...outlet,
    watts: z.array(z.number()),
    stepWatts: z.number().nullable(),
    looked: z.boolean(),
    by,
  }),
  z.object({ kind: z.literal('trustControl'), pdu: PduId, by }),
  z.object({ kind: z.literal('confirmPresence'), by }),
  z.object({ kind: z.literal('setMaas'), url: z.string(), username: z.string(), version: z.string(), by }),
  z.object({
    kind: z.literal('makeKeys'),
    keys: z
      .array(z.object({ kid: Kid, for: KeyFor }))
      .min(1)
      .max(500),
    by,
  }),
  z.object({
    kind: z.literal('issueKey'),
    kid: Kid,
    for: KeyFor.optional(),
    lifeMs: z.number().int().min(1).optional(),
    by,
  }),
  z.object({ kind: z.literal('revokeKey'), kid: Kid, by }),
  z.object({ kind: z.literal('takeKeyBack'), kid: Kid, by }),
  z.object({ kind: z.literal('switchOutlet'), ...outlet, to: Switch, present: z.boolean(), offline: z.boolean(), by }),
  z.object({
    kind: z.literal('startRun'),
    run: z.string().min(1).max(64),
    mode: z.literal('guided'),
    scope: z.array(OutletRef).min(1),
    lanes: z
      .array(z.object({ name: z.string().min(1).max(64), kid: Kid }))
      .min(1)
      .max(16),
    confirm: Confirm,
    /** Outlets found on that a person unlocks for this run, each by its number. */
    unlock: z.array(OutletRef),
    sync: z.boolean(),
    offline: z.boolean(),
    present: z.boolean(),
    numbers: Numbers,
    by,
  }),
  z.object({ kind: z.literal('pauseRun'), by }),
  z.object({ kind: z.literal('unpauseRun'), by }),
  z.object({ kind: z.literal('makeSafe'), by }),
  z.object({ kind: z.literal('resumeRun'), present: z.boolean(), by }),
  z.object({ kind: z.literal('restoreRun'), present: z.boolean(), by }),
  z.object({ kind: z.literal('skipOutlet'), lane: z.string(), by }),
  z.object({ kind: z.literal('goOn'), lane: z.string(), by }),
  z.object({ kind: z.literal('endRun'), by }),
])
export type Command = z.infer<typeof Command>
