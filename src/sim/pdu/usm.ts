// The user-based security of SNMPv3 at the PDU's end: who asks, with which key, at what time (RFC 3414 section 3.2).
import { timingSafeEqual } from 'node:crypto'
import { BerError, BerReader } from './ber.ts'
import type { AgentKnobs } from './knobs.ts'
import { encodePdu, pduTags, readPdu, type SnmpMessage } from './snmp-message.ts'
import { digestLength, digestOf, localKey, privKey, seal, unseal } from './usm-crypto.ts'
import type { AuthProtocol, PrivProtocol } from './usm-crypto.ts'
import { complaints, decodeScoped, decodeSecure, encodeScoped, encodeSecure, withoutDigest } from './usm-message.ts'
import type { SecureMessage, UsmComplaint } from './usm-message.ts'

export interface UsmUser {
  readonly name: string
  /** The level follows from what is there. */
  readonly auth?: { readonly protocol: AuthProtocol; readonly passphrase: string }
  readonly priv?: { readonly protocol: PrivProtocol; readonly passphrase: string }
  readonly mayWrite: boolean
}

export interface UsmSettings {
  readonly engineId: Buffer
  readonly users: readonly UsmUser[]
  readonly uptimeMs: () => number
}

export interface Heard {
  readonly request: SnmpMessage
  readonly mayWrite: boolean
  readonly wrap: (response: SnmpMessage) => Buffer
}

interface Keys {
  readonly user: UsmUser
  readonly auth: { readonly protocol: AuthProtocol; readonly key: Buffer } | undefined
  readonly priv: { readonly protocol: PrivProtocol; readonly key: Buffer } | undefined
}

const reportTag = 0xa8
const usmStats = '1.3.6.1.6.3.15.1.1'
const timeWindowSeconds = 150
const nothing = Buffer.alloc(0)
/** What some agents meet with silence. */
const aboutKeys: ReadonlySet<UsmComplaint> = new Set(['unknownUserNames', 'wrongDigests', 'decryptionErrors'])

export class UsmEngine {
  readonly #settings: UsmSettings
  readonly #knobs: Readonly<AgentKnobs>
  readonly #keys: ReadonlyMap<string, () => Keys>
  readonly #counts = new Map<UsmComplaint, number>()
  #boots = 1
  #uptimeMs = 0

  constructor(settings: UsmSettings, knobs: Readonly<AgentKnobs>) {
    this.#settings = settings
    this.#knobs = knobs
    this.#keys = new Map(settings.users.map(user => [user.name, once(() => keysOf(user, settings.engineId))]))
  }

  /** The request and the way to answer it, or a report of what is wrong with it; undefined is silence. */
  hear(packet: Buffer): Heard | { readonly report: Buffer } | undefined {
    try {
      const message = decodeSecure(packet)
      return message && this.#judge(message, packet)
    } catch (error) {
      if (error instanceof BerError) return undefined
      throw error
    }
  }

