// HPE G2 metered and switched PDU, 232.165.11 (CPQPOWER-MIB pdu3*): units from 1, and 48 rows for each whatever it has.
import { hundredths, string } from './cells.ts'
import type { PduKind } from './kind.ts'
import { secondsTables } from './seconds-tables.ts'
import type { SecondsTables } from './seconds-tables.ts'

const tables: SecondsTables = {
  base: '1.3.6.1.4.1.232.165.11',
  firstUnit: 1,
  partNumber: 7,
  rating: '230V, 32A, 7.4kVA, 50/60Hz',
  current: hundredths,
  outletWatts: 13,
  breakerStatus: 26,
  most: { delay: 99_999, reboot: 99_999 },
  rows: 48,
  phaseIndex: true,
  more: (outlet, index) => [string(`${tables.base}.5.1.1.2`, index, () => outlet.name)],
  // In the field, eight zero bytes.
  empty: index => [string(`${tables.base}.5.1.1.2`, index, () => '\0'.repeat(8))],
}

export const hpePdu3: PduKind = {
  name: 'hpe-pdu3',
  vendor: 'HPE',
  metered: true,
  mostUnits: 2,
  macPrefix: [0xec, 0xeb, 0xb8],
  model: {
    model: 'P9S18A',
    sysObjectId: tables.base,
    sysDescr: () => `Outlet Metered, Outlet Switched SN:P9S18A PN:Device Model:${tables.rating}`,
    hardware: '',
    firmware: '2.0.0',
    manufactured: '',
    ratingAmps: 32,
  },
  cells: unit => secondsTables(tables, unit),
}
