// Reads whole table columns in few requests, and ends whatever the agent does.
import { fault, ok } from '#core/fault.ts'
import type { Result } from '#core/fault.ts'
import { cellsOf, indexOf, withOtherwise } from './cells.ts'
import type { Table } from './cells.ts'
import type { Column } from './family.ts'
import { inParts, overasked } from './parts.ts'
import type { Reach } from './parts.ts'
import type { Session } from './session.ts'
import { before, compareOids, suffixOf } from './snmp-value.ts'
import type { SnmpValue, Varbind } from './snmp-value.ts'

/** More rows than any PDU has outlets; an agent that goes on is making them up. */
const rowCap = 1024
/** As many as fit the 1472 bytes of one Ethernet frame. */
const bulkVarbinds = 60

type Found = Map<string, Map<string, SnmpValue>>

/**
 * Walks the columns; the first is the one whose rows say which rows there are, unless the family lists them. Columns kept at another
 * index are fetched cell by cell, because their tables hold more than is asked for.
 */
export async function walkColumns(
  session: Session,
  columns: readonly Column[],
  reach: Reach,
  listed?: readonly string[],
): Promise<Result<Table>> {
  const found: Found = new Map(columns.flatMap(withOtherwise).map(column => [column.oid, new Map()]))
  const rows = (column: Column): string[] => {
    const kept = [...(found.get(column.oid)?.keys() ?? [])].sort(compareOids)
    return kept.length === 0 && column.otherwise ? rows(column.otherwise) : kept
  }
  const table: Table = { rows, cell: cellsOf((column, index) => valueAt(found, column, index)) }
  const walk: Walk = { session, reach, found, table, whole: new Set() }
  const read = await readTable(walk, columns, listed)
  return read.ok ? ok(table) : read
}

interface Walk {
  readonly session: Session
  readonly reach: Reach
  readonly found: Found
  readonly table: Table
  /** Columns of which nothing more is to be had. */
  readonly whole: Set<string>
}

async function readTable(walk: Walk, columns: readonly Column[], listed?: readonly string[]): Promise<Result<void>> {
  const [first] = columns
  if (!first) return ok(undefined)
  if (listed) return fill(walk, columns, listed)
  for (const source of withOtherwise(first)) {
    if (walk.table.rows(first).length > 0) break
    const plain = source === first ? columns.filter(column => !column.at) : [source]
    const walked = await discover(walk, plain)
    if (!walked.ok) return walked
  }
  return fill(walk, columns, walk.table.rows(first))
}

/** The rows of the first column; with GETBULK the others come along. */
async function discover(walk: Walk, columns: readonly Column[]): Promise<Result<void>> {
  const [first] = columns
  if (walk.reach.bulk && walk.session.version !== '1') {
    const bulk = await byBulk(walk, columns)
    if (!bulk.ok || bulk.value === 'read') return bulk.ok ? ok(undefined) : bulk
  }
  return first ? byNext(walk, first.oid) : ok(undefined)
}

/** How many of so many columns to ask at once, so that an answer is as full as it may be: 15 columns of 4 rows rather than 16 of 3. */
function fullest(columns: number): number {
  const filled = (count: number): number => count * Math.floor(bulkVarbinds / count)
  let best = 1
  for (let count = 1; count <= columns; count++) if (filled(count) >= filled(best)) best = count
  return best
}

/** All columns side by side; an answer may be cut anywhere, so each column keeps its own place. */
async function byBulk(
  { session, found, reach, whole }: Walk,
  columns: readonly Column[],
): Promise<Result<'read' | 'unfit'>> {
  const places = new Map(columns.map(({ oid }) => [oid, oid]))
  const { maxOids } = reach
  while (places.size > 0) {
    const asked = [...places].slice(0, fullest(Math.min(places.size, reach.maxOids)))
    const repetitions = Math.max(1, Math.floor(bulkVarbinds / asked.length))
    const answer = await session.getBulk(
      asked.map(([, place]) => place),
      repetitions,
    )
    if (!answer.ok && asked.length > 1 && overasked(answer.fault)) {
      reach.maxOids = Math.ceil(asked.length / 2)
      continue
    }
    const unfit = answer.ok
      ? answer.value.flat().length <= 1 && asked.length * repetitions > 1
      : ['notSupported', 'malformed', 'io', ...(reach.learning ? ['timeout'] : [])].includes(answer.fault.kind)
    if (unfit) {
      // Whether it was too much is for GETNEXT to find out.
      Object.assign(reach, { bulk: false, maxOids })
      return ok('unfit')
    }
    if (!answer.ok) return answer
    for (const [at, [column]] of asked.entries())
      for (const varbind of answer.value[at] ?? []) {
        const place = places.get(column)
        if (place === undefined) break
        const kept = keep(found, column, place, varbind)
        if (kept === 'circle') return circles(session)
        if (kept === 'end') places.delete(column)
        else places.set(column, varbind.oid)
      }
  }
  for (const { oid } of columns) whole.add(oid)
  return ok('read')
}

