// HPE metered and switched PDU, 232.165.7 (CPQPOWER-MIB pdu2*): units from 0, milliamperes, names that are only read.
import { milliamps, string } from './cells.ts'
import type { PduKind } from './kind.ts'
import { secondsTables } from './seconds-tables.ts'
import type { SecondsTables } from './seconds-tables.ts'

const tables: SecondsTables = {
  base: '1.3.6.1.4.1.232.165.7',
  firstUnit: 0,
  partNumber: 6,
  rating: 'HP 3.6kVA 100-240V 16A WW maPDU',
  current: milliamps,
  outletWatts: 14,
  breakerStatus: 27,
  most: { delay: 99_999, reboot: 99_999 },
  phaseIndex: true,
  more: (outlet, index) => [string(`${tables.base}.5.1.1.2`, index, () => outlet.name)],
  empty: () => [],
}

export const hpePdu2: PduKind = {
  name: 'hpe-pdu2',
  vendor: 'HPE',
  metered: true,
  mostUnits: 2,
  macPrefix: [0x2c, 0x59, 0xe5],
  model: {
    model: 'H8B52A',
    sysObjectId: tables.base,
    sysDescr: () => 'Assy 3.6kVA 100-240V 16A WW maPDU',
    hardware: '',
    firmware: '02.00.0043',
    manufactured: '',
    ratingAmps: 16,
  },
  cells: unit => secondsTables(tables, unit),
}
