// CyberPower rack PDUs, 3808.1.1 (CPS-MIB): the newer ones answer a part of the older tree too. None of them answers GETBULK.
import { cyberpowerEpduCells, epduIdentCells } from './cyberpower-epdu.ts'
import { cyberpowerEpdu2Cells } from './cyberpower-epdu2.ts'
import type { PduKind } from './kind.ts'

const common = {
  vendor: 'CyberPower',
  macPrefix: [0x00, 0x0c, 0x15],
  quirks: { brokenBulk: 'silent' },
} as const

export const cyberpowerEpdu: PduKind = {
  ...common,
  name: 'cyberpower-epdu',
  metered: true,
  model: {
    model: 'PDU41001',
    sysObjectId: '1.3.6.1.4.1.3808.1.1.3',
    hardware: '1.1',
    firmware: '1.2.3',
    manufactured: '06/11/2018',
    ratingAmps: 20,
    sysDescr: () => 'CPS Power Distributed Unit',
  },
  cells: cyberpowerEpduCells,
}

export const cyberpowerEpdu2: PduKind = {
  ...common,
  name: 'cyberpower-epdu2',
  metered: true,
  mostUnits: 4,
  model: {
    model: 'PDU81005',
    sysObjectId: '1.3.6.1.4.1.3808.1.1.6',
    hardware: '1.0',
    firmware: '1.3.4',
    manufactured: '09/02/2020',
    ratingAmps: 16,
    sysDescr: () => 'CPS Power Distributed Unit',
  },
  cells: unit => [...epduIdentCells(unit), ...cyberpowerEpdu2Cells(unit)],
}