/** Fetches the cells of these rows that are not there yet, by the index before each. */
async function fill(walk: Walk, columns: readonly Column[], rows: readonly string[]): Promise<Result<void>> {
  const { found, whole } = walk
  let wanted = columns.flatMap(column => rows.map(row => ({ column, row })))
  while (wanted.length > 0) {
    const untouched = wanted.map(({ column }) => column.oid).filter(oid => !whole.has(oid) && !found.get(oid)?.size)
    const asked = [...new Set(untouched)]
    const present = await nextOf(
      walk,
      asked.map(column => ({ column, index: '' })),
    )
    if (!present.ok) return present
    for (const oid of asked) if (!found.get(oid)?.size) whole.add(oid)
    const cells = wanted
      .filter(({ column, row }) => !whole.has(column.oid) && !valueAt(found, column, indexOf(column, row)))
      .map(({ column, row }) => ({ column: column.oid, index: before(indexOf(column, row)) }))
    const fetched = await nextOf(walk, [...new Map(cells.map(cell => [oidOf(cell), cell])).values()])
    if (!fetched.ok) return fetched
    wanted = wanted.flatMap(({ column, row }) =>
      column.otherwise && !valueAt(found, column, indexOf(column, row)) ? [{ column: column.otherwise, row }] : [],
    )
  }
  return ok(undefined)
}

const valueAt = (found: Found, column: Column, index: string): SnmpValue | undefined =>
  found.get(column.oid)?.get(index)

/** Asks for the successors of several indices at once, one apart in their last part: no row between can be missed. */
async function byNext(walk: Walk, column: string): Promise<Result<void>> {
  const { session, found, reach } = walk
  const rows = found.get(column) ?? new Map<string, SnmpValue>()
  let asked = ['']
  for (;;) {
    const known = rows.size
    const ended = await nextOf(
      walk,
      asked.map(index => ({ column, index })),
    )
    if (!ended.ok) return ended
    if (ended.value || rows.size === known) return ok(undefined)
    if (rows.size > rowCap) return circles(session)
    asked = following([...rows.keys()].sort(compareOids).at(-1) ?? '', reach.maxOids)
  }
}

function following(index: string, count: number): string[] {
  const parts = index.split('.')
  const last = Number(parts.pop())
  return Array.from({ length: count }, (_, at) => [...parts, last + at].join('.'))
}

/** An index of a column, existing or not; '' is before all of them. Columns may lie inside one another. */
interface Before {
  readonly column: string
  readonly index: string
}

const oidOf = ({ column, index }: Before): string => (index === '' ? column : `${column}.${index}`)

/** GETNEXT of many; true when nothing follows the last in its column. */
async function nextOf({ session, found, reach }: Walk, places: readonly Before[]): Promise<Result<boolean>> {
  const answer = await inParts(places.map(oidOf), reach, asked => session.getNext(asked))
  if (!answer.ok) return answer
  let ended = false
  for (const [at, varbind] of answer.value.entries()) {
    const place = places[at]
    const kept = place ? keep(found, place.column, oidOf(place), varbind) : 'end'
    if (kept === 'circle') return circles(session)
    ended = kept === 'end'
  }
  return ok(ended)
}

function keep(found: Found, column: string, place: string, varbind: Varbind): 'kept' | 'end' | 'circle' {
  const index = suffixOf(column, varbind.oid)
  if (varbind.value.kind === 'missing' || index === null) return 'end'
  if (compareOids(varbind.oid, place) <= 0) return 'circle'
  const rows = found.get(column)
  rows?.set(index, varbind.value)
  return (rows?.size ?? 0) > rowCap ? 'circle' : 'kept'
}

const circles = (session: Session): Result<never> =>
  fault(
    'malformed',
    session.where,
    'The PDU answers table walks in circles or without end.',
    'Restart the network card of the PDU; update its firmware if it persists.',
  )
