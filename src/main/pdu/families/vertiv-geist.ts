// Vertiv Geist rack PDUs with the I-03 to IMD-5 controllers (VERTIV-V5-MIB, the same tree as GEIST-V4-MIB).
import type { Column, Family } from '../family.ts'

const geist = '1.3.6.1.4.1.21239.5.2'
const outlet = (suffix: string, mib: string): Column => ({ oid: `${geist}.3.5.1.${suffix}`, mib })
const meter = (suffix: string, mib: string): Column => ({ oid: `${geist}.3.6.1.${suffix}`, mib })

const control = outlet('6', 'pduOutletSwitchControl')
const state = outlet('4', 'pduOutletSwitchState')
const name = outlet('3', 'pduOutletSwitchLabel')
const label = outlet('2', 'pduOutletSwitchName')

export const vertivGeist: Family = {
  name: 'vertiv-geist',
  vendor: 'Vertiv',
  detect: { sysObjectIds: ['1.3.6.1.4.1.21239.42.1', geist], probe: control },
  identity: {
    serials: [
      { oid: `${geist}.1.10.0`, mib: 'productSerialNumber' },
      { oid: `${geist}.3.1.1.2.1`, mib: 'pduMainSerial' },
    ],
  },
  model: [{ oid: `${geist}.1.8.0`, mib: 'productModelNumber' }],
  firmware: [{ oid: `${geist}.1.2.0`, mib: 'productVersion' }],
  place: { by: 'index', number: 0 },
  state: {
    column: state,
    // on2off 3, off2on 4, rebootOn 5, rebootOff 6, unavailable 7
    values: { 1: 'on', 2: 'off', 3: 'pending', 4: 'pending', 5: 'pending', 6: 'pending', 7: 'unknown' },
  },
  control: 'unproven',
  // cancel 1, onAfterDelay 3, offAfterDelay 5, reboot 6, rebootAfterDelay 7; every read answers none 8
  command: { on: { column: control, value: 2 }, off: { column: control, value: 4 } },
  obstacles: [
    { column: outlet('5', 'pduOutletSwitchRelayFailure'), values: { 1: 'relayFailed' } },
    { column: state, values: { 7: 'noConnection' } },
  ],
  timedCut: {
    command: { column: control, value: 6 },
    offSeconds: outlet('11', 'pduOutletSwitchRebootHoldDelay'),
  },
  outletName: name,
  nameWrite: { column: name, maxLength: 25, mayBeEmpty: true },
  label,
  load: {
    amps: { column: meter('8', 'pduOutletMeterCurrent'), scale: 0.01 },
    watts: { column: meter('12', 'pduOutletMeterRealPower'), scale: 1 },
    // The two tables are numbered independently; the name given in the factory is the same in both.
    of: { outlet: label, meter: meter('2', 'pduOutletMeterName') },
  },
  shared: [
    { kind: 'bank', amps: { column: { oid: `${geist}.3.3.1.4`, mib: 'pduBreakerCurrent' }, scale: 0.01 } },
    { kind: 'phase', amps: { column: { oid: `${geist}.3.2.1.8`, mib: 'pduPhaseCurrent' }, scale: 0.01 } },
    { kind: 'inlet', amps: { column: { oid: `${geist}.3.4.1.4`, mib: 'pduLineCurrent' }, scale: 0.01 } },
  ],
  delays: {
    on: outlet('8', 'pduOutletSwitchOnDelay'),
    off: outlet('9', 'pduOutletSwitchOffDelay'),
    apply: 'toGroupsOnly',
  },
  settleSeconds: 15,
  bulk: true,
  maxOids: 16,
  maas: [],
}
