// Reads whole table columns in few requests, and ends whatever the agent does.
import { fault, ok } from '#core/fault.ts'
import type { Result } from '#core/fault.ts'
import type { Column } from './family.ts'
import { inParts, overasked } from './parts.ts'
import type { Reach } from './parts.ts'
import type { Session } from './session.ts'
import { before, compareOids, suffixOf } from './snmp-value.ts'
import type { SnmpValue, Varbind } from './snmp-value.ts'

export type Cells = (column: Column | undefined, row: string) => SnmpValue | undefined

/** The index of every row of a column, in the order of the tree, and the cells. */
export interface Table {
  readonly rows: (column: Column) => readonly string[]
  readonly cell: Cells
}

/** More rows than any PDU has outlets; an agent that goes on is making them up. */
const rowCap = 1024
/** As many as fit the 1472 bytes of one Ethernet frame. */
const bulkVarbinds = 60

type Found = Map<string, Map<string, SnmpValue>>

/** Walks the columns; the first is the one whose rows say which rows there are. */
export async function walkColumns(session: Session, columns: readonly Column[], reach: Reach): Promise<Result<Table>> {
  const found: Found = new Map(columns.map(column => [column.oid, new Map()]))
  const bulk = reach.bulk && session.version !== '1' ? await byBulk(session, found, reach) : ok('unfit' as const)
  const walked = bulk.ok && bulk.value === 'unfit' ? await byNext(session, columns, found, reach) : bulk
  if (!walked.ok) return walked
  const rows = (column: Column): string[] => [...(found.get(column.oid)?.keys() ?? [])].sort(compareOids)
  return ok({
    rows,
    cell: (column, row) => column && found.get(column.oid)?.get(column.at ? column.at(row) : row),
  })
}

/** How many of so many columns to ask at once, so that an answer is as full as it may be: 15 columns of 4 rows rather than 16 of 3. */
function fullest(columns: number): number {
  const filled = (count: number): number => count * Math.floor(bulkVarbinds / count)
  let best = 1
  for (let count = 1; count <= columns; count++) if (filled(count) >= filled(best)) best = count
  return best
}

/** All columns side by side; an answer may be cut anywhere, so each column keeps its own place. */
async function byBulk(session: Session, found: Found, reach: Reach): Promise<Result<'read' | 'unfit'>> {
  const places = new Map([...found.keys()].map(column => [column, column]))
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
  return ok('read')
}

/** Finds the rows through the first column, then fetches the other cells by the index before each. */
async function byNext(session: Session, columns: readonly Column[], found: Found, reach: Reach): Promise<Result<void>> {
  const [first, ...others] = columns
  if (!first) return ok(undefined)
  const discovered = await discover(session, first.oid, found, reach)
  if (!discovered.ok) return discovered
  const rows = [...(found.get(first.oid)?.keys() ?? [])]
  const present = await nextOf(
    session,
    others.map(column => column.oid),
    found,
    reach,
  )
  if (!present.ok) return present
  const wanted = others
    .filter(column => found.get(column.oid)?.size)
    .flatMap(column => rows.map(row => ({ column, index: column.at ? column.at(row) : row })))
    .filter(({ column, index }) => !found.get(column.oid)?.has(index))
    .map(({ column, index }) => [column.oid, before(index)].filter(part => part !== '').join('.'))
  const fetched = await nextOf(session, wanted, found, reach)
  return fetched.ok ? ok(undefined) : fetched
}

/** Asks for the successors of several indices at once, one apart in their last part: no row between can be missed. */
async function discover(session: Session, column: string, found: Found, reach: Reach): Promise<Result<void>> {
  const rows = found.get(column) ?? new Map<string, SnmpValue>()
  let asked = [column]
  for (;;) {
    const known = rows.size
    const ended = await nextOf(session, asked, found, reach)
    if (!ended.ok) return ended
    if (ended.value || rows.size === known) return ok(undefined)
    if (rows.size > rowCap) return circles(session)
    asked = following(column, [...rows.keys()].sort(compareOids).at(-1) ?? '', reach.maxOids)
  }
}

function following(column: string, index: string, count: number): string[] {
  const parts = index.split('.')
  const last = Number(parts.pop())
  return Array.from({ length: count }, (_, at) => [column, ...parts, last + at].join('.'))
}

/** GETNEXT of many OIDs; true when nothing follows the last in its column. */
async function nextOf(session: Session, oids: readonly string[], found: Found, reach: Reach): Promise<Result<boolean>> {
  const answer = await inParts(oids, reach, asked => session.getNext(asked))
  if (!answer.ok) return answer
  let ended = false
  for (const [at, varbind] of answer.value.entries()) {
    const place = oids[at] ?? ''
    const column = [...found.keys()].find(oid => place === oid || place.startsWith(`${oid}.`))
    const kept = column === undefined ? 'end' : keep(found, column, place, varbind)
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
