// UUIDv7 (RFC 9562): ids that sort by the time they were made.
import { randomBytes } from 'node:crypto'

// rand_a counts within a millisecond (RFC 9562, section 6.2, method 1); it starts in the lower half to leave room.
const counterLimit = 0x1000
const counterStart = 0x07ff

/** A maker of ids, each greater than the one before, even when the clock stands still or steps back. */
export function uuid7Source(
  clock: { now(): number },
  random: (sizeBytes: number) => Uint8Array = randomBytes,
): () => string {
  let at = 0
  let counter = 0
  return () => {
    const bytes = random(10)
    const seen = Math.max(0, Math.floor(clock.now()))
    if (seen > at) {
      at = seen
      counter = ((byte(bytes, 0) << 8) | byte(bytes, 1)) & counterStart
    } else if (++counter === counterLimit) {
      at += 1
      counter = 0
    }
    return format(at, counter, bytes.subarray(2))
  }
}

/** The millisecond an id was made. */
export const madeAt = (id: string): number => Number.parseInt(id.slice(0, 8) + id.slice(9, 13), 16)

const byte = (bytes: Uint8Array, index: number): number => bytes[index] ?? 0

function format(at: number, counter: number, tail: Uint8Array): string {
  const time = at.toString(16).padStart(12, '0')
  const variant = (0x80 | (byte(tail, 0) & 0x3f)).toString(16)
  const rest = Buffer.from(tail.subarray(1, 8)).toString('hex')
  const version = `7${counter.toString(16).padStart(3, '0')}`
  return `${time.slice(0, 8)}-${time.slice(8)}-${version}-${variant}${rest.slice(0, 2)}-${rest.slice(2)}`
}