  #judge(message: SecureMessage, packet: Buffer): Heard | { readonly report: Buffer } | undefined {
    const { engineId } = this.#settings
    const clock = this.#clock()
    const report = (what: UsmComplaint, keys?: Keys) => this.#report(message, what, keys)
    if (!message.engineId.equals(engineId)) return report('unknownEngineIDs')
    if (this.#knobs.v3Refuse) return report(this.#knobs.v3Refuse)
    const keys = this.#keys.get(message.user)?.()
    if (!keys) return report('unknownUserNames')
    const { auth, priv } = keys
    if (message.auth !== Boolean(auth) || message.priv !== Boolean(priv)) return report('unsupportedSecLevels')
    if (auth && !isSigned(auth, message, packet)) return report('wrongDigests')
    const late = Math.abs(message.time - clock.time) > timeWindowSeconds
    if (auth && (message.boots !== clock.boots || late)) return report('notInTimeWindows', keys)
    const plain = priv
      ? unseal(priv.protocol, priv.key, message, { salt: message.salt, sealed: message.body })
      : message.body
    const request = plain && requestIn(plain)
    if (!request) return priv ? report('decryptionErrors') : undefined
    return { request, mayWrite: keys.user.mayWrite, wrap: response => this.#wrap(message, keys, response) }
  }

  #clock(): { boots: number; time: number } {
    const uptimeMs = this.#settings.uptimeMs()
    if (uptimeMs < this.#uptimeMs && !this.#knobs.v3ForgetsBoots) this.#boots++
    this.#uptimeMs = uptimeMs
    return { boots: this.#boots, time: Math.floor(uptimeMs / 1000) }
  }

  #wrap(asked: SecureMessage, keys: Keys, response: SnmpMessage): Buffer {
    const bare = this.#knobs.v3Unsigned ? { ...keys, auth: undefined, priv: undefined } : keys
    return this.#secure(asked, bare, encodePdu(pduTags.response, response))
  }

  #report(asked: SecureMessage, what: UsmComplaint, keys?: Keys): { report: Buffer } | undefined {
    const count = (this.#counts.get(what) ?? 0) + 1
    this.#counts.set(what, count)
    if (!asked.reportable || (this.#knobs.v3Mute && aboutKeys.has(what))) return undefined
    const value = { type: 'counter32', value: count } as const
    const pdu = encodePdu(reportTag, {
      requestId: 0,
      errorStatus: 0,
      errorIndex: 0,
      varbinds: [{ oid: `${usmStats}.${complaints[what]}.0`, value }],
    })
    // Signed where the sender is known by his signature already, and never sealed.
    return { report: this.#secure(asked, keys && { ...keys, priv: undefined }, pdu) }
  }

  #secure(asked: SecureMessage, keys: Keys | undefined, pdu: Buffer): Buffer {
    const { engineId } = this.#settings
    const clock = this.#clock()
    const scoped = encodeScoped({ contextEngine: engineId, context: nothing, pdu })
    const sealed = keys?.priv && seal(keys.priv.protocol, keys.priv.key, clock, scoped)
    const message: SecureMessage = {
      ...{ id: asked.id, maxSize: 65507, auth: Boolean(keys?.auth), priv: Boolean(sealed), reportable: false },
      ...{ engineId, ...clock, user: asked.user, salt: sealed?.salt ?? nothing, body: sealed?.sealed ?? scoped },
      digest: keys?.auth ? Buffer.alloc(digestLength(keys.auth.protocol)) : nothing,
    }
    const packet = encodeSecure(message)
    if (!keys?.auth) return packet
    return encodeSecure({ ...message, digest: digestOf(keys.auth.protocol, keys.auth.key, packet) })
  }
}

function keysOf(user: UsmUser, engineId: Buffer): Keys {
  const { auth, priv } = user
  return {
    user,
    auth: auth && { protocol: auth.protocol, key: localKey(auth.protocol, Buffer.from(auth.passphrase), engineId) },
    priv: auth &&
      priv && {
        protocol: priv.protocol,
        key: privKey(auth.protocol, priv.protocol, Buffer.from(priv.passphrase), engineId),
      },
  }
}

function isSigned({ protocol, key }: NonNullable<Keys['auth']>, { digest }: SecureMessage, packet: Buffer): boolean {
  if (digest.length !== digestLength(protocol)) return false
  return timingSafeEqual(digestOf(protocol, key, withoutDigest(packet, digest)), digest)
}

/** Undefined for noise, which is what a wrong key makes of a sealed request. */
function requestIn(plain: Buffer): SnmpMessage | undefined {
  try {
    const pdu = readPdu(new BerReader(decodeScoped(plain).pdu))
    return pdu && { version: '2c', community: '', ...pdu }
  } catch (error) {
    if (error instanceof BerError) return undefined
    throw error
  }
}

/** Keys take a while to stretch, so they are made when first asked for. */
function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined
  return () => (made ??= { value: make() }).value
}
