// Every kind of PDU that can be simulated, by name.
import { apcMasterswitch, apcRpdu, apcRpdu2 } from './apc.ts'
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
