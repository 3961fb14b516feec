// APC MasterSwitch plus (AP9225 with expansion units): PowerNet-MIB sPDU*MSP. The only APC table in which off is 3.
import type { Column, Family } from '../family.ts'
import { firmware, hardware, identity, model, sysObjectIds } from './apc-card.ts'

const column = (suffix: string, mib: string): Column => ({ oid: `${hardware}.6.${suffix}`, mib })

const command = column('5.1.1.5', 'sPDUOutletControlMSPOutletCommand')

export const apcMasterswitchPlus: Family = {
  name: 'apc-masterswitch-plus',
  vendor: 'APC',
  detect: { sysObjectIds, probe: command },
  identity: {
    units: { serial: column('1.2.1.7', 'sPDUIdentSerialNumberMSP') },
    serials: identity.serials,
  },
  model: [{ oid: `${hardware}.6.1.2.1.6.1`, mib: 'sPDUIdentModelNumberMSP' }, ...model],
  firmware: [{ oid: `${hardware}.6.1.2.1.4.1`, mib: 'sPDUIdentFirmwareRevMSP' }, ...firmware],
  // Firmware differs from the MIB in the parts of the index, so the columns say which outlet a row is.
  place: {
    by: 'columns',
    unit: column('7.1.1.1', 'sPDUOutletStatusMSPIndex'),
    number: column('7.1.1.3', 'sPDUOutletStatusMSPOutletIndex'),
  },
  state: { column: column('7.1.1.5', 'sPDUOutletStatusMSPOutletState'), values: { 1: 'on', 2: 'off' } },
  pending: { column: column('7.1.1.6', 'sPDUOutletStatusMSPCommandPending'), values: [1] },
  control: 'unproven',
  // immediateOnMSP 1, immediateOffMSP 3; 2 would switch on after a delay
  command: { on: { column: command, value: 1 }, off: { column: command, value: 3 } },
  timedCut: {
    command: { column: command, value: 5 },
    offSeconds: column('6.2.1.1.13', 'sPDUOutletConfigMSPgsRebootDuration'),
  },
  outletName: column('7.1.1.4', 'sPDUOutletStatusMSPOutletName'),
  nameWrite: { column: column('6.1.1.1.4', 'sPDUOutletConfigMSPallOutletName'), maxLength: 23, mayBeEmpty: false },
  delays: {
    on: column('6.2.1.1.10', 'sPDUOutletConfigMSPgsPowerOnDelay'),
    off: column('6.2.1.1.11', 'sPDUOutletConfigMSPgsPowerOffDelay'),
    apply: 'toGroupsOnly',
  },
  settleSeconds: 30,
  bulk: true,
  maxOids: 16,
  maas: [],
}
