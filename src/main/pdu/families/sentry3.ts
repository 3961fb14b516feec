// Server Technology Sentry3 (Switched CDU): towers with infeeds, outlets printed "AA1" (Sentry3-MIB).
import type { Column, Family } from '../family.ts'

const sentry = '1.3.6.1.4.1.1718.3'
const outlet = (suffix: string, mib: string): Column => ({ oid: `${sentry}.2.3.1.${suffix}`, mib })

const controlState = outlet('10', 'outletControlState')
const action = outlet('11', 'outletControlAction')
const status = outlet('5', 'outletStatus')
const current = outlet('7', 'outletLoadValue')

export const sentry3: Family = {
  name: 'sentry3',
  vendor: 'Server Technology',
  detect: { sysObjectIds: [sentry], probe: action },
  identity: { units: { serial: { oid: `${sentry}.2.1.1.6`, mib: 'towerProductSN' } }, serials: [] },
  model: [{ oid: `${sentry}.2.1.1.7.1`, mib: 'towerModelNumber' }],
  firmware: [{ oid: `${sentry}.1.1.0`, mib: 'systemVersion' }],
  rows: current,
  place: { by: 'index', unit: 0, section: 1, number: 2 },
  state: {
    column: status,
    // offError 4 and onError 5: what is sensed contradicts what was commanded; noComm 6, reading 7, offFuse 8, onFuse 9
    values: { 0: 'off', 1: 'on', 2: 'pending', 3: 'pending' },
  },
  // reboot, shutdown, pendOn, pendOff, eventReboot, eventShutdown
  pending: { column: controlState, values: [8, 9, 10, 11, 16, 17] },
  control: 'unproven',
  // none 0, reboot 3
  command: { on: { column: action, value: 1 }, off: { column: action, value: 2 } },
  // powerControl
  switchable: { column: outlet('4', 'outletCapabilities'), bit: 2 },
  obstacles: [
    // lockedOff, lockedOn
    { column: controlState, values: { 6: 'locked', 7: 'locked' } },
    {
      column: status,
      values: { 4: 'relayFailed', 5: 'relayFailed', 6: 'noConnection', 8: 'breakerTripped', 9: 'breakerTripped' },
    },
  ],
  timedCut: {
    command: { column: action, value: 3 },
    offSeconds: { oid: `${sentry}.1.14`, mib: 'systemOutletRebootDelay', at: () => '0' },
  },
  outletName: outlet('3', 'outletName'),
  nameWrite: { column: outlet('3', 'outletName'), maxLength: 24, mayBeEmpty: true },
  label: outlet('2', 'outletID'),
  load: { amps: { column: current, scale: 0.01 }, watts: { column: outlet('14', 'outletPower'), scale: 1 } },
  shared: [
    {
      kind: 'bank',
      amps: { column: { oid: `${sentry}.2.2.1.7`, mib: 'infeedLoadValue' }, scale: 0.01 },
      ratingAmps: { column: { oid: `${sentry}.2.2.1.10`, mib: 'infeedCapacity' }, scale: 1 },
    },
  ],
  // A command waits for the sequencing interval of the outlets switched before it: systemOutletSeqInterval, at most 15.
  settleSeconds: 30,
  bulk: true,
  maxOids: 16,
  maas: [],
}
