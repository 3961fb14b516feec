// Fixed equipment: PDUs, their outlets, and how they are named for ever (a PDU is its serial, an outlet the number printed on it).
import { z } from 'zod'

/** The PDU's serial number, else its SNMP engine id or MAC: never its address. */
export const PduId = z
  .string()
  .min(1)
  .max(128)
  .refine(id => !(id in {}), 'a word that every object knows')
export type PduId = z.infer<typeof PduId>

/** As printed on the PDU: `N`, in daisy chains `U.N`. */
export const OutletNumber = z.string().regex(/^(\d{1,3}\.)?\d{1,3}$/)
export type OutletNumber = z.infer<typeof OutletNumber>

export const OutletRef = z.object({ pdu: PduId, outlet: OutletNumber })
export type OutletRef = z.infer<typeof OutletRef>

export const outletKey = (ref: OutletRef): string => `${ref.pdu}/${ref.outlet}`
export const sameOutlet = (a: OutletRef, b: OutletRef): boolean => a.pdu === b.pdu && a.outlet === b.outlet

export const PowerState = z.enum(['on', 'off', 'pending', 'unknown'])
export type PowerState = z.infer<typeof PowerState>

export const Switch = z.enum(['on', 'off'])
export type Switch = z.infer<typeof Switch>

/** The supply that feeds the rack: A, B, ... */
export const Feed = z.string().regex(/^[A-Z]$/)
export type Feed = z.infer<typeof Feed>

export const Address = z.object({ host: z.string().min(1).max(255), port: z.number().int().min(1).max(65535) })
export type Address = z.infer<typeof Address>

export const OutletFacts = z.object({
  id: OutletNumber,
  unit: z.number().int(),
  number: z.number().int(),
  label: z.string(),
  name: z.string(),
  switchable: z.boolean(),
  /** Infeed, cord or branch of its unit, where banks and lines begin afresh in each. */
  section: z.number().int().nullable().default(null),
  bank: z.number().int().nullable(),
  phase: z.string().nullable(),
})
export type OutletFacts = z.infer<typeof OutletFacts>

export const OutletReading = z.object({
  outlet: OutletNumber,
  state: PowerState,
  watts: z.number().nullable(),
  amps: z.number().nullable(),
})
export type OutletReading = z.infer<typeof OutletReading>

export const SnmpVersion = z.enum(['1', '2c', '3'])
export type SnmpVersion = z.infer<typeof SnmpVersion>

export const authProtocols = ['md5', 'sha', 'sha224', 'sha256', 'sha384', 'sha512'] as const
/** AES-256 has two ways to stretch a short key: Blumenthal's (`aes256b`, net-snmp's AES-256) and Reeder's (`aes256r`, Cisco's). */
export const privProtocols = ['des', 'aes', 'aes256b', 'aes256r'] as const

/** An SNMPv3 user; the keys he has make the security level. The name is at most 32 characters (RFC 3414 section 5). */
export const SnmpUser = z
  .object({
    user: z.string().min(1).max(32),
    authProtocol: z.enum(authProtocols).optional(),
    authKey: z.string().min(1).max(512).optional(),
    privProtocol: z.enum(privProtocols).optional(),
    privKey: z.string().min(1).max(512).optional(),
  })
  .refine(
    ({ authProtocol, authKey, privProtocol, privKey }) =>
      (authProtocol === undefined) === (authKey === undefined) &&
      (privProtocol === undefined) === (privKey === undefined) &&
      (privKey === undefined || authKey !== undefined),
    'a key goes with its protocol, and privacy needs authentication',
  )
export type SnmpUser = z.infer<typeof SnmpUser>

/** What MAAS's own power driver could do with this PDU, once an outlet is bound. */
export const MaasDriver = z.object({
  powerType: z.string(),
  parameters: z.record(z.string(), z.string()),
  drivable: z.boolean(),
  reasons: z.array(z.string()),
})
export type MaasDriver = z.infer<typeof MaasDriver>

/** What the outlets behind one breaker, on one phase or at one inlet draw together, and may draw; null where the PDU does not tell. */
export const SharedLoad = z.object({
  kind: z.enum(['bank', 'phase', 'inlet']),
  unit: z.number().int(),
  /** Null where it serves its whole unit. */
  section: z.number().int().nullable().default(null),
  number: z.number().int(),
  amps: z.number().nullable(),
  ratingAmps: z.number().nullable(),
  tripped: z.boolean().default(false),
})
export type SharedLoad = z.infer<typeof SharedLoad>

/** `bank 3`, or `bank 3 of section 2` where banks begin afresh in each. */
export const sharedName = ({ kind, section, number }: SharedLoad): string =>
  `${kind} ${number}${section === null ? '' : ` of section ${section}`}`

/** How it is known that commands do what they say: seen in a recording of a real unit, read in the MIB alone, or not at all. */
export const Control = z.enum(['recorded', 'unproven', 'readOnly'])
export type Control = z.infer<typeof Control>

/** What a probe learned about a PDU; everything but the readings stays true until the next probe. */
export const PduFacts = z.object({
  id: PduId,
  vendor: z.string(),
  model: z.string(),
  firmware: z.string(),
  family: z.string(),
  snmp: z.object({ version: SnmpVersion, bulk: z.boolean(), maxOids: z.number().int().min(1) }),
  outlets: z.array(OutletFacts),
  /** Seconds the PDU itself waits between a command and the switching, at worst. */
  delaySeconds: z.number(),
  control: Control.default('recorded'),
  /** In plain words, why it is not simply switched; empty for `recorded`. */
  controlWhy: z.string().default(''),
  /** It can take an outlet off and bring it back by itself. */
  timedCut: z.boolean().default(false),
  /** What one step of its outlet meters is in watts; null where they tell no watts. */
  stepWatts: z.number().nullable().default(null),
  maas: MaasDriver,
})
export type PduFacts = z.infer<typeof PduFacts>

export const PduProbe = z.object({
  facts: PduFacts,
  address: Address,
  switchable: z.boolean(),
  readings: z.array(OutletReading),
  loads: z.array(SharedLoad).default([]),
  warnings: z.array(z.string()),
})
export type PduProbe = z.infer<typeof PduProbe>
