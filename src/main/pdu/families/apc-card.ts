// What APC's three generations of outlet tables share, because one management card serves them all (PowerNet-MIB).
import type { Family, MaasMatch } from '../family.ts'

export const hardware = '1.3.6.1.4.1.318.1.1'

/** sysObjectID says card rather than PDU, so the table that answers decides. */
export const sysObjectIds = ['1.3.6.1.4.1.318']

export const identity: Family['identity'] = {
  units: {
    serial: { oid: `${hardware}.26.2.1.9`, mib: 'rPDU2IdentSerialNumber' },
    // notNPS 1, host 2, guest 3
    host: { column: { oid: `${hardware}.26.4.3.1.18`, mib: 'rPDU2DeviceStatusNPSType' }, value: 2 },
  },
  serials: [
    { oid: `${hardware}.12.1.6.0`, mib: 'rPDUIdentSerialNumber' },
    { oid: `${hardware}.4.1.5.0`, mib: 'sPDUIdentSerialNumber' },
  ],
}

export const model: Family['model'] = [
  { oid: `${hardware}.26.2.1.8.1`, mib: 'rPDU2IdentModelNumber' },
  { oid: `${hardware}.12.1.5.0`, mib: 'rPDUIdentModelNumber' },
  { oid: `${hardware}.4.1.4.0`, mib: 'sPDUIdentModelNumber' },
]

export const firmware: Family['firmware'] = [
  { oid: `${hardware}.26.2.1.6.1`, mib: 'rPDU2IdentFirmwareRev' },
  { oid: `${hardware}.12.1.3.0`, mib: 'rPDUIdentFirmwareRev' },
  { oid: `${hardware}.4.1.2.0`, mib: 'sPDUIdentFirmwareRev' },
]

/** Phase to neutral or phase to phase, the same numbers in rPDU and rPDU2. */
export const phases: Readonly<Record<number, string>> = {
  1: 'L1',
  2: 'L2',
  3: 'L3',
  4: 'L1-L2',
  5: 'L2-L3',
  6: 'L3-L1',
}

/** MAAS knows the two older tables alone, in SNMPv1, with a fixed community. */
export const maas: readonly MaasMatch[] = [
  {
    powerType: 'apc',
    parameters: { pdu_type: 'RPDU', power_on_delay: '5' },
    column: { oid: `${hardware}.12.3.3.1.1.4`, mib: 'rPDUOutletControlOutletCommand' },
    version: '1',
    community: 'private',
    unit: 1,
    indexPrefix: '',
  },
  {
    powerType: 'apc',
    parameters: { pdu_type: 'MASTERSWITCH', power_on_delay: '5' },
    column: { oid: `${hardware}.4.4.2.1.3`, mib: 'sPDUOutletCtl' },
    version: '1',
    community: 'private',
    unit: 1,
    indexPrefix: '',
  },
]
