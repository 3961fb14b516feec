// HPE G2 metered and switched PDUs (CPQPOWER-MIB pdu3*): 48 rows whatever the model has, units from 1, hundredths of an ampere.
import type { Column, Family } from '../family.ts'

const root = '1.3.6.1.4.1.232.165.11'

const column = (suffix: string, mib: string): Column => ({ oid: `${root}.${suffix}`, mib })

const offCommand = column('5.2.1.2', 'pdu3OutletControlOffCmd')
const state = column('5.2.1.1', 'pdu3OutletControlStatus')

export const hpePdu3: Family = {
  name: 'hpe-pdu3',
  vendor: 'HPE',
  detect: { sysObjectIds: [root], probe: offCommand },
  identity: { units: { serial: column('1.2.1.8', 'pdu3SerialNumber') }, serials: [] },
  model: [
    { oid: `${root}.1.2.1.7.1`, mib: 'pdu3PartNumber' },
    { oid: `${root}.1.2.1.3.1`, mib: 'pdu3Model' },
  ],
  firmware: [{ oid: `${root}.1.2.1.5.1`, mib: 'pdu3FirmwareVersion' }],
  // pdu3IdentIndex.pdu3OutletIndex
  place: { by: 'index', unit: 0, number: 1 },
  vacant: { column: state, values: [0] },
  // pendingOff 3, pendingOn 4
  state: { column: state, values: { 1: 'off', 2: 'on', 3: 'pending', 4: 'pending' } },
  control: 'unproven',
  // seconds: 0 is now
  command: {
    on: { column: column('5.2.1.3', 'pdu3OutletControlOnCmd'), value: 0 },
    off: { column: offCommand, value: 0 },
  },
  switchable: { column: column('5.2.1.8', 'pdu3OutletControlSwitchable'), yes: [1] },
  timedCut: {
    command: { column: column('5.2.1.4', 'pdu3OutletControlRebootCmd'), value: 0 },
    offSeconds: column('5.2.1.7', 'pdu3OutletControlRebootOffTime'),
  },
  outletName: column('5.1.1.2', 'pdu3OutletName'),
  load: {
    amps: { column: column('5.1.1.5', 'pdu3OutletCurrent'), scale: 0.01 },
    watts: { column: column('5.1.1.13', 'pdu3OutletWatts'), scale: 1 },
  },
  shared: [
    {
      kind: 'bank',
      vacant: { column: column('3.1.1.3', 'pdu3GroupType'), values: [0] },
      amps: { column: column('3.1.1.12', 'pdu3GroupCurrent'), scale: 0.01 },
      ratingAmps: { column: column('3.1.1.11', 'pdu3groupCurrentRating'), scale: 0.01 },
      // breakerOff 3
      tripped: { column: column('3.1.1.26', 'pdu3GroupBreakerStatus'), values: [3] },
    },
    {
      kind: 'phase',
      number: column('2.2.1.1', 'pdu3InputPhaseIndex'),
      amps: { column: column('2.2.1.11', 'pdu3InputPhaseCurrent'), scale: 0.01 },
      ratingAmps: { column: column('2.2.1.10', 'pdu3InputPhaseCurrentRating'), scale: 0.01 },
    },
  ],
  // The shutoff delay is advice to whoever switches, and not kept by the PDU.
  delays: {
    on: column('5.2.1.6', 'pdu3OutletControlSequenceDelay'),
    apply: 'toGroupsOnly',
  },
  settleSeconds: 15,
  bulk: true,
  maxOids: 8,
  maas: [],
}
