// Ways to spoil an SNMP answer: in its bytes, as networks and broken firmware do, and in its meaning, as nothing but malice does.
import { decodeMessage, encodeMessage } from '#sim/pdu/snmp-message.ts'
import type { SnmpMessage } from '#sim/pdu/snmp-message.ts'
import type { SnmpValue, Varbind } from '#sim/pdu/snmp-value.ts'

export type Chance = (below: number) => number

/** Mulberry32. */
export function chanceOf(seed: number): Chance {
  let state = seed >>> 0
  return below => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32) * below)
  }
}

type Mangle = (packet: Buffer, chance: Chance, earlier: Buffer) => Buffer

const tags = [
  0x02, 0x04, 0x05, 0x06, 0x30, 0x40, 0x41, 0x42, 0x43, 0x46, 0x80, 0x81, 0x82, 0xa0, 0xa1, 0xa2, 0xa5, 0xa8,
]

/** The same packet with some bytes changed by `change`. */
const bytes =
  (most: number, change: (byte: number, chance: Chance) => number): Mangle =>
  (packet, chance) => {
    const spoilt = Buffer.from(packet)
    for (let hits = 1 + chance(most); hits > 0; hits--) {
      const at = chance(spoilt.length)
      spoilt[at] = change(spoilt[at] ?? 0, chance)
    }
    return spoilt
  }

/** The same message with something else in it, well-formed; bytes only where it is not a v1 or v2c message. */
const meaning =
  (change: (message: SnmpMessage, chance: Chance) => SnmpMessage): Mangle =>
  (packet, chance, earlier) => {
    const message = decodeMessage(packet)
    if (!message) return flip(packet, chance, earlier)
    return encodeMessage(change(message, chance))
  }

const flip = bytes(4, (byte, chance) => byte ^ (1 << chance(8)))

const values: readonly SnmpValue[] = [
  ...[0, 1, 2, 3, 7, 8, -1, 2 ** 31 - 1, -(2 ** 31)].map(value => ({ type: 'integer', value }) as const),
  ...[0, 1, 2, 2 ** 32 - 1].map(value => ({ type: 'gauge32', value }) as const),
  ...['', '1', '2', 'on', 'off', ' 1 ', '1e0', '\u0000', 'x'.repeat(300)].map(
    value => ({ type: 'string', value: Buffer.from(value) }) as const,
  ),
  { type: 'counter64', value: 2n ** 64n - 1n },
  { type: 'oid', value: '1.3.6.1' },
  { type: 'ipAddress', value: '10.0.0.1' },
  ...(['null', 'noSuchObject', 'noSuchInstance', 'endOfMibView'] as const).map(type => ({ type })),
]

const pick = <T>(list: readonly T[], chance: Chance): T => list[chance(list.length)] as T

const oneVarbind = (change: (varbind: Varbind, chance: Chance, all: readonly Varbind[]) => Varbind): Mangle =>
  meaning((message, chance) => {
    const at = chance(Math.max(1, message.varbinds.length))
    const varbinds = message.varbinds.map((varbind, index) =>
      index === at ? change(varbind, chance, message.varbinds) : varbind,
    )
    return { ...message, varbinds }
  })

const ways: readonly Mangle[] = [
  flip,
  bytes(3, (_, chance) => chance(256)),
  bytes(2, (byte, chance) => byte + (chance(2) === 0 ? 1 : -1)),
  bytes(2, (_, chance) => pick(tags, chance)),
  bytes(1, (_, chance) => pick([0, 1, 0x7f, 0x80, 0x81, 0x82, 0x84, 0x88, 0xff], chance)),
  (packet, chance) => packet.subarray(0, chance(packet.length)),
  (packet, chance) => Buffer.concat([packet, Buffer.from(Array.from({ length: chance(40) }, () => chance(256)))]),
  (packet, chance) => {
    const at = chance(packet.length)
    return Buffer.concat([packet.subarray(0, at), packet.subarray(Math.max(0, at - chance(20)))])
  },
  (packet, chance) => {
    const at = chance(packet.length)
    return Buffer.concat([packet.subarray(0, at), packet.subarray(at + 1 + chance(6))])
  },
  (packet, chance, earlier) =>
    Buffer.concat([packet.subarray(0, chance(packet.length)), earlier.subarray(chance(earlier.length))]),
  (_, __, earlier) => earlier,
  (_, chance) => Buffer.from(Array.from({ length: chance(200) }, () => chance(256))),
  oneVarbind(({ oid }, chance) => ({ oid, value: pick(values, chance) })),
  oneVarbind(({ value }, chance, all) => ({ oid: pick(all, chance).oid, value })),
  oneVarbind(({ oid, value }, chance) => ({
    oid: oid.replace(/\d+$/, last => String(Number(last) + chance(4))),
    value,
  })),
  meaning((message, chance) => ({ ...message, errorStatus: chance(20), errorIndex: chance(4) })),
  meaning((message, chance) => ({ ...message, requestId: message.requestId ^ (1 << chance(31)) })),
  meaning((message, chance) => ({ ...message, varbinds: message.varbinds.slice(chance(2), 1 + chance(4)) })),
  meaning(message => ({ ...message, varbinds: message.varbinds.toReversed() })),
  meaning(message => ({ ...message, varbinds: [...message.varbinds, ...message.varbinds] })),
]

export const mangle: Mangle = (packet, chance, earlier) => pick(ways, chance)(packet, chance, earlier)
