// Dell managed rack PDUs (DellrPDU-MIB): built by APC, and yet with states and commands of their own numbers.
import type { Column, Family } from '../family.ts'

const rpdu = '1.3.6.1.4.1.674.10903.200.2.200'

const column = (suffix: string, mib: string): Column => ({ oid: `${rpdu}.${suffix}`, mib })

const command = column('130.1.4.1.4', 'rPDUOutletSwitchedControlCmd')
const meteredName = column('130.2.2.1.3', 'rPDUOutletMeteredStatusName')
const state = column('130.1.2.1.4', 'rPDUOutletSwitchedStatusState')

export const dellRpdu: Family = {
  name: 'dell-rpdu',
  vendor: 'Dell',
  detect: { sysObjectIds: ['1.3.6.1.4.1.674.10903.200.3'], probe: command },
  identity: { serials: [{ oid: `${rpdu}.100.2.1.8.1`, mib: 'rPDUIdentSerialNumberD' }] },
  model: [{ oid: `${rpdu}.100.2.1.7.1`, mib: 'rPDUIdentModelNumberD' }],
  firmware: [{ oid: `${rpdu}.100.2.1.5.1`, mib: 'rPDUIdentFirmwareRevD' }],
  // Metered outlets without a switch are in the other table.
  rows: { ...state, otherwise: meteredName },
  place: { by: 'index', number: 0 },
  state: { column: state, values: { 1: 'on', 2: 'off', 3: 'unknown' } },
  pending: { column: column('130.1.2.1.5', 'rPDUOutletSwitchedStatCmdPnding'), values: [1] },
  control: 'unproven',
  // outletOn 1, outletOff 2
  command: { on: { column: command, value: 1 }, off: { column: command, value: 2 } },
  timedCut: {
    // outletReboot
    command: { column: command, value: 3 },
    offSeconds: column('130.1.3.1.6', 'rPDUOutSwtchedCfgRebootDuration'),
  },
  outletName: { ...column('130.1.3.1.3', 'rPDUOutletSwitchedConfigName'), otherwise: meteredName },
  // The MIB sets no limit; APC's first outlet tables took 20.
  nameWrite: { column: column('130.1.3.1.3', 'rPDUOutletSwitchedConfigName'), maxLength: 20, mayBeEmpty: false },
  phase: {
    column: {
      ...column('130.1.2.1.6', 'rPDUOutletSwitchedStatPhLayout'),
      otherwise: column('130.2.2.1.4', 'rPDUOutletMeteredStatusLayout'),
    },
    values: { 1: 'L1', 2: 'L2', 3: 'L3', 4: 'L1-L2', 5: 'L2-L3', 6: 'L3-L1' },
  },
  load: {
    // Whole amperes.
    amps: { column: column('130.2.2.1.6', 'rPDUOutletMeteredStatusCurrent'), scale: 1 },
    watts: { column: column('130.2.2.1.8', 'rPDUOutletMeteredStatusPower'), scale: 1 },
  },
  shared: [
    {
      kind: 'phase',
      number: column('120.2.1.2', 'rPDUPhaseStatusNumber'),
      amps: { column: column('120.2.1.4', 'rPDUPhaseStatusCurrent'), scale: 0.1 },
      ratingAmps: {
        column: { ...column('110.4.1.8', 'rPDUDevicePropertiesMaxCurntRtg'), at: () => '1' },
        scale: 1,
      },
    },
  ],
  delays: {
    on: column('130.1.3.1.4', 'rPDUOutSwitchedCfgPowerOnTime'),
    off: column('130.1.3.1.5', 'rPDUOutSwitchedCfgPowerOffTime'),
    apply: 'toGroupsOnly',
  },
  settleSeconds: 30,
  bulk: true,
  maxOids: 16,
  maas: [],
}
