// APC rPDU (AP79xx; AP8xxx answer here too): PowerNet-MIB rPDUOutlet*.
import type { Column, Family } from '../family.ts'
import { firmware, hardware, identity, maas, model, phases, sysObjectIds } from './apc-card.ts'

const column = (suffix: string, mib: string): Column => ({ oid: `${hardware}.12.3.${suffix}`, mib })

const load = (suffix: string, mib: string): Column => ({ oid: `${hardware}.12.2.${suffix}`, mib })

const command = column('3.1.1.4', 'rPDUOutletControlOutletCommand')

export const apcRpdu: Family = {
  name: 'apc-rpdu',
  vendor: 'APC',
  detect: { sysObjectIds, probe: command },
  identity,
  model,
  firmware,
  place: { by: 'index', number: 0 },
  state: { column: column('5.1.1.4', 'rPDUOutletStatusOutletState'), values: { 1: 'on', 2: 'off' } },
  pending: { column: column('5.1.1.5', 'rPDUOutletStatusCommandPending'), values: [1] },
  control: 'recorded',
  // immediateOn 1, immediateOff 2; 4 and above wait and are never written
  command: { on: { column: command, value: 1 }, off: { column: command, value: 2 } },
  timedCut: {
    // immediateReboot
    command: { column: command, value: 3 },
    offSeconds: column('4.1.1.6', 'rPDUOutletConfigRebootDuration'),
  },
  outletName: column('5.1.1.2', 'rPDUOutletStatusOutletName'),
  // The MIB leaves the length to the model.
  nameWrite: { column: column('4.1.1.2', 'rPDUOutletConfigOutletName'), maxLength: 31, mayBeEmpty: false },
  bank: column('5.1.1.6', 'rPDUOutletStatusOutletBank'),
  phase: { column: column('5.1.1.3', 'rPDUOutletStatusOutletPhase'), values: phases },
  load: { amps: { column: column('5.1.1.7', 'rPDUOutletStatusLoad'), scale: 0.1 } },
  shared: [
    {
      kind: 'bank',
      amps: { column: load('3.1.1.2', 'rPDULoadStatusLoad'), scale: 0.1 },
      number: load('3.1.1.5', 'rPDULoadStatusBankNumber'),
      ratingAmps: { column: load('1.6.1.3', 'rPDULoadDevBankMaxLoad'), scale: 1, by: 'number' },
    },
    {
      kind: 'phase',
      amps: { column: load('3.1.1.2', 'rPDULoadStatusLoad'), scale: 0.1 },
      number: load('3.1.1.4', 'rPDULoadStatusPhaseNumber'),
      // The alarm threshold: at most what the phase is rated for, which banked models do not tell.
      ratingAmps: { column: load('2.1.1.4', 'rPDULoadPhaseConfigOverloadThreshold'), scale: 1, by: 'number' },
    },
  ],
  delays: {
    on: column('4.1.1.4', 'rPDUOutletConfigPowerOnTime'),
    off: column('4.1.1.5', 'rPDUOutletConfigPowerOffTime'),
    apply: 'toGroupsOnly',
  },
  settleSeconds: 30,
  bulk: true,
  maxOids: 16,
  maas,
}
