// Damage that the SNMP library would read over: here it is no packet.
import { describe, expect, it } from 'vitest'
import { readPacket } from '#main/pdu/packet.ts'
import { encodeMessage } from '#sim/pdu/snmp-message.ts'
import type { SnmpMessage } from '#sim/pdu/snmp-message.ts'

const answer: SnmpMessage = {
  ...{ version: '2c', community: 'public', kind: 'response', requestId: 77, errorStatus: 0, errorIndex: 0 },
  varbinds: [{ oid: '1.3.6.1.4.1.9.300', value: { type: 'integer', value: 1 } }],
}
const whole = encodeMessage(answer)
const hex = whole.toString('hex')
const spoilt = (from: string, to: string): Buffer => {
  expect(hex).toContain(from)
  return Buffer.from(hex.replace(from, to), 'hex')
}

describe('a packet', () => {
  it('is one whole message, padded or not', () => {
    expect(readPacket(whole)).toEqual({ pduTag: 0xa2, signed: false, complaint: 0 })
    expect(readPacket(Buffer.concat([whole, Buffer.alloc(7)]))).not.toBeNull()
  })

  it.each([
    ['a negative error status, which the library takes for none', '02014d020100', '02014d0201ff'],
    ['an error status nobody has defined', '02014d020100', '02014d020113'],
    ['a status that is no integer', '02014d020100', '02014d040100'],
    ['a value that reaches beyond its pair', '822c020101', '822c020201'],
    ['a sub-identifier cut short', '822c020101', '82ac020101'],
    ['a value of no known type', '822c020101', '822c030101'],
    ['an absent value with something in it', '822c020101', '822c810101'],
  ])('is none with %s', (_, from, to) => {
    expect(readPacket(spoilt(from, to))).toBeNull()
  })

  it('is none when it is cut anywhere', () => {
    for (let length = 0; length < whole.length; length++) expect(readPacket(whole.subarray(0, length))).toBeNull()
  })

  it('is none with a number or a sub-identifier that 32 bits do not hold, which the library folds', () => {
    const long = { ...answer, varbinds: [{ oid: `1.3.6.1.${2 ** 32 + 5}`, value: { type: 'null' } as const }] }
    expect(readPacket(encodeMessage(long))).toBeNull()
    const wide = { oid: '1.3.6.1', value: { type: 'gauge32', value: 2 ** 32 + 2 } as const }
    expect(readPacket(encodeMessage({ ...answer, varbinds: [wide] }))).toBeNull()
  })
})
