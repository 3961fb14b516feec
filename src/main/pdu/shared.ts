// What banks, phases and inlets carry together.
import type { SharedLoad as Load } from '#core/rack.ts'
import type { Table } from './cells.ts'
import type { Column, Family, SharedLoad } from './family.ts'
import { valueOf } from './gauge.ts'
import type { Unit } from './identity.ts'
import { numberOf } from './snmp-value.ts'

const rowsColumn = ({ rows, amps }: SharedLoad): Column => rows ?? amps.column

/** The tables to walk, each with the column first whose rows are the banks. */
export function sharedTables({ shared = [] }: Family): Column[][] {
  return shared.flatMap(load => {
    const { amps, number, unit, ratingAmps, tripped, vacant } = load
    const rating = ratingAmps?.column
    const apart = rating && ratingAmps.by === 'number'
    const columns = [
      rowsColumn(load),
      amps.column,
      amps.digits,
      number,
      unit,
      apart ? undefined : rating,
      tripped?.column,
      vacant?.column,
    ]
    return [columns.filter(column => column !== undefined), ...(apart ? [[rating]] : [])]
  })
}

export function loadsOf(family: Family, table: Table, units: readonly Unit[]): Load[] {
  return (family.shared ?? []).flatMap(shared => {
    const { vacant } = shared
    const isVacant = (row: string): boolean =>
      vacant?.values.includes(numberOf(table.cell(vacant.column, row)) ?? Number.NaN) ?? false
    const rows = table.rows(rowsColumn(shared)).filter(row => !isVacant(row))
    const firstIsZero = !shared.number && rows.some(row => lastOf(row) === 0)
    const seen = new Set<string>()
    return rows.flatMap(row => {
      const number = numberAt(shared, table, row, firstIsZero)
      const unit = unitAt(family, shared, table, row, units)
      const section = sectionAt(family, shared, row)
      // Totals come before the phases or banks that they repeat, and some tables serve both.
      if (number === null || (shared.number && seen.has(`${unit}.${number}`))) return []
      seen.add(`${unit}.${number}`)
      return [{ kind: shared.kind, unit, section, number, ...carried(shared, table, row, number) }]
    })
  })
}

function carried(shared: SharedLoad, { cell }: Table, row: string, number: number) {
  const { amps, ratingAmps, tripped } = shared
  const rating = ratingAmps ? valueOf(ratingAmps, cell, ratingAmps.by === 'number' ? String(number) : row) : null
  const breaker = tripped ? numberOf(cell(tripped.column, row)) : null
  return {
    amps: valueOf(amps, cell, row),
    ratingAmps: rating === 0 ? null : rating,
    tripped: breaker !== null && (tripped?.values.includes(breaker) ?? false),
  }
}

const lastOf = (row: string): number => Number(row.split('.').at(-1))

/** Null for a row that is no bank or phase. */
function numberAt({ number, names }: SharedLoad, { cell }: Table, row: string, firstIsZero: boolean): number | null {
  const told = number ? numberOf(cell(number, row)) : lastOf(row) + (firstIsZero ? 1 : 0)
  if (told === null) return null
  if (!names) return told > 0 ? told : null
  const digits = /\d+/.exec(names[told] ?? '')
  return digits ? Number(digits[0]) : null
}

function unitAt({ place }: Family, { unit }: SharedLoad, { cell }: Table, row: string, units: readonly Unit[]): number {
  const first = units[0]?.unit ?? 1
  if (unit) return numberOf(cell(unit, row)) ?? first
  const parts = row.split('.').map(Number)
  if (place.by !== 'index' || place.unit === undefined || parts.length < 2) return first
  return (parts[place.unit] ?? first) + (place.first?.unit === 0 ? 1 : 0)
}

/** Rows under a section have its number between the unit's and their own. */
function sectionAt({ place }: Family, { number }: SharedLoad, row: string): number | null {
  if (number || place.by !== 'index' || place.section === undefined) return null
  const parts = row.split('.').map(Number)
  return place.section < parts.length - 1 ? (parts[place.section] ?? null) : null
}
