// Eaton ePDU G2, G3 and G3+ (EATON-EPDU-MIB). Seconds are the command: 0 in one column switches off, 0 in another on.
import type { Column, Family } from '../family.ts'

const column = (suffix: string, mib: string): Column => ({ oid: `1.3.6.1.4.1.534.6.6.7.${suffix}`, mib })

const offCommand = column('6.6.1.3', 'outletControlOffCmd')

export const eatonEpdu: Family = {
  name: 'eaton-epdu',
  vendor: 'Eaton',
  detect: { sysObjectIds: ['1.3.6.1.4.1.534.6.6.7'], probe: offCommand },
  identity: { units: { serial: column('1.2.1.4', 'serialNumber') }, serials: [] },
  model: [
    { oid: '1.3.6.1.4.1.534.6.6.7.1.2.1.3.0', mib: 'partNumber' },
    { oid: '1.3.6.1.4.1.534.6.6.7.1.2.1.3.1', mib: 'partNumber' },
  ],
  firmware: [
    { oid: '1.3.6.1.4.1.534.6.6.7.1.2.1.5.0', mib: 'firmwareVersion' },
    { oid: '1.3.6.1.4.1.534.6.6.7.1.2.1.5.1', mib: 'firmwareVersion' },
  ],
  // strappingIndex.outletIndex. A chain counts its units as each display does: 0 is the host, 1 to 7 the devices behind it.
  place: { by: 'index', unit: 0, number: 1 },
  state: {
    column: column('6.6.1.2', 'outletControlStatus'),
    // pendingOff 2, pendingOn 3
    values: { 0: 'off', 1: 'on', 2: 'pending', 3: 'pending' },
  },
  control: 'recorded',
  // 0 is now, more is later (refused by part numbers IPV and IPC), -1 takes a waiting command back
  command: {
    on: { column: column('6.6.1.4', 'outletControlOnCmd'), value: 0 },
    off: { column: offCommand, value: 0 },
  },
  switchable: { column: column('6.6.1.9', 'outletControlSwitchable'), yes: [1], missing: true },
  obstacles: [
    {
      column: { ...column('1.2.1.32', 'strappingStatus'), at: row => row.split('.')[0] ?? '' },
      values: { 1: 'noConnection' },
    },
  ],
  timedCut: {
    command: { column: column('6.6.1.5', 'outletControlRebootCmd'), value: 0 },
    offSeconds: column('6.6.1.8', 'outletControlRebootOffTime'),
  },
  outletName: column('6.1.1.3', 'outletName'),
  nameWrite: { column: column('6.1.1.3', 'outletName'), maxLength: 31, mayBeEmpty: false },
  label: column('6.1.1.6', 'outletDesignator'),
  // The first parent of an outlet is the breaker or section that feeds it; groups of a user's own come after.
  bank: {
    pointer: { ...column('6.2.1.3', 'outletParentOID'), at: row => `${row}.1`, walked: true },
    into: column('5.1.1.2', 'groupID'),
  },
  phase: {
    column: column('6.1.1.7', 'outletPhaseID'),
    values: {
      1: 'L1',
      2: 'L1',
      3: 'L2',
      4: 'L3',
      5: 'L1-L2',
      6: 'L2-L3',
      7: 'L3-L1',
      8: 'L1-L2',
      9: 'L2-L3',
      10: 'L3-L1',
      11: 'L1-L2-L3',
      12: 'L1-L2-L3',
    },
  },
  load: {
    amps: { column: column('6.4.1.3', 'outletCurrent'), scale: 0.001 },
    watts: { column: column('6.5.1.3', 'outletWatts'), scale: 1 },
  },
  shared: [
    {
      kind: 'bank',
      amps: { column: column('5.4.1.3', 'groupCurrent'), scale: 0.001 },
      ratingAmps: { column: column('5.4.1.2', 'groupCurrentCapacity'), scale: 0.001 },
      // breakerOff 2
      tripped: { column: column('5.1.1.5', 'groupBreakerStatus'), values: [2] },
    },
    {
      kind: 'phase',
      amps: { column: column('3.3.1.4', 'inputCurrent'), scale: 0.001 },
      number: column('3.3.1.2', 'inputCurrentMeasType'),
      names: { 1: 'L1', 3: 'L1', 4: 'L2', 5: 'L3' },
      ratingAmps: { column: column('3.3.1.3', 'inputCurrentCapacity'), scale: 0.001 },
    },
  ],
  // The shutoff delay is advice to whoever switches, and not kept by the PDU.
  delays: {
    on: column('6.6.1.7', 'outletControlSequenceDelay'),
    apply: 'toGroupsOnly',
  },
  settleSeconds: 15,
  bulk: true,
  maxOids: 16,
  maas: [
    {
      powerType: 'eaton',
      parameters: { power_on_delay: '5' },
      column: column('6.6.1.2', 'outletControlStatus'),
      version: '1',
      community: 'private',
      unit: 0,
      indexPrefix: '0.',
    },
  ],
}
