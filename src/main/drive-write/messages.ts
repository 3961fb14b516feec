// What passes between the app and the process that writes one drive. The image holds a secret: it goes here and nowhere else.
import { z } from 'zod'
import { Drive } from '#core/drive.ts'
import { Fault } from '#core/fault.ts'
import { Refusal } from '#core/refusal.ts'

const bytes = z.number().int().nonnegative()

const Bytes = z.custom<Uint8Array>(value => value instanceof Uint8Array)

export const Order = z.object({
  kind: z.literal('write'),
  /** The drive as a person agreed to erase it. */
  drive: Drive,
  /** What the app uses itself; judged again by the process that writes. */
  own: z.array(z.string()),
  content: z.object({
    imageBytes: bytes,
    pieces: z.array(z.object({ at: bytes, bytes: Bytes })).readonly(),
    sha256: z.string(),
    piecesSha256: z.string(),
  }),
})
export type Order = z.infer<typeof Order>

export const ToWriter = z.discriminatedUnion('kind', [Order, z.object({ kind: z.literal('cancel') })])
export type ToWriter = z.infer<typeof ToWriter>

export const WriteResult = z.union([
  z.object({
    ok: z.literal(true),
    value: z.object({
      bytes,
      writeMs: z.number(),
      verifyMs: z.number(),
      verified: z.literal(true),
      sha256: z.string(),
    }),
  }),
  z.object({ ok: z.literal(false), refusal: Refusal }),
  z.object({ ok: z.literal(false), fault: Fault }),
])
export type WriteResult = z.infer<typeof WriteResult>

export const FromWriter = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('ready') }),
  z.object({
    kind: z.literal('progress'),
    phase: z.enum(['writing', 'verifying', 'sealing']),
    doneBytes: bytes,
    totalBytes: bytes,
  }),
  z.object({ kind: z.literal('ended'), result: WriteResult }),
])
export type FromWriter = z.infer<typeof FromWriter>
