// Digests of the wire after the proof, and the table of open sessions.
import { createHmac, timingSafeEqual } from 'node:crypto'
import type { Order } from '#core/wire.ts'
import type { SavedSession } from './desk.ts'

const hmac = (key: Uint8Array, ...fields: (string | number)[]): Buffer =>
  createHmac('sha256', key).update(fields.join('|'), 'utf8').digest()

export const sessionKey = (secret: Uint8Array, nonce: string, sid: string): Buffer => hmac(secret, 'sess', nonce, sid)

/** The `mac` of an answer; n is that of the message answered. */
export const answerMac = (key: Uint8Array, sid: string, n: number, verdict: string, order: Order): string =>
  hmac(key, 'sv1', sid, n, verdict, order).toString('hex')

export const beatDigest = (key: Uint8Array, sid: string, n: number): string => hmac(key, 'beat', sid, n).toString('hex')

export const byeDigest = (key: Uint8Array, sid: string, n: number, reason: string): string =>
  hmac(key, 'bye', sid, n, reason).toString('hex')

/** What firmware without a hash function may carry: of use for hints alone. */
export const seenToken = (secret: Uint8Array, kid: string): string =>
  hmac(secret, 'seen', kid).subarray(0, 16).toString('hex')

export const sameDigest = (ours: string, theirs: string): boolean =>
  ours.length === theirs.length && timingSafeEqual(Buffer.from(ours, 'latin1'), Buffer.from(theirs, 'latin1'))

export interface OpenSession extends SavedSession {
  readonly key: Buffer
  lastN: number
}

export interface Sessions {
  open(saved: SavedSession, secret: Uint8Array): OpenSession
  of(sid: string): OpenSession | undefined
  forget(sid: string): void
}

export const makeSessions = (): Sessions => {
  const open = new Map<string, OpenSession>()
  return {
    open: (saved, secret) => {
      const session = { ...saved, key: sessionKey(secret, saved.nonce, saved.sid), lastN: 1 }
      open.set(saved.sid, session)
      return session
    },
    of: sid => open.get(sid),
    forget: sid => void open.delete(sid),
  }
}
