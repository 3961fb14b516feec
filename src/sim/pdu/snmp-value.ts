// The values a varbind can carry, and their tags on the wire (RFC 1157, RFC 3416).
import {
  BerError,
  decodeInteger,
  decodeOid,
  decodeUnsigned,
  encode,
  encodeInteger,
  encodeOid,
  encodeUnsigned,
  integerTag,
  nullTag,
  oidTag,
  stringTag,
} from './ber.ts'

export type SnmpValue =
  | { readonly type: 'integer'; readonly value: number }
  | { readonly type: 'string'; readonly value: Buffer }
  | { readonly type: 'oid' | 'ipAddress'; readonly value: string }
  | { readonly type: 'counter32' | 'gauge32' | 'timeTicks'; readonly value: number }
  | { readonly type: 'counter64'; readonly value: bigint }
  | { readonly type: 'null' | 'noSuchObject' | 'noSuchInstance' | 'endOfMibView' }
export type SnmpType = SnmpValue['type']

export interface Varbind {
  readonly oid: string
  readonly value: SnmpValue
}

const tags: Readonly<Record<SnmpType, number>> = {
  integer: integerTag,
  string: stringTag,
  null: nullTag,
  oid: oidTag,
  ipAddress: 0x40,
  counter32: 0x41,
  gauge32: 0x42,
  timeTicks: 0x43,
  counter64: 0x46,
  noSuchObject: 0x80,
  noSuchInstance: 0x81,
  endOfMibView: 0x82,
}
const types = new Map(Object.entries(tags).map(([type, tag]) => [tag, type as SnmpType]))

export const text = (value: string): SnmpValue => ({ type: 'string', value: Buffer.from(value, 'utf8') })

/** The value as a person or a test compares it. */
export function plain(value: SnmpValue): string | number | bigint | null {
  if (!('value' in value)) return null
  return value.type === 'string' ? value.value.toString('utf8') : value.value
}

export function encodeValue(value: SnmpValue): Buffer {
  const tag = tags[value.type]
  switch (value.type) {
    case 'integer':
      return encodeInteger(value.value)
    case 'string':
      return encode(tag, value.value)
    case 'oid':
      return encodeOid(value.value)
    case 'ipAddress':
      return encode(tag, Buffer.from(value.value.split('.').map(Number)))
    case 'counter32':
    case 'gauge32':
    case 'timeTicks':
      return encodeUnsigned(BigInt(value.value), tag)
    case 'counter64':
      return encodeUnsigned(value.value, tag)
    case 'null':
    case 'noSuchObject':
    case 'noSuchInstance':
    case 'endOfMibView':
      return encode(tag)
  }
}

export function decodeValue(tag: number, content: Buffer): SnmpValue {
  const type = types.get(tag)
  switch (type) {
    case undefined:
      throw new BerError(`unknown value tag ${tag}`)
    case 'integer':
      return { type, value: decodeInteger(content) }
    case 'string':
      return { type, value: Buffer.from(content) }
    case 'oid':
      return { type, value: decodeOid(content) }
    case 'ipAddress':
      return { type, value: [...content].join('.') }
    case 'counter32':
    case 'gauge32':
    case 'timeTicks':
      return { type, value: Number(decodeUnsigned(content)) }
    case 'counter64':
      return { type, value: decodeUnsigned(content) }
    case 'null':
    case 'noSuchObject':
    case 'noSuchInstance':
    case 'endOfMibView':
      return { type }
  }
}
