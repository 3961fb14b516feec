import { BerReader, BerWriter } from 'asn1-ber'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { encodeInteger, encodeOid } from '#sim/pdu/ber.ts'
import { compareOids, parseOid } from '#sim/pdu/oid.ts'
import { decodeMessage, encodeMessage, pduTags, type PduKind, type SnmpMessage } from '#sim/pdu/snmp-message.ts'
import type { SnmpValue } from '#sim/pdu/snmp-value.ts'

const subId = fc.oneof(fc.nat(300), fc.integer({ min: 0, max: 2 ** 32 - 1 }))
const oids = fc
  .tuple(fc.constantFrom(0, 1, 2), fc.nat(39), fc.array(subId, { maxLength: 12 }))
  .map(([first, second, rest]) => [first, second, ...rest].join('.'))
const int32 = fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 })
const unsigned = fc.integer({ min: 0, max: 2 ** 32 - 1 })

const values: fc.Arbitrary<SnmpValue> = fc.oneof(
  int32.map(value => ({ type: 'integer' as const, value })),
  fc.uint8Array({ maxLength: 200 }).map(value => ({ type: 'string' as const, value: Buffer.from(value) })),
  oids.map(value => ({ type: 'oid' as const, value })),
  fc.ipV4().map(value => ({ type: 'ipAddress' as const, value })),
  fc
    .tuple(fc.constantFrom('counter32' as const, 'gauge32' as const, 'timeTicks' as const), unsigned)
    .map(([type, value]) => ({ type, value })),
  fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }).map(value => ({ type: 'counter64' as const, value })),
  fc.constantFrom('null' as const, 'noSuchObject' as const, 'endOfMibView' as const).map(type => ({ type })),
)

const messages: fc.Arbitrary<SnmpMessage> = fc.record({
  version: fc.constant('2c' as const),
  community: fc.string({ maxLength: 20, unit: 'binary-ascii' }),
  kind: fc.constantFrom(...(Object.keys(pduTags) as PduKind[])),
  requestId: int32,
  errorStatus: fc.nat(18),
  errorIndex: fc.nat(100),
  varbinds: fc.array(fc.record({ oid: oids, value: values }), { maxLength: 8 }),
})

describe('SNMP messages', () => {
  it('come back as they were sent', () => {
    fc.assert(
      fc.property(messages, message => {
        expect(decodeMessage(encodeMessage(message))).toEqual(message)
      }),
    )
  })

  it('write integers and object identifiers as an independent encoder does', () => {
    fc.assert(
      fc.property(int32, value => {
        const reader = new BerReader(encodeInteger(value))
        expect(reader.readInt()).toBe(value)
        const writer = new BerWriter()
        writer.writeInt(value)
        expect(encodeInteger(value)).toEqual(writer.buffer)
      }),
    )
    fc.assert(
      fc.property(oids, oid => {
        expect(new BerReader(encodeOid(oid)).readOID()).toBe(oid)
      }),
    )
  })

  it('that are cut short, changed or noise are no message and never an exception', () => {
    fc.assert(
      fc.property(messages, fc.nat(), (message, cut) => {
        const packet = encodeMessage(message)
        expect(decodeMessage(packet.subarray(0, cut % packet.length))).toBeUndefined()
      }),
    )
    fc.assert(
      fc.property(messages, fc.nat(), fc.nat(255), (message, at, byte) => {
        const packet = encodeMessage(message)
        packet[at % packet.length] = byte
        expect(() => decodeMessage(packet)).not.toThrow()
      }),
    )
    fc.assert(
      fc.property(fc.uint8Array(), noise => {
        expect(() => decodeMessage(Buffer.from(noise))).not.toThrow()
      }),
    )
  })

  it('order object identifiers number by number, shorter first', () => {
    const sorted = ['1.3.6.1.9', '1.3.6.1.10', '1.3.6.1.10.1', '1.3.6.1.11'].map(parseOid)
    expect([...sorted].reverse().toSorted(compareOids)).toEqual(sorted)
  })
})
