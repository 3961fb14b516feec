// Server Technology Sentry4 (PRO1, PRO2): units with cords, outlets printed "AA1" (Sentry4-MIB).
import type { Column, Family } from '../family.ts'

const sentry = '1.3.6.1.4.1.1718.4.1'
const outlet = (suffix: string, mib: string): Column => ({ oid: `${sentry}.8.${suffix}`, mib })

const action = outlet('5.1.2', 'st4OutletControlAction')
const controlState = outlet('5.1.1', 'st4OutletControlState')
const current = outlet('3.1.3', 'st4OutletCurrent')

export const sentry4: Family = {
  name: 'sentry4',
  vendor: 'Server Technology',
  detect: { sysObjectIds: ['1.3.6.1.4.1.1718.4'], probe: action },
  identity: {
    units: {
      serial: { oid: `${sentry}.2.2.1.4`, mib: 'st4UnitProductSN' },
      // masterPdu 0, linkPdu 1, controller 2, emcu 3
      host: { column: { oid: `${sentry}.2.2.1.7`, mib: 'st4UnitType' }, value: 0 },
    },
    serials: [],
  },
  model: [
    { oid: `${sentry}.2.2.1.5.1`, mib: 'st4UnitModel' },
    { oid: `${sentry}.1.1.1.0`, mib: 'st4SystemProductName' },
  ],
  firmware: [{ oid: `${sentry}.1.1.3.0`, mib: 'st4SystemFirmwareVersion' }],
  place: { by: 'index', unit: 0, section: 1, number: 2 },
  // Opposite to Sentry3: off is 2 here, and its 0 is unknown.
  state: { column: outlet('3.1.1', 'st4OutletState'), values: { 0: 'unknown', 1: 'on', 2: 'off' } },
  // pendOn, pendOff, reboot, shutdown, eventReboot, eventShutdown
  pending: { column: controlState, values: [8, 9, 12, 13, 18, 19] },
  control: 'unproven',
  // none 0, reboot 3, queueOn 4, queueOff 5, queueReboot 6
  command: { on: { column: action, value: 1 }, off: { column: action, value: 2 } },
  switchable: { column: outlet('2.1.5', 'st4OutletCapabilities'), bit: 0 },
  obstacles: [
    // ocpOff, lockedOff, lockedOn
    { column: controlState, values: { 6: 'breakerTripped', 14: 'locked', 15: 'locked' } },
    {
      column: outlet('3.1.2', 'st4OutletStatus'),
      // notFound, lost, noComm, breakerTripped, fuseBlown
      values: {
        7: 'noConnection',
        8: 'noConnection',
        10: 'noConnection',
        12: 'breakerTripped',
        13: 'breakerTripped',
      },
    },
  ],
  timedCut: {
    command: { column: action, value: 3 },
    offSeconds: { oid: `${sentry}.8.1.11`, mib: 'st4OutletRebootDelay', at: () => '0' },
  },
  outletName: outlet('2.1.3', 'st4OutletName'),
  nameWrite: { column: outlet('2.1.3', 'st4OutletName'), maxLength: 32, mayBeEmpty: true },
  label: outlet('2.1.2', 'st4OutletID'),
  bank: outlet('2.1.32', 'st4OutletBranchID'),
  // Whether to neutral or between lines depends on the unit's wiring.
  phase: {
    column: outlet('2.1.30', 'st4OutletPhaseID'),
    values: { 1: '1', 2: '2', 3: '3', 4: '4', 5: '5', 6: '6' },
  },
  load: {
    amps: { column: current, scale: 0.01 },
    watts: { column: outlet('3.1.7', 'st4OutletActivePower'), scale: 1 },
  },
  shared: [
    {
      kind: 'bank',
      amps: { column: { oid: `${sentry}.7.3.1.3`, mib: 'st4BranchCurrent' }, scale: 0.01 },
      ratingAmps: { column: { oid: `${sentry}.7.2.1.6`, mib: 'st4BranchCurrentCapacity' }, scale: 1 },
    },
    { kind: 'phase', amps: { column: { oid: `${sentry}.5.3.1.6`, mib: 'st4PhaseCurrent' }, scale: 0.01 } },
    {
      kind: 'inlet',
      amps: { column: { oid: `${sentry}.4.3.1.3`, mib: 'st4LineCurrent' }, scale: 0.01 },
      ratingAmps: { column: { oid: `${sentry}.4.2.1.6`, mib: 'st4LineCurrentCapacity' }, scale: 1 },
    },
  ],
  // A command waits for the sequencing interval of the outlets switched before it: st4OutletSequenceInterval, at most 15.
  settleSeconds: 30,
  bulk: true,
  maxOids: 16,
  maas: [],
}
