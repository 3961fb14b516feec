// Power devices that Racklight knows by name and has no outlet table for: what they are, and why they are not listed.
import type { Column } from './family.ts'
import type { Greeting } from './greet.ts'
import { suffixOf } from './snmp-value.ts'

export interface Recognised {
  readonly name: string
  readonly sysObjectIds: readonly string[]
  /** Where the sysObjectID is shared with other devices, or missing. */
  readonly sysDescr?: RegExp
  /** Where neither says anything: a column only this kind has rows in. */
  readonly answers?: Column
  /** A sentence. */
  readonly why: string
}

const enterprise = (suffix: string): string => `1.3.6.1.4.1.${suffix}`

const measures = 'It measures, and has no outlets to switch.'
const noTable = 'Racklight knows no table of its outlets.'

export const recognised: readonly Recognised[] = [
  {
    name: 'APC Easy PDU',
    sysObjectIds: [enterprise('318.1.3.4.9')],
    answers: { oid: enterprise('318.1.1.30.2.1.1.4'), mib: 'ePDUDeviceStatusModelNumber' },
    why: measures,
  },
  {
    name: 'APC cPDU',
    sysObjectIds: [enterprise('318.1.1.32.1')],
    answers: { oid: enterprise('318.1.1.32'), mib: 'cPDU' },
    why: measures,
  },
  { name: 'APC InfraStruXure PDU', sysObjectIds: [enterprise('318.1.3.15')], why: measures },
  { name: 'Raritan EMX', sysObjectIds: [enterprise('13742.8')], why: 'It reads sensors, and has no outlets.' },
  { name: 'Eaton Genesis II ePDU', sysObjectIds: [enterprise('17373')], why: measures },
  { name: 'MGE Switched PDU', sysObjectIds: [enterprise('705.2')], why: noTable },
  { name: 'HPE power distribution rack', sysObjectIds: [enterprise('232.165.4')], why: measures },
  {
    name: 'HPE Intelligent PDU',
    sysObjectIds: [enterprise('232.165.5')],
    why: 'Its outlets hang on extension bars, which Racklight cannot tell apart.',
  },
  {
    name: 'HP PDU management module',
    sysObjectIds: [enterprise('232.165.2')],
    sysDescr: /^HP PDU Management Module/,
    why: measures,
  },
  { name: 'Panduit Eagle-i', sysObjectIds: [enterprise('3711.24')], why: noTable },
  {
    name: 'Tripp Lite PowerAlert 12 card',
    sysObjectIds: [enterprise('850.1'), enterprise('850')],
    sysDescr: /^PowerAlert/i,
    why: 'Its outlet tables are those of a UPS and differ from version to version.',
  },
  {
    name: 'DigiPower PDU',
    sysObjectIds: [enterprise('17420')],
    why: 'It takes one command for all outlets at once, so that a lost word would switch others.',
  },
  {
    name: 'Rittal CMC or PDU',
    sysObjectIds: [],
    sysDescr: /^Rittal (PDU|CMC)/,
    why: 'The place of an outlet in its table moves with the firmware.',
  },
  { name: 'Bachmann BlueNet', sysObjectIds: [enterprise('31770')], why: measures },
  {
    name: 'RNX UPDU',
    sysObjectIds: [enterprise('55108.1')],
    why: 'One of its relays may feed several outlets.',
  },
  { name: 'PowerTek BladeShelter PDU', sysObjectIds: [enterprise('42610.1.4.4')], why: noTable },
  { name: 'FS PDU', sysObjectIds: [enterprise('30966')], why: noTable },
  { name: 'Planet IPM', sysObjectIds: [enterprise('10456')], why: noTable },
  { name: 'ICT distribution panel', sysObjectIds: [enterprise('39145.10')], why: 'It distributes direct current.' },
  {
    name: 'Avocent ACS console server',
    sysObjectIds: [enterprise('10418.16'), enterprise('10418.26')],
    why: 'PDUs may hang behind its ports, which Racklight does not look into.',
  },
  { name: 'Geist Watchdog', sysObjectIds: [enterprise('21239.5.1')], why: 'It reads sensors, and has no outlets.' },
  {
    name: 'Ubiquiti UniFi SmartPower',
    sysObjectIds: [],
    sysDescr: /^USP-/,
    why: noTable,
  },
  {
    name: 'Digital Loggers power switch',
    sysObjectIds: [],
    answers: { oid: '1.3.6.1.2.1.229.1.2.1.9', mib: 'eoPowerOperState' },
    why: 'It shows its outlets over SNMP and is switched over HTTP alone; MAAS does that with the power type dli.',
  },
]

/** By what it says it is; the longest sysObjectID wins. */
export function recognise({ sysObjectId, sysDescr }: Greeting): { kind: Recognised; length: number } | undefined {
  const matches = recognised.flatMap(kind => {
    const lengths = kind.sysObjectIds
      .filter(prefix => sysObjectId === prefix || suffixOf(prefix, sysObjectId) !== null)
      .map(prefix => prefix.split('.').length)
    if (kind.sysDescr?.test(sysDescr)) lengths.push(0)
    return lengths.length > 0 ? [{ kind, length: Math.max(...lengths) }] : []
  })
  return matches.toSorted((a, b) => b.length - a.length)[0]
}
