// Eaton managed ePDU of the Aphel and Powerware years (PDU-MIB, once Raritan's): instance 0 is outlet 1.
import type { Column, Family } from '../family.ts'

const root = '1.3.6.1.4.1.534.6.6.6.1'

const column = (suffix: string, mib: string): Column => ({ oid: `${root}.2.2.1.${suffix}`, mib })

const state = column('3', 'outletOperationalState')

export const eatonRevelation: Family = {
  name: 'eaton-revelation',
  vendor: 'Eaton',
  detect: { sysObjectIds: ['1.3.6.1.4.1.534.6.6.6'], probe: state },
  identity: { serials: [{ oid: `${root}.1.2.0`, mib: 'serialNumber' }] },
  model: [{ oid: `${root}.1.12.0`, mib: 'objectName' }],
  firmware: [{ oid: `${root}.1.1.0`, mib: 'firmwareVersion' }],
  place: { by: 'index', number: 0, first: { number: 0 } },
  // error -1; the column is read and written, and 2 (cycling) is never written
  state: { column: state, values: { [-1]: 'unknown', 0: 'off', 1: 'on', 2: 'pending' } },
  control: 'recorded',
  command: { on: { column: state, value: 1 }, off: { column: state, value: 0 } },
  outletName: column('2', 'outletLabel'),
  nameWrite: { column: column('2', 'outletLabel'), maxLength: 255, mayBeEmpty: true },
  load: {
    amps: { column: column('4', 'outletCurrent'), scale: 0.001 },
    watts: { column: column('7', 'outletActivePower'), scale: 1 },
  },
  shared: [{ kind: 'inlet', amps: { column: { oid: `${root}.3.1.1`, mib: 'unitCurrent' }, scale: 0.001 } }],
  settleSeconds: 15,
  bulk: true,
  maxOids: 16,
  maas: [],
}
