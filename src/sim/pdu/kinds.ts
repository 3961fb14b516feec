// Every kind of PDU that can be simulated, by name.
import { apcMasterswitchPlus } from './apc-masterswitch-plus.ts'
import { apcMasterswitch, apcRpdu, apcRpdu2 } from './apc.ts'
import { atenPe } from './aten-pe.ts'
import { cyberpowerEpdu, cyberpowerEpdu2 } from './cyberpower.ts'
import { dataprobeIboot } from './dataprobe-iboot.ts'
import { dellRpdu } from './dell-rpdu.ts'
import { gudeEpc8031 } from './gude.ts'
import { liebertMph } from './liebert-mph.ts'
import { raritanPdu2 } from './raritan-pdu2.ts'
import { raritanPx } from './raritan-px.ts'
import { sentry3 } from './sentry3.ts'
import { sentry4 } from './sentry4.ts'
import { vertivGeist } from './vertiv-geist.ts'
import { eatonEpdu } from './eaton-epdu.ts'
import { eatonRevelation } from './eaton-revelation.ts'
import { enlogic } from './enlogic.ts'
import { hpePdu2 } from './hpe-pdu2.ts'
import { hpePdu3 } from './hpe-pdu3.ts'
import type { PduKind } from './kind.ts'
import { panduitG5 } from './panduit-g5.ts'
import { trippliteLx } from './tripplite-lx.ts'

export const kinds: Readonly<Record<string, PduKind>> = {
  rpdu2: apcRpdu2,
  rpdu: apcRpdu,
  masterswitch: apcMasterswitch,
  'raritan-pdu2': raritanPdu2,
  'raritan-px': raritanPx,
  'gude-8031': gudeEpc8031,
  'aten-pe': atenPe,
  'dataprobe-iboot': dataprobeIboot,
  'dell-rpdu': dellRpdu,
  'masterswitch-plus': apcMasterswitchPlus,
  sentry3,
  sentry4,
  'cyberpower-epdu': cyberpowerEpdu,
  'cyberpower-epdu2': cyberpowerEpdu2,
  'vertiv-geist': vertivGeist,
  'liebert-mph': liebertMph,
  'eaton-epdu': eatonEpdu,
  'eaton-revelation': eatonRevelation,
  'tripplite-lx': trippliteLx,
  'panduit-g5': panduitG5,
  'hpe-pdu2': hpePdu2,
  'hpe-pdu3': hpePdu3,
  enlogic,
}

export function kindOf(name: string): PduKind {
  const kind = Object.hasOwn(kinds, name) ? kinds[name] : undefined
  if (!kind) throw new RangeError(`no simulated PDU of the kind ${name}; there are ${Object.keys(kinds).join(', ')}`)
  return kind
}
