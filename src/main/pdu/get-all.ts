// GET of more instances than a PDU may take at once.
import type { Result } from '#core/fault.ts'
import { inParts } from './parts.ts'
import type { Session } from './session.ts'
import type { Varbind } from './snmp-value.ts'

/** In the order asked; missing instances come back as missing values. */
export async function getAll(
  session: Session,
  oids: readonly string[],
  maxOids: number,
): Promise<Result<readonly Varbind[]>> {
  return inParts(oids, { bulk: false, maxOids }, asked => session.get(asked))
}
