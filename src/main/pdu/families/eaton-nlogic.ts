// Eaton ePDU of the nLogic line, as other tools read it: indexed by unit and outlet.
import type { Column, Family } from '../family.ts'

const root = '1.3.6.1.4.1.534.7.1'

const column = (suffix: string, mib: string): Column => ({ oid: `${root}.5.${suffix}`, mib })

const state = column('2.1.1', 'pduOutletControlStatus')

export const eatonNlogic: Family = {
  name: 'eaton-nlogic',
  vendor: 'Eaton',
  detect: { sysObjectIds: [root], probe: state },
  identity: { units: { serial: { oid: `${root}.1.2.1.8`, mib: 'pduSerialNumber' } }, serials: [] },
  model: [{ oid: `${root}.1.2.1.7.1`, mib: 'pduPartNumber' }],
  firmware: [{ oid: `${root}.1.2.1.5.1`, mib: 'pduFirmwareVersion' }],
  place: { by: 'index', unit: 0, number: 1 },
  // pendingOff 3, pendingOn 4
  state: { column: state, values: { 1: 'off', 2: 'on', 3: 'pending', 4: 'pending' } },
  control: {
    readOnly: "the vendor's MIB was not at hand, and the numbers of other tools are not enough to switch by.",
  },
  command: null,
  outletName: column('1.1.2', 'pduOutletName'),
  load: {
    amps: { column: column('1.1.5', 'pduOutletCurrent'), scale: 0.01 },
    watts: { column: column('1.1.13', 'pduOutletWatts'), scale: 1 },
  },
  settleSeconds: 15,
  bulk: true,
  maxOids: 16,
  maas: [],
}
