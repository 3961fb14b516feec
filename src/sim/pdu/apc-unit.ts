// What the APC tables show: one unit, seen through three MIBs at once.
import type { Power } from './power.ts'
import type { Relays } from './relays.ts'

export type ApcKind = 'rpdu2' | 'rpdu' | 'masterswitch'

export interface ApcModel {
  readonly model: string
  readonly sysObjectId: string
  readonly hardware: string
  readonly firmware: string
  readonly manufactured: string
  readonly sysDescr: (serial: string) => string
  /** Amperes at the inlet. */
  readonly ratingAmps: number
}

export interface ApcUnit {
  readonly kind: ApcKind
  readonly model: ApcModel
  readonly metered: boolean
  readonly serial: () => string
  readonly uptimeMs: () => number
  readonly relays: Relays
  readonly power: Power
  name: string
  contact: string
  location: string
}

const card = 'APC Web/SNMP Management Card'

// sysDescr and sysObjectID follow units in the field: an AP8641, an AP7900 and a MasterSwitch behind an AP9606 card.
export const apcModels: Readonly<Record<ApcKind, ApcModel>> = {
  rpdu2: {
    model: 'AP8641',
    sysObjectId: '1.3.6.1.4.1.318.1.3.4.6',
    hardware: '02',
    firmware: 'v6.7.2',
    manufactured: '04/16/2019',
    ratingAmps: 24,
    sysDescr: serial =>
      `${card} (MB:v4.1.0 PF:v6.7.2 PN:apc_hw05_aos_672.bin AF1:v6.7.2 AN1:apc_hw05_rpdu2g_672.bin MN:AP8641 HR:02 SN: ${serial} MD:04/16/2019)`,
  },
  rpdu: {
    model: 'AP7900',
    sysObjectId: '1.3.6.1.4.1.318.1.3.4.5',
    hardware: 'B2',
    firmware: 'v3.7.4',
    manufactured: '09/13/2008',
    ratingAmps: 12,
    sysDescr: serial =>
      `${card} (MB:v3.9.2 PF:v3.7.4 PN:apc_hw02_aos_374.bin AF1:v3.7.4 AN1:apc_hw02_rpdu_374.bin MN:AP7900 HR:B2 SN: ${serial} MD:09/13/2008)`,
  },
  masterswitch: {
    model: 'AP9212',
    sysObjectId: '1.3.6.1.4.1.318.1.3.4.2',
    hardware: 'G9',
    firmware: 'v2.2.5',
    manufactured: '04/05/2000',
    ratingAmps: 12,
    sysDescr: serial =>
      `${card} (MB:v3.2.0 PF:v3.0.9.a PN:aos309a.bin AF1:v2.2.5.a AN1:ms225a.bin MN: AP9606 HR: G9 SN: ${serial} MD: 04/05/2000)`,
  },
}
