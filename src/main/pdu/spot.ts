// One outlet of one PDU, found by its printed number and looked at: the ground a switch stands on.
import { fault, ok } from '#core/fault.ts'
import type { Result } from '#core/fault.ts'
import type { PduTarget } from '#core/ports.ts'
import type { OutletNumber, OutletReading } from '#core/rack.ts'
import type { Family } from './family.ts'
import { checkIdentity } from './identity.ts'
import type { Unit } from './identity.ts'
import { distinct, listedRows, loadColumns, outletsOf, placeColumns, readingOf, stateColumns } from './outlets.ts'
import type { Outlet } from './outlets.ts'
import type { Session } from './session.ts'
import { inParts } from './parts.ts'
import type { Reach } from './parts.ts'
import { numberOf } from './snmp-value.ts'
import { cellsOf, instanceOf, withOtherwise } from './cells.ts'
import type { Cells } from './cells.ts'
import { walkColumns } from './walk.ts'

export interface Spot {
  readonly outlet: Outlet
  readonly units: readonly Unit[]
  readonly reach: Reach
  readonly reading: OutletReading
  /** Hundredths of a second since the card started; a step back means it restarted. */
  readonly uptime: number | null
}

const sysUpTime = '1.3.6.1.2.1.1.3.0'

/** Checks who answers, looks the outlet's row up and reads it. */
export async function locate(
  session: Session,
  family: Family,
  target: PduTarget,
  id: OutletNumber,
  reach: Reach = { bulk: target.bulk, maxOids: target.maxOids },
): Promise<Result<Spot>> {
  const identity = await checkIdentity(session, family, reach, target.id)
  if (!identity.ok) return identity
  const { units } = identity.value
  const table = await walkColumns(session, distinct(placeColumns(family, units)), reach, listedRows(family))
  if (!table.ok) return table
  const found = outletsOf(family, table.value, units).filter(outlet => outlet.id === id)
  const [outlet] = found
  if (!outlet)
    return fault(
      'gone',
      session.where,
      `PDU ${target.id} has no outlet ${id}.`,
      'Probe it again: has a chain of PDUs changed?',
    )
  if (found.length > 1)
    return fault(
      'malformed',
      session.where,
      `Several rows of PDU ${target.id} claim to be outlet ${id}.`,
      'Do not switch it by software; restart the network card and probe again.',
    )
  return look(session, family, { outlet, units, reach })
}

/** Reads a row found before; a row that now belongs to another outlet is gone. */
export async function look(
  session: Session,
  family: Family,
  { outlet, units, reach }: Pick<Spot, 'outlet' | 'units' | 'reach'>,
): Promise<Result<Spot>> {
  const meters = outlet.meterRow === null ? [] : loadColumns(family).flatMap(withOtherwise)
  const places = placeColumns(family, units).filter(
    column => column !== family.load?.of?.number && column !== family.load?.of?.unit,
  )
  const instances = distinct([...places, ...stateColumns(family), ...meters].flatMap(withOtherwise)).map(column =>
    instanceOf(column, meters.includes(column) ? (outlet.meterRow ?? outlet.row) : outlet.row),
  )
  const asked = [...new Set([...instances, sysUpTime])]
  const answer = await inParts(asked, reach, oids => session.get(oids))
  if (!answer.ok) return answer
  const cell = cellsOf((column, index) => answer.value[asked.indexOf(`${column.oid}.${index}`)]?.value)
  if (hasMoved(family, cell, outlet, units))
    return fault('gone', session.where, `The row of outlet ${outlet.id} has moved.`, 'Probe the PDU again.')
  return ok({
    outlet,
    units,
    reach,
    reading: readingOf(family, cell, outlet),
    uptime: numberOf(answer.value[asked.indexOf(sysUpTime)]?.value),
  })
}

function hasMoved({ place }: Family, cell: Cells, { row, unit, number }: Outlet, units: readonly Unit[]): boolean {
  if (place.by !== 'columns') return false
  const elsewhere = units.length > 1 && numberOf(cell(place.unit, row)) !== unit
  return elsewhere || numberOf(cell(place.number, row)) !== number
}
