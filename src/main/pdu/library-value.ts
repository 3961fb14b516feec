// What the SNMP library hands over, as a value of this folder.
import { missing } from './snmp-value.ts'
import type { SnmpValue, Varbind } from './snmp-value.ts'

export interface Raw {
  readonly oid: string
  /** Its tag on the wire (RFC 3416 section 3). */
  readonly type?: number
  readonly value?: unknown
}

const counter64 = 70
const absent: ReadonlySet<number> = new Set([128, 129, 130])

export const toVarbind = (raw: Raw): Varbind => ({
  oid: raw.oid,
  value: toValue(raw),
  ...(raw.type === undefined ? {} : { tag: raw.type }),
})

function toValue({ type, value }: Raw): SnmpValue {
  if (type === undefined || absent.has(type)) return missing
  if (type === counter64 && Buffer.isBuffer(value))
    return { kind: 'number', number: Number(BigInt(`0x${value.toString('hex') || '0'}`)) }
  if (typeof value === 'number') return { kind: 'number', number: value }
  if (Buffer.isBuffer(value)) return { kind: 'bytes', bytes: value }
  if (typeof value === 'string') return { kind: 'oid', oid: value }
  return missing
}
