// The shapes on the key and on the wire between a machine and the check-in server. Contract of the enlistment key, version 1.
import { z } from 'zod'

const utf8Bytes = (text: string): number => {
  let bytes = 0
  for (const char of text) {
    const point = char.codePointAt(0) ?? 0
    bytes += point < 0x80 ? 1 : point < 0x800 ? 2 : point < 0x10000 ? 3 : 4
  }
  return bytes
}

const Field = z
  .string()
  // Nothing on the wire may hold control characters, nor the joiner of the canonical text.
  .regex(/^[^|\u0000-\u001f\u007f-\u009f]*$/)
  .refine(text => text.isWellFormed() && utf8Bytes(text) <= 256, 'over 256 bytes')

export const Kid = z.string().regex(/^K[0-9A-Z]{1,15}$/)
export type Kid = z.infer<typeof Kid>

/** What a key is for: a lane, one outlet (`PDU/N`), any outlet of a PDU, or whoever takes it from the pool. */
export const KeyFor = z.union([
  z.object({ lane: z.string().min(1).max(64) }).strict(),
  z.object({ outlet: z.string().min(1).max(140) }).strict(),
  z.object({ pdu: z.string().min(1).max(128) }).strict(),
  z.object({ pool: z.string().min(1).max(64) }).strict(),
])
export type KeyFor = z.infer<typeof KeyFor>

/** `enlist/key.json` on the volume ENLISTKEY, under 4 KiB. */
export const KeyFile = z
  .object({
    v: z.literal(1),
    kid: Kid,
    /** base64url, 32 bytes */
    secret: z.string().regex(/^[A-Za-z0-9_-]{43}$/),
    for: KeyFor,
    checkIn: z.object({
      urls: z.array(z.url({ protocol: /^https$/ }).startsWith('https://')).max(4),
      /** `sha256//` and base64 of the SHA-256 of the server's SPKI, as curl writes it */
      pin: z.string().regex(/^sha256\/\/[A-Za-z0-9+/]{43}=$/),
    }),
    madeAt: z.iso.datetime(),
  })
  .strict()
export type KeyFile = z.infer<typeof KeyFile>

/** Upper case is taken and lowered, because the canonical text is lower case. */
export const Uuid = z
  .string()
  .toLowerCase()
  .regex(/^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/)
export const Mac = z
  .string()
  .toLowerCase()
  .regex(/^([0-9a-f]{2}:){5}[0-9a-f]{2}$/)

export const ProofDocument = z.object({
  v: z.literal(1),
  kid: Kid,
  uuid: Uuid,
  macs: z.array(Mac).min(1).max(32),
  serial: Field.overwrite(text => text.replace(/^ +| +$/g, '')),
  bootId: Field.min(1),
  uptimeMs: z.number().int().min(0),
  nonce: Field.min(1),
  n: z.literal(1),
  hmac: z.string().regex(/^[0-9a-f]{64}$/),
  /** Unauthenticated extras: shown, never believed. */
  facts: z.record(z.string(), z.unknown()).optional(),
})
export type ProofDocument = z.infer<typeof ProofDocument>

export const Hello = z.object({ v: z.literal(1), kid: Kid.optional(), uuid: Uuid, bootId: Field.min(1) })
export type Hello = z.infer<typeof Hello>

export const Beat = z.object({
  sid: Field.min(1),
  n: z.number().int().min(2),
  hmac: z.string().regex(/^[0-9a-f]{64}$/),
})
export type Beat = z.infer<typeof Beat>

export const Bye = Beat.extend({ reason: Field })
export type Bye = z.infer<typeof Bye>

export const Order = z.enum(['hold', 'continue', 'off'])
export type Order = z.infer<typeof Order>

export const RejectReason = z.enum([
  'badMac',
  'unknownKid',
  'expired',
  'revoked',
  'spent',
  'nonceStale',
  'nonceSpent',
  'foreignSite',
  'wrongLane',
  'noWindow',
  'bootedBefore',
  'otherMachineHolds',
  'secondKid',
  'junkIdentity',
  'malformed',
])
export type RejectReason = z.infer<typeof RejectReason>

/** The canonical text that the key's secret signs, UTF-8. */
export const canonicalText = (p: Omit<ProofDocument, 'hmac' | 'facts' | 'v'>): string =>
  ['ek1', p.kid, p.uuid, [...p.macs].sort().join(','), p.serial, p.bootId, p.uptimeMs, p.nonce, p.n].join('|')
