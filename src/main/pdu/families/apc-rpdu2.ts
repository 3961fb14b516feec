// APC rPDU2 (AP8xxx, AP9xxx, APDU9xxx): rows run over all units of a daisy chain (PowerNet-MIB).
import type { Column, Family } from '../family.ts'
import { firmware, hardware, identity, maas, model, phases, sysObjectIds } from './apc-card.ts'

const column = (suffix: string, mib: string): Column => ({ oid: `${hardware}.26.9.${suffix}`, mib })

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
  // immediateOn 1, immediateOff 2; 3 and above reboot or wait and are never written
  control: 'recorded',
  command: { on: { column: command, value: 1 }, off: { column: command, value: 2 } },
  outletName: column('2.3.1.3', 'rPDU2OutletSwitchedStatusName'),
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
