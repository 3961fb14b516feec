// Every kind of PDU that can be simulated, by name.
import { apcMasterswitch, apcRpdu, apcRpdu2 } from './apc.ts'
import { atenPe } from './aten-pe.ts'
import { dataprobeIboot } from './dataprobe-iboot.ts'
import { dellRpdu } from './dell-rpdu.ts'
import { gudeEpc8031 } from './gude.ts'
import type { PduKind } from './kind.ts'
import { raritanPdu2 } from './raritan-pdu2.ts'
import { raritanPx } from './raritan-px.ts'

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
}

export function kindOf(name: string): PduKind {
  const kind = Object.hasOwn(kinds, name) ? kinds[name] : undefined
  if (!kind) throw new RangeError(`no simulated PDU of the kind ${name}; there are ${Object.keys(kinds).join(', ')}`)
  return kind
}
