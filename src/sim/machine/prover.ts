// The machine's side of the digests, written from the contract alone and sharing no code with the side that checks them.
import { createHmac } from 'node:crypto'

/** What a machine knows of the stick after reading it. */
export interface StickContent {
  readonly kid: string
  readonly secret: Uint8Array
  readonly urls: readonly string[]
  readonly pin: string
}

export interface Identity {
  readonly uuid: string
  readonly serial: string
  readonly macs: readonly string[]
}

export interface SignedProof {
  readonly v: 1
  readonly kid: string
  readonly uuid: string
  readonly macs: readonly string[]
  readonly serial: string
  readonly bootId: string
  readonly uptimeMs: number
  readonly nonce: string
  readonly n: 1
  readonly hmac: string
  readonly facts: Readonly<Record<string, unknown>>
}

export interface Challenge {
  readonly bootId: string
  readonly uptimeMs: number
  readonly nonce: string
}

const keyed = (key: Uint8Array, message: string): Buffer =>
  createHmac('sha256', key).update(Buffer.from(message, 'utf8')).digest()

export const signProof = (stick: StickContent, identity: Identity, challenge: Challenge, facts = {}): SignedProof => {
  const uuid = identity.uuid.toLowerCase()
  const macs = identity.macs.map(mac => mac.toLowerCase()).sort()
  const serial = identity.serial.trim()
  const { bootId, uptimeMs, nonce } = challenge
  const message = `ek1|${stick.kid}|${uuid}|${macs.join(',')}|${serial}|${bootId}|${uptimeMs}|${nonce}|1`
  const hmac = keyed(stick.secret, message).toString('hex')
  return { v: 1, kid: stick.kid, uuid, macs, serial, bootId, uptimeMs, nonce, n: 1, hmac, facts }
}

export const keyOfSession = (secret: Uint8Array, nonce: string, sid: string): Buffer =>
  keyed(secret, `sess|${nonce}|${sid}`)

export const signBeat = (key: Uint8Array, sid: string, n: number) => ({
  sid,
  n,
  hmac: keyed(key, `beat|${sid}|${n}`).toString('hex'),
})

export const signBye = (key: Uint8Array, sid: string, n: number, reason: string) => ({
  sid,
  n,
  hmac: keyed(key, `bye|${sid}|${n}|${reason}`).toString('hex'),
  reason,
})

/** Whether an answer comes from a server that knows the key's secret. */
export const isAnswerTrue = (
  key: Uint8Array,
  sid: string,
  n: number,
  verdict: string,
  order: string,
  mac: unknown,
): boolean => mac === keyed(key, `sv1|${sid}|${n}|${verdict}|${order}`).toString('hex')

export const tokenOfFirmware = (secret: Uint8Array, kid: string): string =>
  keyed(secret, `seen|${kid}`).toString('hex').slice(0, 32)
