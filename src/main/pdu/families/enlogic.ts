// Enlogic, now nVent (ENLOGIC-PDU-MIB). The command counts from 1 where the state counts from 0.
import type { Column, Family } from '../family.ts'

const root = '1.3.6.1.4.1.38446.1'

const column = (suffix: string, mib: string): Column => ({ oid: `${root}.${suffix}`, mib })

const command = column('5.5.1.4', 'pduOutletSwitchedControlCommand')
const name = column('5.2.1.2', 'pduOutletSwitchedName')

export const enlogic: Family = {
  name: 'enlogic',
  vendor: 'Enlogic',
  detect: { sysObjectIds: [root], probe: command },
  identity: {
    units: {
      serial: column('1.2.1.11', 'pduNamePlateSerialNumber'),
      // standalone 1, parent 2, child 3
      host: { column: column('2.3.1.16', 'pduUnitPropertiesDaisyChainMemberType'), value: 2 },
    },
    serials: [],
  },
  model: [{ oid: `${root}.1.2.1.10.1`, mib: 'pduNamePlateModelNumber' }],
  firmware: [{ oid: `${root}.1.2.1.13.1`, mib: 'pduNamePlateFirmwareVersion' }],
  // pduUnitStatusIndex.pduOutletSwitchedStatusIndex, both from 1
  place: { by: 'index', unit: 0, number: 1 },
  state: { column: column('5.4.1.4', 'pduOutletSwitchedStatusState'), values: { 0: 'off', 1: 'on' } },
  control: 'unproven',
  // immediateOff 1, immediateOn 2; 3, 4 and 6 wait
  command: { on: { column: command, value: 2 }, off: { column: command, value: 1 } },
  timedCut: {
    command: { column: command, value: 5 },
    offSeconds: column('5.2.1.6', 'pduOutletSwitchedConfigRebootDuration'),
  },
  outletName: name,
  nameWrite: { column: name, maxLength: 255, mayBeEmpty: true },
  bank: column('5.3.1.5', 'pduOutletSwitchedPropertiesCircuitBreaker'),
  phase: {
    column: column('5.3.1.4', 'pduOutletSwitchedPropertiesInputPhaseLayout'),
    values: { 1: 'L1', 2: 'L2', 3: 'L3', 4: 'L1-L2', 5: 'L2-L3', 6: 'L3-L1' },
  },
  load: {
    amps: { column: column('5.9.1.5', 'pduOutletMeteredStatusCurrent'), scale: 0.01 },
    watts: { column: column('5.9.1.6', 'pduOutletMeteredStatusActivePower'), scale: 1 },
  },
  shared: [
    {
      kind: 'bank',
      amps: { column: column('4.4.1.5', 'pduCircuitBreakerStatusCurrent'), scale: 0.01 },
      // off 6
      tripped: { column: column('4.4.1.4', 'pduCircuitBreakerStatusLoadState'), values: [6] },
    },
    {
      kind: 'phase',
      amps: { column: column('3.4.1.5', 'pduInputPhaseStatusCurrent'), scale: 0.01 },
      // Rows 4 to 6 repeat the load of a delta input from phase to phase.
      names: { 1: 'L1', 2: 'L2', 3: 'L3' },
    },
  ],
  delays: {
    on: column('5.2.1.4', 'pduOutletSwitchedConfigPowerOnTime'),
    off: column('5.2.1.5', 'pduOutletSwitchedConfigPowerOffTime'),
    apply: 'toGroupsOnly',
  },
  settleSeconds: 15,
  bulk: true,
  maxOids: 16,
  maas: [],
}
