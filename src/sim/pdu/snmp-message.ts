// SNMP v1 and v2c messages (RFC 1157, RFC 1901, RFC 3416).
import {
  BerError,
  BerReader,
  decodeOid,
  encode,
  encodeInteger,
  encodeOid,
  oidTag,
  sequenceTag,
  stringTag,
} from './ber.ts'
import { decodeValue, encodeValue, type Varbind } from './snmp-value.ts'

export const pduTags = { get: 0xa0, getNext: 0xa1, response: 0xa2, set: 0xa3, getBulk: 0xa5 } as const
export type PduKind = keyof typeof pduTags
const kinds = new Map(Object.entries(pduTags).map(([kind, tag]) => [tag as number, kind as PduKind]))

export interface SnmpMessage {
  readonly version: '1' | '2c'
  readonly community: string
  readonly kind: PduKind
  readonly requestId: number
  /** In a GETBULK this field carries the non-repeaters, the next one the max-repetitions. */
  readonly errorStatus: number
  readonly errorIndex: number
  readonly varbinds: readonly Varbind[]
}

export const encodeVarbind = (varbind: Varbind): Buffer =>
  encode(sequenceTag, encodeOid(varbind.oid), encodeValue(varbind.value))

export type SnmpPdu = Omit<SnmpMessage, 'version' | 'community' | 'kind'>

export const encodePdu = (tag: number, pdu: SnmpPdu): Buffer =>
  encode(
    tag,
    encodeInteger(pdu.requestId),
    encodeInteger(pdu.errorStatus),
    encodeInteger(pdu.errorIndex),
    encode(sequenceTag, ...pdu.varbinds.map(encodeVarbind)),
  )

export function encodeMessage(message: SnmpMessage): Buffer {
  const pdu = encodePdu(pduTags[message.kind], message)
  const version = encodeInteger(message.version === '1' ? 0 : 1)
  return encode(sequenceTag, version, encode(stringTag, Buffer.from(message.community, 'latin1')), pdu)
}

/** Undefined for whatever is not a whole SNMP v1 or v2c message. */
export function decodeMessage(packet: Buffer): SnmpMessage | undefined {
  try {
    return readMessage(packet)
  } catch (error) {
    if (error instanceof BerError) return undefined
    throw error
  }
}

function readMessage(packet: Buffer): SnmpMessage | undefined {
  const outer = new BerReader(new BerReader(packet).expect(sequenceTag))
  const version = outer.expectInteger()
  if (version !== 0 && version !== 1) return undefined
  const community = outer.expect(stringTag).toString('latin1')
  const pdu = readPdu(outer)
  if (!pdu || (version === 0 && pdu.kind === 'getBulk')) return undefined
  return { version: version === 0 ? '1' : '2c', community, ...pdu }
}

/** The next PDU, or undefined for one that is none of `pduTags`. Throws BerError. */
export function readPdu(reader: BerReader): (SnmpPdu & { readonly kind: PduKind }) | undefined {
  const { tag, content } = reader.next()
  const kind = kinds.get(tag)
  if (!kind) return undefined
  const pdu = new BerReader(content)
  const requestId = pdu.expectInteger()
  const errorStatus = pdu.expectInteger()
  const errorIndex = pdu.expectInteger()
  const list = new BerReader(pdu.expect(sequenceTag))
  const varbinds: Varbind[] = []
  while (!list.done) {
    const pair = new BerReader(list.expect(sequenceTag))
    const oid = decodeOid(pair.expect(oidTag))
    const value = pair.next()
    varbinds.push({ oid, value: decodeValue(value.tag, value.content) })
  }
  return { kind, requestId, errorStatus, errorIndex, varbinds }
}
