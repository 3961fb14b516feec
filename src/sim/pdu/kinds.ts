// Every kind of PDU that can be simulated, by name.
import { apcMasterswitch, apcRpdu, apcRpdu2 } from './apc.ts'
import type { PduKind } from './kind.ts'

export const kinds: Readonly<Record<string, PduKind>> = {
  rpdu2: apcRpdu2,
  rpdu: apcRpdu,
  masterswitch: apcMasterswitch,
}

export function kindOf(name: string): PduKind {
  const kind = Object.hasOwn(kinds, name) ? kinds[name] : undefined
  if (!kind) throw new RangeError(`no simulated PDU of the kind ${name}; there are ${Object.keys(kinds).join(', ')}`)
  return kind
}
