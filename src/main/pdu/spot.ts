// One outlet of one PDU, found by its printed number and looked at: the ground a switch stands on.
import { fault, ok } from '#core/fault.ts'
import type { Result } from '#core/fault.ts'
import type { PduTarget } from '#core/ports.ts'
import type { OutletNumber, OutletReading, PowerState, SharedLoad } from '#core/rack.ts'
import type { Column, Family, Obstacle } from './family.ts'
import { getAll } from './get-all.ts'
import { checkIdentity } from './identity.ts'
import type { Unit } from './identity.ts'
import { obstacleColumns, obstacleOf } from './obstacle.ts'
import {
  distinct,
  listedRows,
  loadColumns,
  outletsOf,
  placeColumns,
  readingOf,
  shownOf,
  stateColumns,
} from './outlets.ts'
import type { Outlet } from './outlets.ts'
import type { Session } from './session.ts'
import { loadsOf, sharedTables } from './shared.ts'
import { numberOf } from './snmp-value.ts'
import { cellsOf, instanceOf, withOtherwise } from './cells.ts'
import type { Cells } from './cells.ts'
import { walkColumns } from './walk.ts'

export interface Spot {
  readonly outlet: Outlet
  readonly units: readonly Unit[]
  readonly reading: OutletReading
  /** The state column alone, whether or not a command is pending. */
  readonly shown: PowerState
  /** The same as the PDU wrote it. */
  readonly shownValue: number | null
  readonly obstacle: Obstacle | null
  /** Empty unless asked for. */
  readonly loads: readonly SharedLoad[]
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
  withLoads = false,
): Promise<Result<Spot>> {
  const reach = { bulk: target.bulk && session.version !== '1', maxOids: target.maxOids }
  const shared = withLoads ? sharedTables(family) : []
  const identity = await checkIdentity(session, family, reach, target.id, shared)
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
  const spot = await look(session, family, outlet, units, target.maxOids)
  return spot.ok && withLoads ? ok({ ...spot.value, loads: loadsOf(family, identity.value.table, units) }) : spot
}

/** Reads a row found before; a row that now belongs to another outlet is gone. */
export async function look(
  session: Session,
  family: Family,
  outlet: Outlet,
  units: readonly Unit[],
  maxOids = family.maxOids,
): Promise<Result<Spot>> {
  const meters = outlet.meterRow === null ? [] : loadColumns(family).flatMap(withOtherwise)
  const joined: readonly Column[] = Object.values(family.load?.of ?? {})
  const places = placeColumns(family, units).filter(column => !joined.includes(column))
  const instances = distinct(
    [...places, ...stateColumns(family), ...obstacleColumns(family), ...meters].flatMap(withOtherwise),
  ).map(column => instanceOf(column, meters.includes(column) ? (outlet.meterRow ?? outlet.row) : outlet.row))
  const asked = [...new Set([...instances, sysUpTime])]
  const answer = await getAll(session, asked, maxOids)
  if (!answer.ok) return answer
  const cell = cellsOf((column, index) => answer.value[asked.indexOf(`${column.oid}.${index}`)]?.value)
  if (hasMoved(family, cell, outlet, units))
    return fault('gone', session.where, `The row of outlet ${outlet.id} has moved.`, 'Probe the PDU again.')
  return ok({
    outlet,
    units,
    reading: readingOf(family, cell, outlet),
    shown: shownOf(family, cell, outlet),
    shownValue: numberOf(cell(family.state.column, outlet.row)),
    obstacle: obstacleOf(family, cell, outlet.row),
    loads: [],
    uptime: numberOf(answer.value[asked.indexOf(sysUpTime)]?.value),
  })
}

function hasMoved({ place }: Family, cell: Cells, outlet: Outlet, units: readonly Unit[]): boolean {
  if (place.by !== 'columns') return false
  const { row, unit, number, section } = outlet
  const elsewhere =
    (units.length > 1 && numberOf(cell(place.unit, row)) !== unit) || numberOf(cell(place.section, row)) !== section
  return elsewhere || numberOf(cell(place.number, row)) !== number
}
