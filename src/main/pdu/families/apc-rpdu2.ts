// APC rPDU2 (AP8xxx, AP9xxx, APDU9xxx): rows run over all units of a daisy chain (PowerNet-MIB).
import type { Column, Family } from '../family.ts'
import { firmware, hardware, identity, maas, model, phases, sysObjectIds } from './apc-card.ts'

const column = (suffix: string, mib: string): Column => ({ oid: `${hardware}.26.9.${suffix}`, mib })

const shared = (suffix: string, mib: string): Column => ({ oid: `${hardware}.26.${suffix}`, mib })

const command = column('2.4.1.5', 'rPDU2OutletSwitchedControlCommand')

export const apcRpdu2: Family = {
  name: 'apc-rpdu2',
  vendor: 'APC',
  detect: { sysObjectIds, probe: command },
  identity,
  model,
  firmware,
  place: {
    by: 'columns',
    unit: column('2.3.1.2', 'rPDU2OutletSwitchedStatusModule'),
    number: column('2.3.1.4', 'rPDU2OutletSwitchedStatusNumber'),
  },
  // Opposite to the command below.
  state: { column: column('2.3.1.5', 'rPDU2OutletSwitchedStatusState'), values: { 1: 'off', 2: 'on' } },
  pending: { column: column('2.3.1.6', 'rPDU2OutletSwitchedStatusCommandPending'), values: [1] },
  control: 'recorded',
  // immediateOn 1, immediateOff 2; 5 and above wait and are never written
  command: { on: { column: command, value: 1 }, off: { column: command, value: 2 } },
  timedCut: {
    // immediateReboot
    command: { column: command, value: 3 },
    offSeconds: column('2.1.1.7', 'rPDU2OutletSwitchedConfigRebootDuration'),
  },
  outletName: column('2.3.1.3', 'rPDU2OutletSwitchedStatusName'),
  // The MIB leaves the length to the model.
  nameWrite: { column: column('2.1.1.3', 'rPDU2OutletSwitchedConfigName'), maxLength: 31, mayBeEmpty: false },
  bank: column('2.2.1.6', 'rPDU2OutletSwitchedPropertiesBank'),
  phase: { column: column('2.2.1.5', 'rPDU2OutletSwitchedPropertiesPhaseLayout'), values: phases },
  load: {
    amps: { column: column('4.3.1.6', 'rPDU2OutletMeteredStatusCurrent'), scale: 0.1 },
    watts: { column: column('4.3.1.7', 'rPDU2OutletMeteredStatusPower'), scale: 1 },
    of: {
      unit: column('4.3.1.2', 'rPDU2OutletMeteredStatusModule'),
      number: column('4.3.1.4', 'rPDU2OutletMeteredStatusNumber'),
    },
  },
  shared: [
    {
      kind: 'bank',
      amps: { column: shared('8.3.1.5', 'rPDU2BankStatusCurrent'), scale: 0.1 },
      number: shared('8.3.1.3', 'rPDU2BankStatusNumber'),
      unit: shared('8.3.1.2', 'rPDU2BankStatusModule'),
      ratingAmps: { column: shared('8.2.1.5', 'rPDU2BankPropertiesBreakerRating'), scale: 1 },
    },
    {
      kind: 'phase',
      amps: { column: shared('6.3.1.5', 'rPDU2PhaseStatusCurrent'), scale: 0.1 },
      number: shared('6.3.1.3', 'rPDU2PhaseStatusNumber'),
      unit: shared('6.3.1.2', 'rPDU2PhaseStatusModule'),
      // The alarm threshold: at most what the phase is rated for.
      ratingAmps: { column: shared('6.1.1.7', 'rPDU2PhaseConfigOverloadCurrentThreshold'), scale: 1 },
    },
  ],
  delays: {
    on: column('2.1.1.5', 'rPDU2OutletSwitchedConfigPowerOnTime'),
    off: column('2.1.1.6', 'rPDU2OutletSwitchedConfigPowerOffTime'),
    apply: 'toGroupsOnly',
  },
  settleSeconds: 15,
  bulk: true,
  maxOids: 16,
  maas,
}
