// APC PDUs as their management card shows them: newer units answer the tables of the older ones too.
import { masterSwitchCells } from './apc-masterswitch.ts'
import { rpduCells } from './apc-rpdu.ts'
import { rpdu2Cells } from './apc-rpdu2.ts'
import type { PduKind } from './kind.ts'

const card = 'APC Web/SNMP Management Card'
const common = {
  vendor: 'APC',
  macPrefix: [0x00, 0xc0, 0xb7],
  networkPort: { index: 2, name: 'vmac0' },
} as const

// sysDescr and sysObjectID follow units in the field: an AP8641, an AP7900 and a MasterSwitch behind an AP9606 card.
export const apcRpdu2: PduKind = {
  ...common,
  name: 'rpdu2',
  metered: true,
  mostUnits: 4,
  model: {
    model: 'AP8641',
    sysObjectId: '1.3.6.1.4.1.318.1.3.4.6',
    hardware: '02',
    firmware: 'v6.7.2',
    manufactured: '04/16/2019',
    ratingAmps: 24,
    sysDescr: serial =>
      `${card} (MB:v4.1.0 PF:v6.7.2 PN:apc_hw05_aos_672.bin AF1:v6.7.2 AN1:apc_hw05_rpdu2g_672.bin MN:AP8641 HR:02 SN: ${serial} MD:04/16/2019)`,
  },
  cells: unit => [...masterSwitchCells(unit), ...rpduCells(unit), ...rpdu2Cells(unit)],
}

export const apcRpdu: PduKind = {
  ...common,
  name: 'rpdu',
  metered: false,
  model: {
    model: 'AP7900',
    sysObjectId: '1.3.6.1.4.1.318.1.3.4.5',
    hardware: 'B2',
    firmware: 'v3.7.4',
    manufactured: '09/13/2008',
    ratingAmps: 12,
    sysDescr: serial =>
      `${card} (MB:v3.9.2 PF:v3.7.4 PN:apc_hw02_aos_374.bin AF1:v3.7.4 AN1:apc_hw02_rpdu_374.bin MN:AP7900 HR:B2 SN: ${serial} MD:09/13/2008)`,
  },
  cells: unit => [...masterSwitchCells(unit), ...rpduCells(unit)],
}

export const apcMasterswitch: PduKind = {
  ...common,
  name: 'masterswitch',
  metered: false,
  model: {
    model: 'AP9212',
    sysObjectId: '1.3.6.1.4.1.318.1.3.4.2',
    hardware: 'G9',
    firmware: 'v2.2.5',
    manufactured: '04/05/2000',
    ratingAmps: 12,
    sysDescr: serial =>
      `${card} (MB:v3.2.0 PF:v3.0.9.a PN:aos309a.bin AF1:v2.2.5.a AN1:ms225a.bin MN: AP9606 HR: G9 SN: ${serial} MD: 04/05/2000)`,
  },
  cells: masterSwitchCells,
}
