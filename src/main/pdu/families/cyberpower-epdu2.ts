// CyberPower ePDU2 (PDU81xxx and the like): rows run over all units of a daisy chain (CPS-MIB ePDU2*).
import type { Column, Family } from '../family.ts'
import { cyberpower, identity, phases, sysObjectIds, values } from './cyberpower-card.ts'

const column = (suffix: string, mib: string): Column => ({ oid: `${cyberpower}.6.${suffix}`, mib })

const command = column('6.1.5.1.5', 'ePDU2OutletSwitchedControlCommand')

export const cyberpowerEpdu2: Family = {
  name: 'cyberpower-epdu2',
  vendor: 'CyberPower',
  detect: { sysObjectIds, probe: command },
  identity,
  model: [
    { oid: `${cyberpower}.6.2.2.1.9.1`, mib: 'ePDU2IdentModelName' },
    { oid: `${cyberpower}.3.1.5.0`, mib: 'ePDUIdentModelNumber' },
  ],
  firmware: [
    { oid: `${cyberpower}.6.2.2.1.7.1`, mib: 'ePDU2IdentFirmwareRev' },
    { oid: `${cyberpower}.3.1.3.0`, mib: 'ePDUIdentFirmwareRev' },
  ],
  place: {
    by: 'columns',
    unit: column('6.1.4.1.2', 'ePDU2OutletSwitchedStatusModuleIndex'),
    number: column('6.1.4.1.3', 'ePDU2OutletSwitchedStatusNumber'),
    elseRow: true,
  },
  state: { column: column('6.1.4.1.5', 'ePDU2OutletSwitchedStatusState'), values },
  pending: { column: column('6.1.4.1.6', 'ePDU2OutletSwitchedStatusCommandPending'), values: [1] },
  control: 'unproven',
  // delayedOn 4 to outletIdentify 8 are never written
  command: { on: { column: command, value: 1 }, off: { column: command, value: 2 } },
  timedCut: {
    command: { column: command, value: 3 },
    offSeconds: column('6.1.2.1.7', 'ePDU2OutletSwitchedConfigRebootDuration'),
  },
  outletName: column('6.1.4.1.4', 'ePDU2OutletSwitchedStatusName'),
  nameWrite: { column: column('6.1.2.1.4', 'ePDU2OutletSwitchedConfigName'), maxLength: 20, mayBeEmpty: false },
  bank: column('6.1.3.1.6', 'ePDU2OutletSwitchedInfoBank'),
  phase: { column: column('6.1.3.1.5', 'ePDU2OutletSwitchedInfoPhaseLayout'), values: phases },
  load: {
    amps: { column: column('6.2.4.1.6', 'ePDU2OutletMeteredStatusLoad'), scale: 0.1 },
    watts: { column: column('6.2.4.1.7', 'ePDU2OutletMeteredStatusActivePower'), scale: 1 },
    of: {
      unit: column('6.2.4.1.2', 'ePDU2OutletMeteredStatusModuleIndex'),
      number: column('6.2.4.1.3', 'ePDU2OutletMeteredStatusNumber'),
    },
  },
  shared: [
    {
      kind: 'bank',
      amps: { column: column('5.4.1.5', 'ePDU2BankStatusLoad'), scale: 0.1 },
      number: column('5.4.1.3', 'ePDU2BankStatusNumber'),
      unit: column('5.4.1.2', 'ePDU2BankStatusModuleIndex'),
    },
    {
      kind: 'phase',
      amps: { column: column('4.4.1.5', 'ePDU2PhaseStatusLoad'), scale: 0.1 },
      number: column('4.4.1.3', 'ePDU2PhaseStatusNumber'),
      unit: column('4.4.1.2', 'ePDU2PhaseStatusModuleIndex'),
    },
    {
      kind: 'inlet',
      amps: { column: column('3.4.1.5', 'ePDU2DeviceStatusCurrentLoad'), scale: 0.1 },
      unit: column('3.4.1.2', 'ePDU2DeviceStatusModuleIndex'),
      ratingAmps: { column: column('3.3.1.4', 'ePDU2DeviceInfoRating'), scale: 1 },
    },
  ],
  delays: {
    on: column('6.1.2.1.5', 'ePDU2OutletSwitchedConfigPowerOnTime'),
    off: column('6.1.2.1.6', 'ePDU2OutletSwitchedConfigPowerOffTime'),
    apply: 'toGroupsOnly',
  },
  settleSeconds: 30,
  bulk: false,
  maxOids: 16,
  maas: [],
}
