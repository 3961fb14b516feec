// Gude Expert Power Control: one MIB a product (GUDEADS-EPC*-MIB), all alike but for the product's number after 28507.
import type { Column, Family } from '../family.ts'

/** By the number in the name of the MIB. */
const products: Readonly<Record<string, number>> = {
  '1104': 68,
  '1105': 69,
  '1121': 107,
  '1141': 106,
  '1202': 43,
  '8001': 100,
  '8021': 77,
  '8031': 81,
  '8032': 82,
  '8035': 83,
  '8041': 85,
  '8045': 87,
  '8221': 56,
  '8226': 58,
  '8291': 98,
  '8314': 97,
  '8316': 64,
  '871210': 112,
  '871310': 109,
  '873300': 111,
}

/** Products of which a real unit was recorded; of the others only the MIB is known. */
const recorded: ReadonlySet<string> = new Set(['1104', '1202', '8031'])

function gude([epc, number]: readonly [string, number]): Family {
  const root = `1.3.6.1.4.1.28507.${number}`
  const column = (suffix: string, mib: string): Column => ({ oid: `${root}.1.${suffix}`, mib: `epc${epc}${mib}` })
  const state = column('3.1.2.1.3', 'PortState')
  const name = column('3.1.2.1.2', 'PortName')
  return {
    name: `gude-${epc}`,
    vendor: 'Gude',
    detect: { sysObjectIds: [root], probe: state },
    // Not every unit tells a serial number; 0 counts as none.
    identity: { serials: [{ oid: `${root}.1.1.2.5.0`, mib: `epc${epc}SerialNumber` }] },
    model: [{ oid: `${root}.1.1.2.1.0`, mib: `epc${epc}ProdName` }],
    firmware: [{ oid: `${root}.1.1.2.2.0`, mib: `epc${epc}FWVersion` }],
    place: { by: 'index', number: 0 },
    // State and command are one column: off 0, on 1.
    state: { column: state, values: { 0: 'off', 1: 'on' } },
    control: recorded.has(epc) ? 'recorded' : 'unproven',
    command: { on: { column: state, value: 1 }, off: { column: state, value: 0 } },
    // fuseblown, of the 8291 alone; its error 3 is left unnamed
    obstacles: [{ column: state, values: { 2: 'breakerTripped' } }],
    outletName: name,
    nameWrite: { column: name, maxLength: 15, mayBeEmpty: true },
    // Outlets' own meters (spPowerTable) are left out: the MIB counts them from 0 in words and from 1 in its index.
    shared: [{ kind: 'inlet', amps: { column: column('5.1.2.1.5', 'Current'), scale: 0.001 } }],
    settleSeconds: 15,
    bulk: true,
    maxOids: 16,
    maas: [],
  }
}

export const gudeEpc: readonly Family[] = Object.entries(products).map(gude)
