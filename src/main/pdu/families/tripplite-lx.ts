// Tripp Lite PDUs with a WEBCARDLX (TRIPPLITE-PRODUCTS tlpPdu*). The command column reads 0 whatever was written.
import type { Column, Family } from '../family.ts'

const root = '1.3.6.1.4.1.850.1.1'

const column = (suffix: string, mib: string): Column => ({ oid: `${root}.3.2.3.${suffix}`, mib })

const command = column('3.1.1.6', 'tlpPduOutletCommand')

export const trippliteLx: Family = {
  name: 'tripplite-lx',
  vendor: 'Tripp Lite',
  detect: { sysObjectIds: ['1.3.6.1.4.1.850.1.1.1'], probe: command },
  // Sensors are devices too, so a second serial is no sign of a chain.
  identity: { serials: [{ oid: `${root}.2.1.1.5.1`, mib: 'tlpDeviceIdentSerialNum' }] },
  model: [{ oid: `${root}.1.2.1.5.1`, mib: 'tlpDeviceModel' }],
  firmware: [{ oid: `${root}.2.1.1.4.1`, mib: 'tlpDeviceIdentFirmwareVersion' }],
  // tlpDeviceIndex.tlpPduOutletIndex
  place: { by: 'index', unit: 0, number: 1 },
  state: { column: column('3.1.1.4', 'tlpPduOutletState'), values: { 0: 'unknown', 1: 'off', 2: 'on' } },
  control: 'recorded',
  // idle 0; cycle 3 is never written, because the MIB does not tell for how long
  command: { on: { column: command, value: 2 }, off: { column: command, value: 1 } },
  switchable: { column: column('3.1.1.5', 'tlpPduOutletControllable'), yes: [1] },
  outletName: column('3.1.1.2', 'tlpPduOutletName'),
  nameWrite: { column: column('3.1.1.2', 'tlpPduOutletName'), maxLength: 255, mayBeEmpty: true },
  // The circuit shares a breaker; tlpPduOutletBank counts otherwise than the print on the chassis.
  bank: column('3.1.1.16', 'tlpPduOutletCircuit'),
  phase: {
    column: column('3.1.1.17', 'tlpPduOutletPhase'),
    values: { 1: 'L1', 2: 'L2', 3: 'L3', 4: 'L1-L2', 5: 'L2-L3', 6: 'L3-L1' },
  },
  load: {
    amps: { column: column('3.1.1.8', 'tlpPduOutletCurrent'), scale: 0.01 },
    watts: { column: column('3.1.1.9', 'tlpPduOutletPower'), scale: 1 },
  },
  shared: [
    {
      kind: 'bank',
      amps: { column: column('4.1.1.4', 'tlpPduCircuitTotalCurrent'), scale: 0.01 },
      ratingAmps: { column: column('4.1.1.5', 'tlpPduCircuitCurrentLimit'), scale: 0.01 },
    },
    {
      kind: 'phase',
      amps: { column: column('2.1.1.5', 'tlpPduOutputCurrent'), scale: 0.01 },
      number: column('2.1.1.2', 'tlpPduOutputPhase'),
    },
  ],
  delays: {
    on: column('3.1.1.11', 'tlpPduOutletRampDelay'),
    off: column('3.1.1.13', 'tlpPduOutletShedDelay'),
    apply: 'toGroupsOnly',
  },
  settleSeconds: 15,
  bulk: true,
  maxOids: 16,
  maas: [],
}
