// Everything that crosses the border between main and renderer, and nothing else: calls one way, one stream the other.
import { z } from 'zod'
import { Command } from '#core/command.ts'
import { Drive } from '#core/drive.ts'
import { Confirm } from '#core/event-run.ts'
import { Recorded } from '#core/event.ts'
import { Fault } from '#core/fault.ts'
import { labelFormats, labelSizes } from '#core/label.ts'
import { Numbers } from '#core/numbers.ts'
import { Address, Feed, OutletRef, PduId, PduProbe, SharedLoad, SnmpUser, SnmpVersion } from '#core/rack.ts'
import { Refusal } from '#core/refusal.ts'
import type { State } from '#core/state.ts'
import { KeyFor, Kid } from '#core/wire.ts'
import { DriveWrite } from '#core/write-gauge.ts'
import { Check, FoundPdus, ListedOn, Named, Work } from './setup.ts'

export const resultOf = <T extends z.ZodType>(value: T) =>
  z.discriminatedUnion('ok', [
    z.object({ ok: z.literal(true), value }),
    z.object({ ok: z.literal(false), fault: Fault }),
  ])

/** State is made by `apply` alone; the border checks that it is an object and leaves its inside to the types. */
const StateShape = z.custom<State>(value => typeof value === 'object' && value !== null && 'head' in value)

/** Volatile readings, never journaled. Times are epoch milliseconds. */
export const Gauges = z.object({
  at: z.number(),
  /** Last answer and round trip of each PDU. */
  pdus: z.record(PduId, z.object({ at: z.number(), tookMs: z.number() })),
  /** outletKey to watts */
  watts: z.record(z.string(), z.number()),
  /** sid to the time of its last beat */
  beats: z.record(z.string(), z.number()),
  checkIn: z.object({ open: z.boolean(), url: z.string().nullable(), fault: Fault.nullable() }),
  /** Drives that are being written, by their id. */
  writes: z.record(z.string(), DriveWrite),
  /** What banks, phases and inlets of each PDU carry. */
  loads: z.record(PduId, z.object({ at: z.number(), loads: z.array(SharedLoad) })).default({}),
  work: Work.nullable().default(null),
})
export type Gauges = z.infer<typeof Gauges>

export const noGauges: Gauges = {
  at: 0,
  pdus: {},
  watts: {},
  beats: {},
  checkIn: { open: false, url: null, fault: null },
  writes: {},
  loads: {},
  work: null,
}

export const AppFacts = z.object({
  version: z.string(),
  practice: z.boolean(),
  dataDir: z.string(),
  /** How the vault is sealed: by the keychain, a passphrase, or only a file beside it. */
  vault: z.enum(['keychain', 'passphrase', 'file']),
  person: z.string(),
  host: z.string(),
})
export type AppFacts = z.infer<typeof AppFacts>

export const Look = z.object({
  theme: z.enum(['system', 'light', 'dark', 'contrast']).default('system'),
  bigText: z.boolean().default(false),
  gloves: z.boolean().default(false),
  sound: z.boolean().default(false),
  singleKeys: z.boolean().default(true),
  motion: z.enum(['system', 'none']).default('system'),
  rear: z.boolean().default(true),
})
export type Look = z.infer<typeof Look>

export const Snapshot = z.object({
  kind: z.literal('snapshot'),
  rev: z.number(),
  state: StateShape,
  gauges: Gauges,
  app: AppFacts,
})
export type Snapshot = z.infer<typeof Snapshot>

export const Bulletin = z.discriminatedUnion('kind', [
  Snapshot,
  z.object({ kind: z.literal('events'), from: z.number(), to: z.number(), events: z.array(Recorded) }),
  z.object({ kind: z.literal('gauges'), gauges: Gauges }),
])
export type Bulletin = z.infer<typeof Bulletin>

/** What the engine answers to a command: how many facts came of it, or the rule or fault that stood in the way. */
export const Receipt = z.union([
  z.object({ ok: z.literal(true), events: z.number() }),
  z.object({ ok: z.literal(false), refusal: Refusal }),
  z.object({ ok: z.literal(false), fault: Fault }),
])
export type Receipt = z.infer<typeof Receipt>

const Secret = z.string().max(512)
/** How to reach a PDU as typed in; the secrets in it go to the vault and never come back. */
export const PduEntry = z.object({
  host: Address.shape.host,
  port: Address.shape.port.default(161),
  version: z.union([SnmpVersion, z.literal('any')]).default('any'),
  community: Secret.default(''),
  v3: SnmpUser.optional(),
})
export type PduEntry = z.infer<typeof PduEntry>

export const RunAsk = z.object({
  mode: z.literal('guided'),
  scope: z.array(OutletRef).min(1),
  lanes: z.array(z.object({ name: z.string(), kid: Kid })).min(1),
  confirm: Confirm,
  unlock: z.array(OutletRef),
  sync: z.boolean(),
  offline: z.boolean(),
  present: z.boolean(),
})
export type RunAsk = z.infer<typeof RunAsk>

export const RunSteps = z.object({
  steps: z.array(
    z.object({ pdu: PduId, outlet: z.string(), place: z.string(), to: z.enum(['on', 'off']), why: z.string() }),
  ),
  locked: z.array(z.object({ pdu: PduId, outlet: z.string(), place: z.string(), why: z.string() })),
  price: z.object({ minutes: z.number(), bootsPerMachine: z.number() }),
  warnings: z.array(z.string()),
})
export type RunSteps = z.infer<typeof RunSteps>

export const MaasFacts = z.object({
  version: z.string(),
  username: z.string(),
  isAdmin: z.boolean(),
  warnings: z.array(z.string()),
})

