// The seal beside the journal: its head, under the install key, so that a tail cut off is missed.
import { createHmac } from 'node:crypto'
import { z } from 'zod'
import { ok, type Result } from '#core/fault.ts'
import type { Clock } from '#core/ports.ts'
import { readIfThere, replaceFile } from './replace-file.ts'

/** A time the journal did not agree with its seal when it was opened; kept for ever, so that writing on never heals it. */
const Break = z.object({
  at: z.number(),
  what: z.string(),
  sealed: z.object({ count: z.number(), mac: z.string() }).nullable(),
  found: z.object({ count: z.number(), mac: z.string() }),
})
export type Break = z.infer<typeof Break>

const Seal = z.object({
  v: z.literal(1),
  count: z.number().int().min(0),
  mac: z.string().regex(/^[0-9a-f]{64}$/),
  breaks: z.array(Break),
})
export type Seal = z.infer<typeof Seal>

const SealFile = Seal.extend({ hmac: z.string() })

export type SealFound = { is: 'whole'; seal: Seal } | { is: 'missing' } | { is: 'forged' }

export async function readSeal(path: string, key: Uint8Array): Promise<Result<SealFound>> {
  const text = await readIfThere(path)
  if (!text.ok) return text
  return ok(text.value === undefined ? { is: 'missing' } : open(text.value, key))
}

function open(text: string, key: Uint8Array): SealFound {
  let json: unknown
  try {
    json = JSON.parse(text)
  } catch {
    return { is: 'forged' }
  }
  const parsed = SealFile.safeParse(json)
  if (!parsed.success) return { is: 'forged' }
  const { hmac, ...seal } = parsed.data
  return hmac === hmacOf(seal, key) ? { is: 'whole', seal } : { is: 'forged' }
}

// The prefix keeps a seal from ever being taken for a row of the chain, which the same key signs.
function hmacOf({ v, count, mac, breaks }: Seal, key: Uint8Array): string {
  const broken = breaks.map(({ at, what, sealed, found }) => [
    at,
    what,
    sealed && [sealed.count, sealed.mac],
    [found.count, found.mac],
  ])
  return createHmac('sha256', key)
    .update(`racklight-seal|${JSON.stringify([v, count, mac, broken])}`)
    .digest('hex')
}

export interface SealKeeper {
  /** Writes this seal soon; of several in a hurry only the last is written. */
  put(seal: Seal): void
  /** Resolves when the seal last put is on the disk, or with why it is not. */
  settled(): Promise<Result<void>>
}

export function sealKeeper(path: string, key: Uint8Array, clock: Clock): SealKeeper {
  let wanted: Seal | undefined
  let writing: Promise<Result<void>> | undefined
  let outcome: Result<void> = ok(undefined)

  async function write(): Promise<Result<void>> {
    while (wanted) {
      const seal = wanted
      wanted = undefined
      outcome = await replaceFile(path, `${JSON.stringify({ ...seal, hmac: hmacOf(seal, key) })}\n`)
    }
    writing = undefined
    return outcome
  }

  return {
    put: seal => {
      wanted = seal
      writing ??= clock.io(write())
    },
    settled: () => writing ?? Promise.resolve(outcome),
  }
}
