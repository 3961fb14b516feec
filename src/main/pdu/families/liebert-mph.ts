// Liebert MPH, MPH2 and MPX: receptacles on branches "A", "B" of a PDU, labelled "1-A-1" (LIEBERT-GP-PDU-MIB).
import type { Column, Family } from '../family.ts'

const liebert = '1.3.6.1.4.1.476.1.42'
const receptacle = (suffix: string, mib: string): Column => ({ oid: `${liebert}.3.8.50.20.1.${suffix}`, mib })
const branch = (suffix: string, mib: string): Column => ({ oid: `${liebert}.3.8.40.20.1.${suffix}`, mib })
const input = (suffix: string, mib: string): Column => ({ oid: `${liebert}.3.8.30.${suffix}`, mib })

const parent = (row: string): string => row.split('.').slice(0, -1).join('.')
const control = receptacle('100', 'lgpPduRcpEntryControl')
const name = receptacle('10', 'lgpPduRcpEntryUsrLabel')
const branchPosition = branch('25', 'lgpPduRbEntryPositionRelative')

export const liebertMph: Family = {
  name: 'liebert-mph',
  vendor: 'Vertiv Liebert',
  // The same sysObjectID is told by UPSs and cooling units.
  detect: { sysObjectIds: [liebert], probe: control },
  identity: {
    units: { serial: { oid: `${liebert}.3.8.20.1.45`, mib: 'lgpPduEntrySerialNumber' } },
    serials: [{ oid: `${liebert}.2.1.4.0`, mib: 'lgpAgentIdentSerialNumber' }],
  },
  model: [
    { oid: `${liebert}.3.8.30.20.1.20.1.1`, mib: 'lgpPduPsEntryModel' },
    { oid: `${liebert}.2.1.2.0`, mib: 'lgpAgentIdentModel' },
  ],
  firmware: [
    { oid: `${liebert}.3.8.30.20.1.60.1.1`, mib: 'lgpPduPsEntryFirmwareVersion' },
    { oid: `${liebert}.2.1.3.0`, mib: 'lgpAgentIdentFirmwareVersion' },
  ],
  // Branch A may have index 2: indices are the agent's own, positions are what is printed.
  place: {
    by: 'columns',
    unit: {
      oid: `${liebert}.3.8.20.1.20`,
      mib: 'lgpPduEntryPositionRelative',
      at: row => row.split('.')[0] ?? '',
    },
    section: { ...branchPosition, at: parent },
    number: receptacle('30', 'lgpPduRcpEntryPosition'),
  },
  state: {
    column: receptacle('95', 'lgpPduRcpEntryPwrState'),
    // Off by one from the command; offPendingOnDelay 3
    values: { 0: 'unknown', 1: 'off', 2: 'on', 3: 'pending' },
  },
  control: 'recorded',
  // cyclePower 2
  command: { on: { column: control, value: 1 }, off: { column: control, value: 0 } },
  // measurementAndControl, controlOnly, currentMeasurementAndControl
  switchable: { column: receptacle('50', 'lgpPduRcpEntryCapabilities'), yes: [3, 4, 6] },
  obstacles: [
    { column: receptacle('105', 'lgpPduRcpEntryControlLock'), values: { 2: 'locked' } },
    // abnormal: off, and still drawing current
    { column: receptacle('210', 'lgpPduRcpEntryOperationCondition'), values: { 4: 'relayFailed' } },
  ],
  outletName: name,
  nameWrite: { column: name, maxLength: 32, mayBeEmpty: false },
  label: receptacle('25', 'lgpPduRcpEntrySysAssignLabel'),
  phase: {
    column: receptacle('45', 'lgpPduRcpEntryLineSource'),
    values: { 1: 'L1', 2: 'L2', 3: 'L3', 4: 'L1-L2', 5: 'L2-L3', 6: 'L3-L1' },
  },
  load: {
    amps: { column: receptacle('61', 'lgpPduRcpEntryEcHundredths'), scale: 0.01 },
    watts: { column: receptacle('65', 'lgpPduRcpEntryPwrOut'), scale: 1 },
  },
  shared: [
    {
      kind: 'bank',
      amps: { column: branch('130', 'lgpPduRbEntryEcHundredths'), scale: 0.01 },
      number: branchPosition,
      ratingAmps: { column: branch('75', 'lgpPduRbEntryEcRated'), scale: 0.1 },
    },
    {
      kind: 'phase',
      amps: { column: input('40.1.22', 'lgpPduPsLineEntryEcHundredths'), scale: 0.01 },
      number: input('40.1.15', 'lgpPduPsLineEntryLine'),
      ratingAmps: { column: { ...input('20.1.35', 'lgpPduPsEntryEcInputRated'), at: parent }, scale: 0.1 },
    },
  ],
  delays: {
    on: receptacle('220', 'lgpPduRcpEntryPostOnDelay'),
    off: receptacle('225', 'lgpPduRcpEntryPostOffDelay'),
    apply: 'toCommands',
  },
  settleSeconds: 15,
  bulk: false,
  maxOids: 16,
  maas: [],
}
