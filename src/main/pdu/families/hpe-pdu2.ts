// HPE metered and switched PDUs of the pdu2 generation (CPQPOWER-MIB pdu2*). The unit index starts at 0.
import type { Column, Family } from '../family.ts'

const root = '1.3.6.1.4.1.232.165.7'

const column = (suffix: string, mib: string): Column => ({ oid: `${root}.${suffix}`, mib })

const offCommand = column('5.2.1.2', 'pdu2OutletControlOffCmd')

export const hpePdu2: Family = {
  name: 'hpe-pdu2',
  vendor: 'HPE',
  detect: { sysObjectIds: [root], probe: offCommand },
  identity: { units: { serial: column('1.2.1.7', 'pdu2SerialNumber') }, serials: [] },
  model: [
    { oid: `${root}.1.2.1.6.0`, mib: 'pdu2PartNumber' },
    { oid: `${root}.1.2.1.3.0`, mib: 'pdu2Model' },
  ],
  firmware: [{ oid: `${root}.1.2.1.5.0`, mib: 'pdu2FirmwareVersion' }],
  // pdu2IdentIndex.pdu2OutletIndex
  place: { by: 'index', unit: 0, number: 1, first: { unit: 0 } },
  state: {
    column: column('5.2.1.1', 'pdu2OutletControlStatus'),
    // pendingOff 3, pendingOn 4
    values: { 1: 'off', 2: 'on', 3: 'pending', 4: 'pending' },
  },
  control: 'unproven',
  // seconds: 0 is now
  command: {
    on: { column: column('5.2.1.3', 'pdu2OutletControlOnCmd'), value: 0 },
    off: { column: offCommand, value: 0 },
  },
  switchable: { column: column('5.2.1.8', 'pdu2OutletControlSwitchable'), yes: [1] },
  timedCut: {
    command: { column: column('5.2.1.4', 'pdu2OutletControlRebootCmd'), value: 0 },
    offSeconds: column('5.2.1.7', 'pdu2OutletControlRebootOffTime'),
  },
  outletName: column('5.1.1.2', 'pdu2OutletName'),
  load: {
    amps: { column: column('5.1.1.5', 'pdu2OutletCurrent'), scale: 0.001 },
    watts: { column: column('5.1.1.14', 'pdu2OutletWatts'), scale: 1 },
  },
  shared: [
    {
      kind: 'bank',
      amps: { column: column('3.1.1.12', 'pdu2GroupCurrent'), scale: 0.001 },
      ratingAmps: { column: column('3.1.1.11', 'pdu2groupCurrentRating'), scale: 0.001 },
      // breakerOff 3
      tripped: { column: column('3.1.1.27', 'pdu2GroupBreakerStatus'), values: [3] },
    },
    {
      kind: 'phase',
      number: column('2.2.1.1', 'pdu2InputPhaseIndex'),
      amps: { column: column('2.2.1.11', 'pdu2InputPhaseCurrent'), scale: 0.001 },
      ratingAmps: { column: column('2.2.1.10', 'pdu2InputPhaseCurrentRating'), scale: 0.001 },
    },
  ],
  // The shutoff delay is advice to whoever switches, and not kept by the PDU.
  delays: {
    on: column('5.2.1.6', 'pdu2OutletControlSequenceDelay'),
    apply: 'toGroupsOnly',
  },
  settleSeconds: 15,
  bulk: true,
  maxOids: 8,
  maas: [],
}
