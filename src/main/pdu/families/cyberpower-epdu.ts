// CyberPower ePDU (PDU15SW, PDU41001 and the like): CPS-MIB ePDU*, made after APC's rPDU.
import type { Column, Family } from '../family.ts'
import { cyberpower, identity, phases, sysObjectIds, values } from './cyberpower-card.ts'

const column = (suffix: string, mib: string): Column => ({ oid: `${cyberpower}.3.${suffix}`, mib })

const command = column('3.3.1.1.4', 'ePDUOutletControlOutletCommand')
const loads = column('2.3.1.1.2', 'ePDULoadStatusLoad')

export const cyberpowerEpdu: Family = {
  name: 'cyberpower-epdu',
  vendor: 'CyberPower',
  detect: { sysObjectIds, probe: command },
  identity: { serials: identity.serials },
  model: [{ oid: `${cyberpower}.3.1.5.0`, mib: 'ePDUIdentModelNumber' }],
  firmware: [{ oid: `${cyberpower}.3.1.3.0`, mib: 'ePDUIdentFirmwareRev' }],
  place: { by: 'index', number: 0 },
  state: { column: column('3.5.1.1.4', 'ePDUOutletStatusOutletState'), values },
  pending: { column: column('3.5.1.1.5', 'ePDUOutletStatusCommandPending'), values: [1] },
  control: 'unproven',
  // delayedOn 4 to outletIdentify 8 are never written; the command for all outlets counts otherwise: on 2, off 3
  command: { on: { column: command, value: 1 }, off: { column: command, value: 2 } },
  timedCut: {
    command: { column: command, value: 3 },
    offSeconds: column('3.4.1.1.6', 'ePDUOutletConfigRebootDuration'),
  },
  outletName: column('3.5.1.1.2', 'ePDUOutletStatusOutletName'),
  nameWrite: { column: column('3.4.1.1.2', 'ePDUOutletConfigOutletName'), maxLength: 20, mayBeEmpty: false },
  bank: column('3.5.1.1.6', 'ePDUOutletStatusOutletBank'),
  phase: { column: column('3.5.1.1.3', 'ePDUOutletStatusOutletPhase'), values: phases },
  load: {
    amps: { column: column('3.5.1.1.7', 'ePDUOutletStatusLoad'), scale: 0.1 },
    watts: { column: column('3.5.1.1.8', 'ePDUOutletStatusActivePower'), scale: 1 },
  },
  shared: [
    {
      kind: 'bank',
      amps: { column: loads, scale: 0.1 },
      number: column('2.3.1.1.5', 'ePDULoadStatusBankNumber'),
      ratingAmps: { column: { ...column('2.1.3', 'ePDULoadDevMaxBankLoad'), at: () => '0' }, scale: 1 },
    },
    {
      kind: 'phase',
      // Phases come first in the table that they share with the banks.
      rows: column('2.2.1.1.5', 'ePDULoadPhaseConfigAlarm'),
      amps: { column: loads, scale: 0.1 },
      ratingAmps: { column: { ...column('2.1.1', 'ePDULoadDevMaxPhaseLoad'), at: () => '0' }, scale: 1 },
    },
  ],
  delays: {
    on: column('3.4.1.1.4', 'ePDUOutletConfigPowerOnTime'),
    off: column('3.4.1.1.5', 'ePDUOutletConfigPowerOffTime'),
    apply: 'toGroupsOnly',
  },
  settleSeconds: 30,
  bulk: false,
  maxOids: 16,
  maas: [],
}
