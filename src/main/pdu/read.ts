// Reads who a known PDU is and how all its outlets stand, in few requests.
import { ok } from '#core/fault.ts'
import type { Result } from '#core/fault.ts'
import type { PduReading, PduTarget } from '#core/ports.ts'
import type { Family } from './family.ts'
import { reopen } from './greet.ts'
import { checkIdentity } from './identity.ts'
import { distinct, listedRows, loadColumns, outletsOf, placeColumns, readingOf, stateColumns } from './outlets.ts'
import type { SessionOptions } from './session.ts'
import { loadsOf, sharedTables } from './shared.ts'
import { walkColumns } from './walk.ts'
import type { Reach } from './parts.ts'

export async function readPdu(
  target: PduTarget,
  family: Family,
  reach: Reach,
  options: SessionOptions,
): Promise<Result<PduReading>> {
  const startedAt = options.clock.now()
  const session = await reopen(target.access, options)
  if (!session.ok) return session
  try {
    const identity = await checkIdentity(session.value, family, reach, target.id, sharedTables(family))
    if (!identity.ok) return identity
    const { units, table: shared } = identity.value
    const columns = distinct([...placeColumns(family, units), ...stateColumns(family), ...loadColumns(family)])
    const table = await walkColumns(session.value, columns, reach, listedRows(family))
    if (!table.ok) return table
    const readings = outletsOf(family, table.value, units).map(outlet => readingOf(family, table.value.cell, outlet))
    return ok({
      id: target.id,
      readings,
      loads: loadsOf(family, shared, units),
      tookMs: options.clock.now() - startedAt,
    })
  } finally {
    session.value.close()
  }
}
