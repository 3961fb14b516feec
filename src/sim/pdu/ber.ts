// The part of the Basic Encoding Rules that SNMP uses (X.690, RFC 3417 section 8). Independent of the library under test.
import { formatOid, parseOid } from './oid.ts'

export const integerTag = 0x02
export const stringTag = 0x04
export const nullTag = 0x05
export const oidTag = 0x06
export const sequenceTag = 0x30

/** Thrown inside the decoder alone; the message decoder turns it into "no message". */
export class BerError extends Error {}

export class BerReader {
  readonly #bytes: Buffer
  #at = 0

  constructor(bytes: Buffer) {
    this.#bytes = bytes
  }

  get done(): boolean {
    return this.#at >= this.#bytes.length
  }

  /** The next tag and its content. */
  next(): { tag: number; content: Buffer } {
    const tag = this.#byte()
    const first = this.#byte()
    let length = first
    if (first >= 0x80) {
      const count = first & 0x7f
      if (count === 0 || count > 4) throw new BerError(`length of ${count} bytes`)
      length = 0
      for (let i = 0; i < count; i++) length = length * 256 + this.#byte()
    }
    const end = this.#at + length
    if (end > this.#bytes.length) throw new BerError('content is cut short')
    const content = this.#bytes.subarray(this.#at, end)
    this.#at = end
    return { tag, content }
  }

  expect(tag: number): Buffer {
    const found = this.next()
    if (found.tag !== tag) throw new BerError(`tag ${found.tag} where ${tag} belongs`)
    return found.content
  }

  expectInteger(): number {
    return decodeInteger(this.expect(integerTag))
  }

  #byte(): number {
    const byte = this.#bytes[this.#at++]
    if (byte === undefined) throw new BerError('message is cut short')
    return byte
  }
}

export function decodeInteger(content: Buffer): number {
  if (content.length === 0 || content.length > 5) throw new BerError(`integer of ${content.length} bytes`)
  return content.readIntBE(0, content.length)
}

export function decodeUnsigned(content: Buffer): bigint {
  if (content.length === 0 || content.length > 9) throw new BerError(`number of ${content.length} bytes`)
  return content.reduce((sum, byte) => sum * 256n + BigInt(byte), 0n)
}

export function decodeOid(content: Buffer): string {
  const ids: number[] = []
  let id = 0
  let open = false
  for (const byte of content) {
    id = id * 128 + (byte & 0x7f)
    open = (byte & 0x80) !== 0
    if (open) continue
    if (ids.length === 0) ids.push(Math.min(2, Math.floor(id / 40)), id - 40 * Math.min(2, Math.floor(id / 40)))
    else ids.push(id)
    id = 0
  }
  if (ids.length === 0 || open) throw new BerError('object identifier is cut short')
  return formatOid(ids)
}

export function encode(tag: number, ...parts: readonly Buffer[]): Buffer {
  const content = Buffer.concat(parts)
  const length: number[] = []
  if (content.length < 0x80) length.push(content.length)
  else {
    for (let rest = content.length; rest > 0; rest = Math.floor(rest / 256)) length.unshift(rest % 256)
    length.unshift(0x80 | length.length)
  }
  return Buffer.concat([Buffer.from([tag, ...length]), content])
}

export function encodeInteger(value: number, tag = integerTag): Buffer {
  let bytes = 1
  while (value < -(2 ** (8 * bytes - 1)) || value >= 2 ** (8 * bytes - 1)) bytes++
  const content = Buffer.alloc(bytes)
  content.writeIntBE(value, 0, bytes)
  return encode(tag, content)
}

export function encodeUnsigned(value: bigint, tag: number): Buffer {
  const hex = value.toString(16)
  const content = Buffer.from(hex.length % 2 === 0 ? hex : `0${hex}`, 'hex')
  return encode(tag, (content[0] ?? 0) >= 0x80 ? Buffer.concat([Buffer.from([0]), content]) : content)
}

export function encodeOid(oid: string): Buffer {
  const [first = 0, second = 0, ...rest] = parseOid(oid)
  const content: number[] = []
  for (const id of [first * 40 + second, ...rest]) {
    const septets = [id % 128]
    for (let left = Math.floor(id / 128); left > 0; left = Math.floor(left / 128)) septets.unshift((left % 128) | 0x80)
    content.push(...septets)
  }
  return encode(oidTag, Buffer.from(content))
}
