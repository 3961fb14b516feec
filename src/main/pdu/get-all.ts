// GET of more instances than a PDU may take at once.
import { ok } from '#core/fault.ts'
import type { Result } from '#core/fault.ts'
import type { Session } from './session.ts'
import type { Varbind } from './snmp-value.ts'

/** In the order asked; missing instances come back as missing values. */
export async function getAll(
  session: Session,
  oids: readonly string[],
  maxOids: number,
): Promise<Result<readonly Varbind[]>> {
  const found: Varbind[] = []
  for (let done = 0; done < oids.length; done += maxOids) {
    const answer = await session.get(oids.slice(done, done + maxOids))
    if (!answer.ok) return answer
    found.push(...answer.value)
  }
  return ok(found)
}
