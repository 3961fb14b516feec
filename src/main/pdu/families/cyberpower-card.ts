// What CyberPower's two generations of outlet tables share, because newer PDUs answer parts of both (CPS-MIB).
import type { Family } from '../family.ts'

export const cyberpower = '1.3.6.1.4.1.3808.1.1'

/** Either may be announced, so the table that answers decides. */
export const sysObjectIds = [`${cyberpower}.3`, `${cyberpower}.6`]

export const identity: Family['identity'] = {
  units: {
    serial: { oid: `${cyberpower}.6.2.2.1.10`, mib: 'ePDU2IdentSerialNumber' },
    // standalone 1, host 2, slave 3
    host: { column: { oid: `${cyberpower}.6.3.4.1.17`, mib: 'ePDU2DeviceStatusRoleType' }, value: 2 },
  },
  serials: [{ oid: `${cyberpower}.3.1.6.0`, mib: 'ePDUIdentSerialNumber' }],
}

/** Of the state columns; in the commands off is 2 as well, but 3 and above mean other things. */
export const values: Family['state']['values'] = { 1: 'on', 2: 'off' }

/** Phase to neutral or phase to phase. */
export const phases: Readonly<Record<number, string>> = {
  1: 'L1',
  2: 'L2',
  3: 'L3',
  4: 'L1-L2',
  5: 'L2-L3',
  6: 'L3-L1',
}
