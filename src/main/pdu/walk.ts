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
 * index are fetched cell by cell where their tables hold more than is asked for.
 */
export async function walkColumns(
  session: Session,
  columns: readonly Column[],
  reach: Reach,
  listed?: readonly string[],
): Promise<Result<Table>> {
  const walk = walkOf(session, columns, reach)
  const read = await readTable(walk, columns, listed)
  return read.ok ? ok(walk.table) : read
}

/** Walks several short tables side by side, each as `walkColumns` would. */
export async function walkTables(
  session: Session,
  tables: readonly (readonly Column[])[],
  reach: Reach,
): Promise<Result<Table>> {
  const walk = walkOf(session, tables.flat(), reach)
  if (reach.bulk) {
    const together = await byBulk(walk, tables.flat().filter(isWalked))
    if (!together.ok) return together
  }
  for (const columns of tables) {
    const discovered = await discoverRows(walk, columns)
    if (!discovered.ok) return discovered
  }
  const filled = await fill(
    walk,
    tables.flatMap(columns => cellsAt(columns, rowsOf(walk, columns))),
  )
  return filled.ok ? ok(walk.table) : filled
}

function walkOf(session: Session, columns: readonly Column[], reach: Reach): Walk {
  const found: Found = new Map(columns.flatMap(withOtherwise).map(column => [column.oid, new Map()]))
  const rows = (column: Column): string[] => {
    const kept = [...(found.get(column.oid)?.keys() ?? [])].sort(compareOids)
    return kept.length === 0 && column.otherwise ? rows(column.otherwise) : kept
  }
  const table: Table = { rows, cell: cellsOf((column, index) => valueAt(found, column, index)) }
  return { session, reach, found, table, whole: new Set() }
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
  const discovered = listed ? ok(undefined) : await discoverRows(walk, columns)
  return discovered.ok ? fill(walk, cellsAt(columns, listed ?? rowsOf(walk, columns))) : discovered
}

async function discoverRows(walk: Walk, columns: readonly Column[]): Promise<Result<void>> {
  const [first] = columns
  for (const source of first ? withOtherwise(first) : []) {
    if (rowsOf(walk, columns).length > 0) break
    const plain = source === first ? columns.filter(isWalked) : [source]
    const walked = await discover(walk, plain)
    if (!walked.ok) return walked
  }
  return ok(undefined)
}

const isWalked = ({ at, walked }: Column): boolean => !at || walked === true

const rowsOf = ({ table }: Walk, [first]: readonly Column[]): readonly string[] => (first ? table.rows(first) : [])

/** The rows of the first column; with GETBULK the others come along. */
async function discover(walk: Walk, columns: readonly Column[]): Promise<Result<void>> {
  const [first] = columns
  if (first && walk.whole.has(first.oid)) return ok(undefined)
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

interface CellAt {
  readonly column: Column
  readonly row: string
}

/** Row by row, so that empty columns show soon. */
const cellsAt = (columns: readonly Column[], rows: readonly string[]): CellAt[] =>
  rows.flatMap(row => columns.map(column => ({ column, row })))

/** Fetches those of the cells that are not there yet, by the index before each. */
async function fill(walk: Walk, cells: readonly CellAt[]): Promise<Result<void>> {
  const { found, reach, whole } = walk
  let wanted = cells
  while (wanted.length > 0) {
    const open = new Map(
      wanted
        .map(({ column, row }) => ({ column: column.oid, cell: indexOf(column, row) }))
        .filter(({ column, cell }) => !found.get(column)?.has(cell))
        .map(each => [`${each.column} ${each.cell}`, each]),
    )
    for (;;) {
      const some = [...open].filter(([, { column }]) => !whole.has(column)).slice(0, reach.maxOids)
      if (some.length === 0) break
      const asked = some.map(([, { column, cell }]) => ({ column, index: before(cell) }))
      const fetched = await nextOf(walk, asked)
      if (!fetched.ok) return fetched
      for (const [key, { column }] of some) {
        open.delete(key)
        if (!found.get(column)?.size) whole.add(column)
      }
      for (const [key, { column, cell }] of open) if (found.get(column)?.has(cell)) open.delete(key)
    }
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
  const inOrder = (): string[] => [...rows.keys()].sort(compareOids)
  // Where rows are numbered 1, 2, 3, the first request finds as many as it asks for. A GETBULK that broke off may have left rows behind.
  const isFirst = rows.size === 0
  let asked = isFirst ? ['', ...following('0', reach.maxOids - 1)] : following(inOrder().at(-1) ?? '', reach.maxOids)
  for (;;) {
    const known = rows.size
    const ended = await nextOf(
      walk,
      asked.map(index => ({ column, index })),
    )
    if (!ended.ok) return ended
    const nested = known === 0 && inOrder().some(row => row.includes('.'))
    // What was found beyond the first row has gaps where the index has several parts.
    if (nested) for (const row of inOrder().slice(1)) rows.delete(row)
    else if (ended.value || rows.size === known) return ok(undefined)
    if (rows.size > rowCap) return circles(session)
    asked = following(inOrder().at(-1) ?? '', reach.maxOids)
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
