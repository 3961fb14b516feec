// Avocent and Cyclades PM PDUs behind their appliance (PM-MIB).
import type { Column, Family } from '../family.ts'

const root = '1.3.6.1.4.1.10418.17.2.5'

const column = (suffix: string, mib: string): Column => ({ oid: `${root}.5.1.${suffix}`, mib })

const state = column('5', 'pmPowerMgmtOutletsTableStatus')

export const avocentPm: Family = {
  name: 'avocent-pm',
  vendor: 'Avocent',
  detect: { sysObjectIds: ['1.3.6.1.4.1.10418.17'], probe: state },
  identity: { serials: [] },
  model: [{ oid: `${root}.3.1.5.1.1`, mib: 'pmPowerMgmtPDUTableModel' }],
  firmware: [{ oid: `${root}.3.1.7.1.1`, mib: 'pmPowerMgmtPDUTableFirmwareVersion' }],
  // serial port.PDU.outlet
  place: { by: 'index', unit: 1, number: 2 },
  state: {
    column: state,
    // offLocked 3, onLocked 4, offCycle 5, onPendingOff 6, offPendingOn 7, onPendingCycle 8, onFixed 10, offShutdown 11, tripped 12
    values: {
      1: 'off',
      2: 'on',
      3: 'off',
      4: 'on',
      5: 'pending',
      6: 'pending',
      7: 'pending',
      8: 'pending',
      10: 'on',
      11: 'off',
      12: 'off',
    },
  },
  control: {
    readOnly: 'several PDUs may stand behind one appliance, and whether a command lasts without a "save" is not known.',
  },
  command: null,
  outletName: column('4', 'pmPowerMgmtOutletsTableName'),
  load: {
    amps: { column: column('50', 'pmPowerMgmtOutletsTableCurrentValue'), scale: 0.1 },
    watts: { column: column('60', 'pmPowerMgmtOutletsTablePowerValue'), scale: 0.1 },
  },
  settleSeconds: 15,
  bulk: true,
  maxOids: 16,
  maas: [],
}
