// Panduit SmartZone G5 (PANDUIT-MIB pdug5*). Its tables are as long as for its largest model, with empty places at the end.
import type { Column, Family } from '../family.ts'

const root = '1.3.6.1.4.1.19536.10.1'

const column = (suffix: string, mib: string): Column => ({ oid: `${root}.${suffix}`, mib })

const offCommand = column('5.2.1.2', 'pdug5OutletControlOffCmd')
const name = column('5.1.1.2', 'pdug5OutletName')

export const panduitG5: Family = {
  name: 'panduit-g5',
  vendor: 'Panduit',
  detect: { sysObjectIds: [root], probe: offCommand },
  identity: { units: { serial: column('1.2.1.8', 'pdug5SerialNumber') }, serials: [] },
  // pdug5Model tells the rating: "200-240V, 32A, 7.4kVA, 50/60Hz"
  model: [{ oid: `${root}.1.2.1.7.1`, mib: 'pdug5PartNumber' }],
  firmware: [{ oid: `${root}.1.2.1.5.1`, mib: 'pdug5FirmwareVersion' }],
  // pdug5IdentIndex.pdug5OutletIndex, both from 1
  place: { by: 'index', unit: 0, number: 1 },
  // Metered models have outlets and names, and no control table.
  rows: name,
  vacant: { column: column('5.1.1.3', 'pdug5OutletType'), values: [0] },
  state: {
    column: column('5.2.1.1', 'pdug5OutletControlStatus'),
    // pendingOff 3, pendingOn 4
    values: { 1: 'off', 2: 'on', 3: 'pending', 4: 'pending' },
  },
  control: 'unproven',
  // seconds: 0 is now
  command: {
    on: { column: column('5.2.1.3', 'pdug5OutletControlOnCmd'), value: 0 },
    off: { column: offCommand, value: 0 },
  },
  switchable: { column: column('5.2.1.8', 'pdug5OutletControlSwitchable'), yes: [1] },
  timedCut: {
    command: { column: column('5.2.1.4', 'pdug5OutletControlRebootCmd'), value: 0 },
    offSeconds: column('5.2.1.7', 'pdug5OutletControlRebootOffTime'),
  },
  outletName: name,
  nameWrite: { column: name, maxLength: 31, mayBeEmpty: false },
  bank: column('5.1.1.18', 'pdug5OutletBranch'),
  load: {
    amps: { column: column('5.1.1.5', 'pdug5OutletCurrent'), scale: 0.01 },
    watts: { column: column('5.1.1.13', 'pdug5OutletWatts'), scale: 1 },
  },
  shared: [
    {
      kind: 'bank',
      vacant: { column: column('3.1.1.3', 'pdug5GroupType'), values: [0] },
      amps: { column: column('3.1.1.12', 'pdug5GroupCurrent'), scale: 0.01 },
      ratingAmps: { column: column('3.1.1.11', 'pdug5groupCurrentRating'), scale: 0.01 },
      // breakerOff 3
      tripped: { column: column('3.1.1.26', 'pdug5GroupBreakerStatus'), values: [3] },
    },
    {
      kind: 'phase',
      amps: { column: column('2.2.1.11', 'pdug5InputPhaseCurrent'), scale: 0.01 },
      ratingAmps: { column: column('2.2.1.10', 'pdug5InputPhaseCurrentRating'), scale: 0.01 },
    },
  ],
  // The shutoff delay is advice to whoever switches, and not kept by the PDU.
  delays: {
    on: column('5.2.1.6', 'pdug5OutletControlSequenceDelay'),
    apply: 'toGroupsOnly',
  },
  settleSeconds: 15,
  bulk: true,
  maxOids: 16,
  maas: [],
}
