// Looks an answer over before the SNMP library does. The library reads damaged packets leniently, and what it makes of
// them could be a wrong "on" or "off"; here a packet is whole (RFC 3417 section 8) or it was never heard.

export interface Packet {
  /** Tag of the PDU; null where it is encrypted. */
  readonly pduTag: number | null
  /** Whether it claims to be signed (SNMPv3 msgFlags); the library checks the signature. */
  readonly signed: boolean
  /** What a report complains of: the last part of a usmStats object (RFC 3414 section 5), else 0. */
  readonly complaint: number
}

interface Part {
  readonly tag: number
  readonly content: Uint8Array
}

export const reportTag = 0xa8
const sequence = 0x30
const integer = 0x02
const string = 0x04
const oid = 0x06
/** 1.3.6.1.6.3.15.1.1 */
const usmStats = [0x2b, 6, 1, 6, 3, 15, 1, 1]

/** Null for whatever is not one whole SNMP message; bytes after it are ignored, as some agents pad. */
export function readPacket(bytes: Uint8Array): Packet | null {
  const outer = partAt(bytes, 0)
  const parts = outer?.part.tag === sequence ? partsOf(outer.part.content) : null
  const version = parts?.[0]
  if (!parts || !isInteger(version)) return null
  return numberIn(version.content) === 3 ? readSecured(parts) : readOpen(parts)
}

function readOpen([, community, pdu, ...more]: readonly Part[]): Packet | null {
  if (community?.tag !== string || !pdu || more.length > 0) return null
  return readPdu(pdu, false)
}

function readSecured([, header, security, body, ...more]: readonly Part[]): Packet | null {
  const [id, size, flags, model, ...others] = (header?.tag === sequence && partsOf(header.content)) || []
  const shaped = [id, size, model].every(isInteger) && flags?.tag === string
  if (!shaped || flags.content.length !== 1 || others.length > 0 || more.length > 0) return null
  if (security?.tag !== string || !isSecurity(security.content)) return null
  const bits = flags.content[0] ?? 0
  const signed = (bits & 1) !== 0
  if ((bits & 2) !== 0) return signed && body?.tag === string ? { pduTag: null, signed, complaint: 0 } : null
  const [engine, context, pdu, ...rest] = (body?.tag === sequence && partsOf(body.content)) || []
  if (engine?.tag !== string || context?.tag !== string || !pdu || rest.length > 0) return null
  return readPdu(pdu, signed)
}

/** UsmSecurityParameters, RFC 3414 section 2.4. */
function isSecurity(content: Uint8Array): boolean {
  const outer = partAt(content, 0)
  if (outer?.part.tag !== sequence || outer.end !== content.length) return false
  const tags = partsOf(outer.part.content)?.map(part => part.tag)
  return tags?.join() === [string, integer, integer, string, string, string].join()
}

function readPdu({ tag, content }: Part, signed: boolean): Packet | null {
  const [id, status, index, list, ...more] = partsOf(content) ?? []
  if (![id, status, index].every(isInteger) || list?.tag !== sequence || more.length > 0) return null
  // The library takes every status below 1 for success; RFC 3416 knows those from 0 to 18.
  const told = status ? numberIn(status.content) : null
  if (told === null || told < 0 || told > 18) return null
  const pairs = partsOf(list.content)
  if (!pairs) return null
  let complaint = 0
  for (const pair of pairs) {
    const [name, value, ...rest] = (pair.tag === sequence && partsOf(pair.content)) || []
    if (name?.tag !== oid || !isOid(name.content) || !value || rest.length > 0 || !isValue(value)) return null
    if (tag === reportTag && usmStats.every((id, at) => name.content[at] === id))
      complaint ||= name.content[usmStats.length] ?? 0
  }
  return { pduTag: tag, signed, complaint }
}

function isValue(value: Part): boolean {
  const { tag, content } = value
  switch (tag) {
    case integer:
    case 0x41:
    case 0x42:
    case 0x43:
      return isNumber(value)
    case 0x05:
    case 0x80:
    case 0x81:
    case 0x82:
      return content.length === 0
    case oid:
      return isOid(content)
    case 0x40:
      return content.length === 4
    case 0x46:
      return content.length > 0 && content.length <= 9
    case string:
    case 0x44:
      return true
    default:
      return false
  }
}

/** Of 32 bits, however padded; the library would fold a longer one. */
function isNumber({ content }: Part): boolean {
  const number = numberIn(content)
  return number !== null && number >= -(2 ** 31) && number < 2 ** 32
}

const isInteger = (part: Part | undefined): part is Part => part?.tag === integer && isNumber(part)

function numberIn(content: Uint8Array): number | null {
  if (content.length === 0 || content.length > 6) return null
  return content.reduce((sum, byte, at) => sum * 256 + (at === 0 ? (byte << 24) >> 24 : byte), 0)
}

function isOid(content: Uint8Array): boolean {
  let id = 0
  for (const byte of content) {
    id = id * 128 + (byte & 0x7f)
    if (id >= 2 ** 32) return false
    if ((byte & 0x80) === 0) id = 0
  }
  return content.length > 0 && ((content.at(-1) ?? 0x80) & 0x80) === 0
}

/** The parts that fill the content exactly. */
function partsOf(content: Uint8Array): Part[] | null {
  const parts: Part[] = []
  for (let at = 0; at < content.length;) {
    const found = partAt(content, at)
    if (!found) return null
    parts.push(found.part)
    at = found.end
  }
  return parts
}

function partAt(bytes: Uint8Array, start: number): { part: Part; end: number } | null {
  const tag = bytes[start]
  const first = bytes[start + 1]
  if (tag === undefined || first === undefined) return null
  let at = start + 2
  let length = first
  if (first >= 0x80) {
    const count = first & 0x7f
    if (count === 0 || count > 4 || at + count > bytes.length) return null
    length = bytes.subarray(at, at + count).reduce((sum, byte) => sum * 256 + byte, 0)
    at += count
  }
  const end = at + length
  return end > bytes.length ? null : { part: { tag, content: bytes.subarray(at, end) }, end }
}