/** The drives that are plugged in; `empty` says why there can be none. */
export const DriveListing = z.object({ drives: z.array(Drive).readonly(), empty: z.string().nullable() })

const maybe = z.boolean().nullable()
const aboutWrite = { kid: z.string(), drive: z.string(), target: z.string() }
/** What came of erasing a drive and writing a key to it. */
export const WriteOutcome = z.union([
  z.object({
    ok: z.literal(true),
    ...aboutWrite,
    value: z.object({ bytes: z.number(), writeMs: z.number(), verifyMs: z.number(), verified: z.literal(true) }),
    bootable: z.object({ uefi: maybe, bios: maybe, secureBoot: maybe }),
  }),
  z.object({ ok: z.literal(false), ...aboutWrite, refusal: Refusal }),
  z.object({ ok: z.literal(false), ...aboutWrite, fault: Fault }),
])
export type WriteOutcome = z.infer<typeof WriteOutcome>

export const LabelWish = z.object({
  kids: z.array(Kid),
  /** Those whose cords get a label, every outlet. */
  pdus: z.array(PduId),
  machines: z.boolean(),
  format: z.enum(labelFormats),
  size: z.enum(labelSizes),
})
export type LabelWish = z.infer<typeof LabelWish>

export const calls = {
  open: { ask: z.null(), answer: Snapshot },
  /** `by` is filled in by main; whatever the renderer writes there is replaced. */
  command: { ask: Command, answer: Receipt },
  probePdu: { ask: PduEntry, answer: resultOf(PduProbe) },
  addPdu: { ask: PduEntry.extend({ name: z.string(), feed: Feed }), answer: resultOf(PduProbe) },
  /** Asks every address of a network, or every neighbour MAAS has heard of; the host of `entry` is put in. */
  findPdus: {
    ask: z.object({ where: z.string().max(64), entry: PduEntry.omit({ host: true }) }),
    answer: resultOf(FoundPdus),
  },
  /** Ends it with what it has found. */
  stopFinding: { ask: z.null(), answer: z.null() },
  /** Writes the name that the PDU itself shows. */
  nameOutlet: { ask: OutletRef.extend({ text: z.string().max(255) }), answer: resultOf(Named) },
  /** Weighs the outlet three times, then opens it to a person who watches. */
  beginTrial: { ask: OutletRef.extend({ looked: z.boolean() }), answer: Receipt },
  listOn: { ask: z.object({ pdu: PduId }), answer: resultOf(ListedOn) },
  examine: { ask: z.null(), answer: resultOf(z.array(Check)) },
  checkMaas: {
    ask: z.object({ url: z.string().max(2048), apiKey: Secret, save: z.boolean() }),
    answer: resultOf(MaasFacts),
  },
  makeKey: {
    ask: z.object({ for: KeyFor, folder: z.string().nullable() }),
    answer: resultOf(z.object({ kid: Kid, stamped: z.boolean() })),
  },
  /** They stay in stock until they are issued. */
  makeKeys: {
    ask: z.object({ count: z.number().int().min(1).max(500), for: KeyFor }),
    answer: resultOf(z.array(Kid)),
  },
  stampKey: {
    ask: z.object({ kid: Kid, folder: z.string(), urls: z.array(z.url()).nullable() }),
    answer: resultOf(z.object({ kid: z.string(), target: z.string(), bytes: z.number() })),
  },
  /** Answers when other drives are plugged in than `known`, or after a while. */
  nextDrives: { ask: z.object({ known: DriveListing.nullable() }), answer: resultOf(DriveListing) },
  /** Answers when the drive has been written and read back, or has not. */
  writeKey: {
    ask: z.object({ kid: Kid, drive: Drive, sizeMiB: z.literal([16, 64]), urls: z.array(z.url()).nullable() }),
    answer: WriteOutcome,
  },
  /** Null cancels all. */
  cancelWrite: { ask: z.object({ drive: z.string().nullable() }), answer: z.null() },
  /** The file that a person has chosen in the dialog of the system, or null. */
  saveLabels: { ask: LabelWish, answer: resultOf(z.object({ file: z.string(), labels: z.number() }).nullable()) },
  chooseFolder: { ask: z.null(), answer: z.string().nullable() },
  startPractice: {
    ask: z.object({
      outlets: z.number().int().min(2).max(48),
      feeds: z.union([z.literal(1), z.literal(2)]),
      technician: z.boolean(),
    }),
    answer: resultOf(z.null()),
  },
  leavePractice: { ask: z.null(), answer: resultOf(z.null()) },
  dryRun: {
    ask: RunAsk,
    answer: z.union([
      z.object({ ok: z.literal(true), value: RunSteps }),
      z.object({ ok: z.literal(false), refusal: Refusal }),
    ]),
  },
  startRun: { ask: RunAsk, answer: Receipt },
  readPdu: { ask: z.object({ pdu: PduId }), answer: Receipt },
  journal: {
    ask: z.object({ before: z.number().nullable(), limit: z.number().int().min(1).max(500) }),
    answer: z.array(Recorded),
  },
  /** Those that the next run would be started with. */
  getNumbers: { ask: z.null(), answer: Numbers },
  getLook: { ask: z.null(), answer: Look },
  setLook: { ask: Look, answer: z.null() },
} as const

export type Calls = typeof calls
export type CallName = keyof Calls
export type Ask<N extends CallName> = z.infer<Calls[N]['ask']>
export type Answer<N extends CallName> = z.infer<Calls[N]['answer']>

/** The whole of what the preload puts on `window.racklight`. */
export interface Bridge {
  call(name: string, ask: unknown): Promise<unknown>
  listen(hear: (bulletin: unknown) => void): () => void
}
