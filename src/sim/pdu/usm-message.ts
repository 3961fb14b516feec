// SNMPv3 messages around the same PDUs (RFC 3412 section 6, RFC 3414 section 2.4).
import { BerReader, encode, encodeInteger, sequenceTag, stringTag } from './ber.ts'

export interface SecureMessage {
  readonly id: number
  readonly maxSize: number
  readonly auth: boolean
  readonly priv: boolean
  readonly reportable: boolean
  readonly engineId: Buffer
  readonly boots: number
  readonly time: number
  readonly user: string
  readonly digest: Buffer
  readonly salt: Buffer
  /** The scoped PDU, whole with its header, or what it is sealed into. */
  readonly body: Buffer
}

/** usmStats (RFC 3414 section 5), with the last part of each object. */
export const complaints = {
  unsupportedSecLevels: 1,
  notInTimeWindows: 2,
  unknownUserNames: 3,
  unknownEngineIDs: 4,
  wrongDigests: 5,
  decryptionErrors: 6,
} as const
export type UsmComplaint = keyof typeof complaints

const usm = 3

export function encodeSecure(message: SecureMessage): Buffer {
  const flags = (message.auth ? 1 : 0) | (message.priv ? 2 : 0) | (message.reportable ? 4 : 0)
  const header = encode(
    sequenceTag,
    encodeInteger(message.id),
    encodeInteger(message.maxSize),
    encode(stringTag, Buffer.from([flags])),
    encodeInteger(usm),
  )
  const security = encode(
    sequenceTag,
    encode(stringTag, message.engineId),
    encodeInteger(message.boots),
    encodeInteger(message.time),
    encode(stringTag, Buffer.from(message.user, 'utf8')),
    encode(stringTag, message.digest),
    encode(stringTag, message.salt),
  )
  const body = message.priv ? encode(stringTag, message.body) : message.body
  return encode(sequenceTag, encodeInteger(3), header, encode(stringTag, security), body)
}

/** Throws BerError for whatever is not a whole SNMPv3 message; undefined for another version or security model. */
export function decodeSecure(packet: Buffer): SecureMessage | undefined {
  const outer = new BerReader(new BerReader(packet).expect(sequenceTag))
  if (outer.expectInteger() !== 3) return undefined
  const header = new BerReader(outer.expect(sequenceTag))
  const id = header.expectInteger()
  const maxSize = header.expectInteger()
  const flags = header.expect(stringTag)[0] ?? 0
  if (header.expectInteger() !== usm) return undefined
  const security = new BerReader(new BerReader(outer.expect(stringTag)).expect(sequenceTag))
  const engineId = security.expect(stringTag)
  const boots = security.expectInteger()
  const time = security.expectInteger()
  const user = security.expect(stringTag).toString('utf8')
  const digest = security.expect(stringTag)
  const salt = security.expect(stringTag)
  const priv = (flags & 2) !== 0
  const body = priv ? outer.expect(stringTag) : encode(sequenceTag, outer.expect(sequenceTag))
  return {
    ...{ id, maxSize, auth: (flags & 1) !== 0, priv, reportable: (flags & 4) !== 0 },
    ...{ engineId, boots, time, user, digest, salt, body },
  }
}

/** Where the digest stands in the packet as it was sent: it is signed with zeros in this place. */
export const withoutDigest = (packet: Buffer, digest: Buffer): Buffer => {
  const at = digest.byteOffset - packet.byteOffset
  const blank = Buffer.from(packet)
  return blank.fill(0, at, at + digest.length)
}

export interface ScopedPdu {
  readonly contextEngine: Buffer
  readonly context: Buffer
  /** With its tag and length. */
  readonly pdu: Buffer
}

export const encodeScoped = ({ contextEngine, context, pdu }: ScopedPdu): Buffer =>
  encode(sequenceTag, encode(stringTag, contextEngine), encode(stringTag, context), pdu)

/** Bytes after it are padding. Throws BerError. */
export function decodeScoped(bytes: Buffer): ScopedPdu {
  const scoped = new BerReader(new BerReader(bytes).expect(sequenceTag))
  const contextEngine = scoped.expect(stringTag)
  const context = scoped.expect(stringTag)
  const { tag, content } = scoped.next()
  return { contextEngine, context, pdu: encode(tag, content) }
}
