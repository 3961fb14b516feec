// APC MasterSwitch (AP92xx): the oldest table, which every switched APC PDU still answers (PowerNet-MIB sPDU*).
import type { Column, Family } from '../family.ts'
import { firmware, hardware, identity, maas, model, sysObjectIds } from './apc-card.ts'

const column = (suffix: string, mib: string): Column => ({ oid: `${hardware}.4.${suffix}`, mib })

const control = column('4.2.1.3', 'sPDUOutletCtl')

export const apcMasterswitch: Family = {
  name: 'apc-masterswitch',
  vendor: 'APC',
  detect: { sysObjectIds, probe: control },
  identity,
  model,
  firmware,
  place: { by: 'index', number: 0 },
  state: {
    column: control,
    // outletReboot 3, outletOnWithDelay 5, outletOffWithDelay 6, outletRebootWithDelay 7
    values: { 1: 'on', 2: 'off', 3: 'pending', 4: 'unknown', 5: 'pending', 6: 'pending', 7: 'pending' },
  },
  pending: { column: column('4.2.1.2', 'sPDUOutletPending'), values: [1] },
  control: 'recorded',
  command: { on: { column: control, value: 1 }, off: { column: control, value: 2 } },
  timedCut: {
    // outletReboot
    command: { column: control, value: 3 },
    offSeconds: column('5.2.1.5', 'sPDUOutletRebootDuration'),
  },
  outletName: column('4.2.1.4', 'sPDUOutletCtlName'),
  nameWrite: { column: column('5.2.1.3', 'sPDUOutletName'), maxLength: 20, mayBeEmpty: true },
  delays: {
    on: column('5.2.1.2', 'sPDUOutletPowerOnTime'),
    off: column('5.2.1.4', 'sPDUOutletPowerOffTime'),
    apply: 'toGroupsOnly',
  },
  settleSeconds: 30,
  bulk: true,
  maxOids: 16,
  maas,
}
