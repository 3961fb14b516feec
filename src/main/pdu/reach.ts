// What known PDUs were found to take at once: one that takes less than its last probe said is asked for less from then on.
import type { PduTarget } from '#core/ports.ts'
import type { Reach } from './parts.ts'

export type ReachOf = (target: PduTarget) => Reach

/** Requests to one PDU never overlap, so what one learns the next one knows. A new probe begins anew. */
export function makeReaches(): ReachOf {
  const reaches = new Map<string, { readonly probed: string; readonly reach: Reach }>()
  return ({ id, bulk, maxOids }) => {
    const probed = `${bulk} ${maxOids}`
    const known = reaches.get(id)
    if (known?.probed === probed) return known.reach
    const reach: Reach = { bulk, maxOids }
    reaches.set(id, { probed, reach })
    return reach
  }
}
