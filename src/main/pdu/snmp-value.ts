// SNMP answers as the rest of this folder sees them, free of the SNMP library.

export type SnmpValue =
  | { readonly kind: 'number'; readonly number: number }
  | { readonly kind: 'bytes'; readonly bytes: Uint8Array }
  | { readonly kind: 'oid'; readonly oid: string }
  | { readonly kind: 'missing' }

export interface Varbind {
  readonly oid: string
  /** Its tag on the wire, where it came from there. */
  readonly tag?: number
  readonly value: SnmpValue
}

export const missing: SnmpValue = { kind: 'missing' }

/** Printable text without padding; some agents end their strings with NULs. */
export function textOf(value: SnmpValue | undefined): string {
  switch (value?.kind) {
    case 'bytes':
      return new TextDecoder()
        .decode(value.bytes)
        .replace(/[\p{Cc}\p{Cf}]+/gu, ' ')
        .trim()
    case 'number':
      return String(value.number)
    case 'oid':
      return value.oid
    case 'missing':
    case undefined:
      return ''
  }
}

/** A number, also where the agent sends it as text ("237.47"). */
export function numberOf(value: SnmpValue | undefined): number | null {
  if (value?.kind === 'number') return value.number
  if (value?.kind !== 'bytes') return null
  const text = textOf(value)
  return /^[+-]?\d+(\.\d+)?$/.test(text) ? Number(text) : null
}

/** The number, or the number a text ends in: "AB12" is 12. */
export function lastNumberOf(value: SnmpValue | undefined): number | null {
  const end = /\d+$/.exec(textOf(value))?.[0]
  return numberOf(value) ?? (end === undefined ? null : Number(end))
}

export const hexOf = (value: SnmpValue | undefined): string =>
  value?.kind === 'bytes' ? Array.from(value.bytes, byte => byte.toString(16).padStart(2, '0')).join('') : ''

/** BITS (RFC 2578 section 7.1.4): bit 0 is the high bit of the first octet. */
export const isBitSet = (value: SnmpValue | undefined, bit: number): boolean =>
  value?.kind === 'bytes' && (((value.bytes[bit >> 3] ?? 0) >> (7 - (bit & 7))) & 1) === 1

/** The index part of an instance under a column, or null when the instance is not under it. */
export const suffixOf = (column: string, oid: string): string | null =>
  oid.startsWith(`${column}.`) ? oid.slice(column.length + 1) : null

/** Order of the MIB tree: numbers part by part, a parent before its children. */
export function compareOids(left: string, right: string): number {
  const a = left.split('.')
  const b = right.split('.')
  for (let at = 0; at < Math.min(a.length, b.length); at++) {
    const difference = Number(a[at]) - Number(b[at])
    if (difference !== 0) return difference
  }
  return a.length - b.length
}

/** A GETNEXT on this index answers with the instance at `suffix`, if there is one. */
export function before(suffix: string): string {
  const parts = suffix.split('.')
  const last = Number(parts.at(-1))
  if (last > 0) return [...parts.slice(0, -1), last - 1].join('.')
  return parts.slice(0, -1).join('.')
}
