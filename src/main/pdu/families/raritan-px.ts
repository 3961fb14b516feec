// Raritan Dominion PX, the generation before PX2: PDU-MIB, one row an outlet.
import type { Column, Family } from '../family.ts'

const board = '1.3.6.1.4.1.13742.4.1'

const column = (suffix: string, mib: string): Column => ({ oid: `${board}.${suffix}`, mib })

/** States and commands are the same numbers in the same column: off 0, on 1, cycling 2, error -1. */
const operational = column('2.2.1.3', 'outletOperationalState')
const label = column('2.2.1.2', 'outletLabel')

export const raritanPx: Family = {
  name: 'raritan-px',
  vendor: 'Raritan',
  detect: { sysObjectIds: ['1.3.6.1.4.1.13742.4'], probe: operational },
  identity: { serials: [{ oid: `${board}.1.2.0`, mib: 'serialNumber' }] },
  model: [{ oid: `${board}.1.12.0`, mib: 'objectName' }],
  firmware: [{ oid: `${board}.1.1.0`, mib: 'firmwareVersion' }],
  rows: label,
  place: { by: 'index', number: 0 },
  state: { column: operational, values: { 0: 'off', 1: 'on', 2: 'pending', [-1]: 'unknown' } },
  control: 'recorded',
  command: { on: { column: operational, value: 1 }, off: { column: operational, value: 0 } },
  // One setting for all outlets, in words; PDUs without a switch tell it too.
  switchable: { column: { ...column('1.28', 'outletSwitching'), at: () => '0' }, no: ['disabled'] },
  outletName: label,
  nameWrite: { column: label, maxLength: 32, mayBeEmpty: false },
  load: {
    amps: { column: column('2.2.1.4', 'outletCurrent'), scale: 0.001 },
    watts: { column: column('2.2.1.7', 'outletActivePower'), scale: 1 },
  },
  shared: [
    {
      kind: 'bank',
      amps: { column: column('5.2.1.5', 'circuitBreakerCurrent'), scale: 0.001 },
      ratingAmps: { column: column('5.2.1.4', 'circuitBreakerCurrentRating'), scale: 0.001 },
    },
    {
      // Rows by inlet and pole; each pole may carry what the inlet is rated for.
      kind: 'phase',
      amps: { column: column('21.2.1.3', 'inletPoleCurrent'), scale: 0.001 },
      ratingAmps: {
        column: { ...column('20.2.1.4', 'inletCurrentRating'), at: row => row.split('.')[0] ?? row },
        scale: 0.001,
      },
    },
  ],
  settleSeconds: 15,
  bulk: true,
  maxOids: 16,
  maas: [],
}
