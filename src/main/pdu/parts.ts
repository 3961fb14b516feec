// Many OIDs in requests as large as this PDU takes; its size is learned on the way.
import { ok } from '#core/fault.ts'
import type { Fault, Result } from '#core/fault.ts'
import type { Varbind } from './snmp-value.ts'

/** How much this PDU may be asked at once; asking lowers it when the PDU says so. */
export interface Reach {
  bulk: boolean
  maxOids: number
  /** While probing, silence may mean that it was asked too much at once; later it is silence. */
  readonly learning?: boolean
}

type Ask = (oids: readonly string[]) => Promise<Result<readonly Varbind[]>>

/** Whether a PDU may have failed because it was asked for too much: tooBig, genErr and the like. */
export const overasked = ({ kind }: Fault): boolean => kind === 'notSupported' || kind === 'io'

/** The answers in the order of the OIDs. */
export async function inParts(oids: readonly string[], reach: Reach, ask: Ask): Promise<Result<readonly Varbind[]>> {
  const found: Varbind[] = []
  while (found.length < oids.length) {
    const asked = oids.slice(found.length, found.length + reach.maxOids)
    const answer = await ask(asked)
    if (answer.ok) {
      found.push(...answer.value)
      continue
    }
    const mute = answer.fault.kind === 'timeout' && reach.learning === true
    if (asked.length === 1 || !(mute || overasked(answer.fault))) return answer
    reach.maxOids = Math.ceil(asked.length / 2)
    if (!mute) continue
    // One question tells a PDU that is gone from one that was asked too much.
    const alone = await ask(asked.slice(0, 1))
    if (!alone.ok) return answer
    found.push(...alone.value)
  }
  return ok(found)
}
