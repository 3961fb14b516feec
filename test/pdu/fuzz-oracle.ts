// What may be believed after an answer was spoilt. SNMPv1 and v2c sign nothing: a spoilt answer that is still one whole
// message with the right request id, community and version is an answer, and what it says may be reported. Everything else
// must not count. In SNMPv3 with keys only what the PDU itself sent may count.
import type { OutletReading } from '#core/rack.ts'
import { BerError, BerReader, decodeOid, oidTag, sequenceTag, stringTag } from '#sim/pdu/ber.ts'
import { decodeMessage, readPdu } from '#sim/pdu/snmp-message.ts'
import { decodeValue, plain, type SnmpValue } from '#sim/pdu/snmp-value.ts'
import { decodeScoped, decodeSecure } from '#sim/pdu/usm-message.ts'
import { masterSwitch, rpdu, rpdu2 } from '../sim/apc-oids.ts'
import type { Delivered } from './mangler.ts'

/** Where each kind shows state and number, and what the state's numbers mean: PowerNet-MIB. */
export const shown = {
  rpdu2: { state: rpdu2.state, on: 2, off: 1, number: '1.3.6.1.4.1.318.1.1.26.9.2.3.1.4', command: rpdu2.command },
  rpdu: { state: rpdu.state, on: 1, off: 2, number: null, command: rpdu.command },
  masterswitch: { state: masterSwitch.command, on: 1, off: 2, number: null, command: masterSwitch.command },
} as const
export type Shown = (typeof shown)[keyof typeof shown]

/** A spoilt answer may make one APC table look absent; then the PDU is read by an older one. */
export function shownBy(family: string): Shown {
  const kind = (['rpdu2', 'rpdu', 'masterswitch'] as const).find(name => family === `apc-${name}`)
  if (!kind) throw new Error(`an APC PDU was taken for ${family}`)
  return shown[kind]
}

/** Every value that some believable answer gave for an instance. */
export type Said = ReadonlyMap<string, ReadonlySet<string>>

export function saidBy(delivered: readonly Delivered[]): Said {
  const said = new Map<string, Set<string>>()
  for (const { oid, value } of delivered.flatMap(believable)) {
    const text = String(plain(value)).trim()
    said.set(oid, (said.get(oid) ?? new Set()).add(text))
  }
  return said
}

interface Told {
  readonly oid: string
  readonly value: SnmpValue
}

function believable({ request, answer }: Delivered): readonly Told[] {
  const asked = decodeMessage(request)
  if (!asked) return believableUnsigned(request, answer)
  const whole = wholeMessage(answer)
  if (!whole || whole.community !== asked.community || whole.version !== asked.version) return []
  return whole.requestId === asked.requestId ? whole.varbinds : []
}

/** SNMPv3 without keys is no safer than v2c. */
function believableUnsigned(request: Buffer, answer: Buffer): readonly Told[] {
  try {
    const [asked, told] = [decodeSecure(request), decodeSecure(answer)]
    if (!asked || !told || told.id !== asked.id || told.priv) return []
    const pdu = readPdu(new BerReader(decodeScoped(told.body).pdu))
    return pdu?.kind === 'response' && pdu.errorStatus === 0 ? pdu.varbinds : []
  } catch (error) {
    if (error instanceof BerError) return []
    throw error
  }
}

/** Strictly read: every part fills the part around it. */
function wholeMessage(packet: Buffer) {
  try {
    const outer = new BerReader(new BerReader(packet).expect(sequenceTag))
    const version = outer.expectInteger()
    const community = outer.expect(stringTag).toString('latin1')
    const { tag, content } = outer.next()
    if (!outer.done || tag !== 0xa2 || version > 1) return undefined
    const pdu = new BerReader(content)
    const requestId = pdu.expectInteger()
    const errorStatus = pdu.expectInteger()
    pdu.expectInteger()
    const list = new BerReader(pdu.expect(sequenceTag))
    if (!pdu.done || errorStatus !== 0) return undefined
    const varbinds: Told[] = []
    while (!list.done) {
      const pair = new BerReader(list.expect(sequenceTag))
      const oid = decodeOid(pair.expect(oidTag))
      const value = pair.next()
      if (!pair.done) return undefined
      // Opaque is a value like others, and no state.
      varbinds.push({ oid, value: value.tag === 0x44 ? { type: 'null' } : decodeValue(value.tag, value.content) })
    }
    return { version: version === 0 ? '1' : '2c', community, requestId, varbinds }
  } catch (error) {
    if (error instanceof BerError) return undefined
    throw error
  }
}

/** Why a reading is not to be had from what was said; null when it is. */
export function unfounded(
  reading: OutletReading,
  { state, on, off, number }: Shown,
  said: Said,
  rows: number,
): string | null {
  if (reading.state !== 'on' && reading.state !== 'off') return null
  const value = String(reading.state === 'on' ? on : off)
  for (let row = 0; row <= rows; row++) {
    const isRow = number === null ? String(row) === reading.outlet : said.get(`${number}.${row}`)?.has(reading.outlet)
    if (isRow && said.get(`${state}.${row}`)?.has(value)) return null
  }
  return `outlet ${reading.outlet} is said to be ${reading.state}, and no answer said so`
}
