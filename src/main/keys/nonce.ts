// Challenges that need no memory until they are spent: base64url(t | r16 | first 16 bytes of HMAC(Kn, t | r16 | kid | uuid | bootId)).
import { createHash, createHmac, randomBytes, timingSafeEqual } from 'node:crypto'
import type { Clock } from '#core/ports.ts'

export type NonceState = 'fresh' | 'stale' | 'spent'

export interface NonceRun {
  /** Kn, 32 bytes, one per run; kept in the vault so that a resumed run honours what it gave out. */
  readonly key: Uint8Array
  readonly run: string
  /** What a resumed run remembers as spent. */
  readonly spent?: Iterable<string>
}

export interface Nonces {
  mint(kid: string, uuid: string, bootId: string): string
  state(nonce: string, kid: string, uuid: string, bootId: string): NonceState
  spend(nonce: string): void
}

export const nonceLifeMs = 120_000
const macBytes = 16
const stampBytes = 8
const lengthBytes = stampBytes + 16 + macBytes

/** Mints and recognises the nonces of one run. */
export const makeNonces = (clock: Clock, run: NonceRun): Nonces => {
  const runTag = createHash('sha256').update(run.run, 'utf8').digest().subarray(0, 4)
  const spent = new Map<string, number>()
  let latest = 0

  // Never runs backwards: a clock set back must not make a forgotten nonce young again.
  const seconds = (): number => (latest = Math.max(latest, Math.floor(clock.now() / 1000)))
  const isOver = (mintedAt: number): boolean => (seconds() - mintedAt) * 1000 > nonceLifeMs
  const macOf = (head: Uint8Array, kid: string, uuid: string, bootId: string): Buffer =>
    createHmac('sha256', run.key)
      .update(head)
      .update(kid + uuid + bootId, 'utf8')
      .digest()
      .subarray(0, macBytes)

  for (const nonce of run.spent ?? []) spent.set(nonce, seconds())

  return {
    mint: (kid, uuid, bootId) => {
      const head = Buffer.concat([runTag, Buffer.alloc(4), randomBytes(16)])
      head.writeUInt32BE(seconds(), 4)
      return Buffer.concat([head, macOf(head, kid, uuid, bootId)]).toString('base64url')
    },
    state: (nonce, kid, uuid, bootId) => {
      const bytes = Buffer.from(nonce, 'base64url')
      if (bytes.length !== lengthBytes || bytes.toString('base64url') !== nonce) return 'stale'
      const head = bytes.subarray(0, lengthBytes - macBytes)
      if (!timingSafeEqual(macOf(head, kid, uuid, bootId), bytes.subarray(lengthBytes - macBytes))) return 'stale'
      const mintedAt = head.readUInt32BE(4)
      if (!head.subarray(0, 4).equals(runTag) || mintedAt > seconds() || isOver(mintedAt)) return 'stale'
      return spent.has(nonce) ? 'spent' : 'fresh'
    },
    spend: nonce => {
      for (const [old, at] of spent) if (isOver(at)) spent.delete(old)
      spent.set(nonce, seconds())
    },
  }
}
