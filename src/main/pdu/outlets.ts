// From table cells to outlets: which row is which outlet, how it stands, what it draws.
import type { OutletFacts, OutletNumber, OutletReading, PowerState } from '#core/rack.ts'
import type { Column, Family, Gauge } from './family.ts'
import type { Unit } from './identity.ts'
import { isBitSet, numberOf, suffixOf, textOf } from './snmp-value.ts'
import type { Cells, Table } from './cells.ts'

export interface Outlet {
  readonly id: OutletNumber
  readonly unit: number
  readonly number: number
  /** Index of its row in the state column; looked up each time, because rows move when a chain changes. */
  readonly row: string
  /** Index of its row in the meter columns; null without a meter of its own. */
  readonly meterRow: string | null
}

/** Columns that tell which row is which outlet, the one that has the rows first. */
export function placeColumns(family: Family, units: readonly Unit[]): Column[] {
  const { place, load, vacant } = family
  const several = units.length !== 1
  return [
    rowsColumn(family),
    ...(vacant ? [vacant.column] : []),
    ...(place.by === 'columns' ? [place.number, ...(several ? [place.unit] : [])] : []),
    ...(load?.of ? [load.of.number, ...(several ? [load.of.unit] : [])] : []),
  ]
}

/** The rows of a family that keeps a list of them; others are walked. */
export const listedRows = ({ place }: Family): string[] | undefined =>
  place.by === 'list' ? Object.keys(place.numbers) : undefined

const rowsColumn = (family: Family): Column => family.rows ?? family.state.column

/** Columns that tell how an outlet stands. */
export const stateColumns = (family: Family): Column[] => [
  family.state.column,
  ...(family.pending ? [family.pending.column] : []),
]

export const loadColumns = (family: Family): Column[] =>
  [family.load?.amps, family.load?.watts].flatMap(gauge =>
    gauge ? [gauge.column, ...(gauge.digits ? [gauge.digits] : [])] : [],
  )

/** Columns of the facts that change only with the PDU's settings. */
export function factColumns(family: Family): Column[] {
  const { command, switchable, outletName, label, bank, phase, delays } = family
  const columns = [
    command?.on.column,
    command?.off.column,
    switchable?.column,
    outletName,
    label,
    bank && 'pointer' in bank ? bank.pointer : bank,
    phase?.column,
    delays?.on,
    delays?.off,
  ]
  return columns.filter(column => column !== undefined)
}

/** One column may be read at several indices: its meters, for example, by what they measure. */
export const distinct = (columns: readonly Column[]): Column[] =>
  columns.filter(
    (column, at) => columns.findIndex(({ oid, at: index }) => oid === column.oid && index === column.at) === at,
  )

/** All outlets of the table, in the order of its rows. */
export function outletsOf(family: Family, table: Table, units: readonly Unit[]): Outlet[] {
  const { place, load } = family
  const { rows, cell } = table
  const first = units[0]?.unit ?? 1
  const inUnit = new Map<number, number>()
  const placed = rows(rowsColumn(family)).flatMap(row => {
    if (isVacant(family, cell, row)) return []
    const index = row.split('.').map(Number)
    const unit = unitOf(family, units, cell, row, index) ?? first
    const order = (inUnit.get(unit) ?? 0) + 1
    inUnit.set(unit, order)
    const number = place.by === 'order' ? order : numberAt(family, cell, row, index)
    return number === null ? [] : [{ row, unit, number }]
  })
  const chained = units.length > 1 || new Set(placed.map(outlet => outlet.unit)).size > 1
  const meters = new Map<string, string>()
  const of = load?.of
  if (of)
    for (const row of rows(of.number)) {
      const unit = units.length === 1 ? first : (numberOf(cell(of.unit, row)) ?? first)
      meters.set(`${unit}.${numberOf(cell(of.number, row))}`, row)
    }
  return placed.map(({ row, unit, number }) => ({
    id: chained ? `${unit}.${number}` : `${number}`,
    unit,
    number,
    row,
    meterRow: of ? (meters.get(`${unit}.${number}`) ?? null) : row,
  }))
}

function unitOf(family: Family, units: readonly Unit[], cell: Cells, row: string, index: number[]): number | null {
  const { place } = family
  switch (place.by) {
    case 'columns':
      return units.length === 1 ? null : numberOf(cell(place.unit, row))
    case 'index': {
      const unit = place.unit === undefined ? undefined : index[place.unit]
      return unit === undefined ? null : unit + (place.first?.unit === 0 ? 1 : 0)
    }
    case 'order':
      return index[place.unit] ?? null
    case 'list':
      return null
  }
}

function numberAt(family: Family, cell: Cells, row: string, index: number[]): number | null {
  const { place } = family
  switch (place.by) {
    case 'columns':
      return numberOf(cell(place.number, row))
    case 'index': {
      const number = index[place.number]
      return number === undefined ? null : number + (place.first?.number === 0 ? 1 : 0)
    }
    case 'list':
      return place.numbers[row] ?? null
    case 'order':
      return null
  }
}

const isVacant = ({ vacant }: Family, cell: Cells, row: string): boolean =>
  vacant !== undefined && vacant.values.includes(numberOf(cell(vacant.column, row)) ?? Number.NaN)

/** State as the PDU tells it; pending while a command is accepted and not carried out. */
export function stateOf(family: Family, cell: Cells, outlet: Outlet): PowerState {
  const { state, pending } = family
  const raw = numberOf(cell(state.column, outlet.row))
  const waiting = pending && numberOf(cell(pending.column, outlet.row))
  if (pending && typeof waiting === 'number' && pending.values.includes(waiting)) return 'pending'
  return raw === null ? 'unknown' : (state.values[raw] ?? 'unknown')
}

export const readingOf = (family: Family, cell: Cells, outlet: Outlet): OutletReading => ({
  outlet: outlet.id,
  state: stateOf(family, cell, outlet),
  watts: gaugeOf(family.load?.watts, cell, outlet),
  amps: gaugeOf(family.load?.amps, cell, outlet),
})

function gaugeOf(gauge: Gauge | undefined, cell: Cells, { meterRow }: Outlet): number | null {
  if (!gauge || meterRow === null) return null
  const raw = numberOf(cell(gauge.column, meterRow))
  const digits = gauge.digits ? numberOf(cell(gauge.digits, meterRow)) : 0
  // Negative means that the outlet has no meter.
  if (raw === null || raw < 0 || digits === null) return null
  return Number((raw * gauge.scale * 10 ** -digits).toFixed(4))
}

export function factsOf(family: Family, cell: Cells, outlet: Outlet): OutletFacts {
  const { id, unit, number, row } = outlet
  const bank = bankOf(family, cell, row)
  const phase = numberOf(cell(family.phase?.column, row))
  return {
    id,
    unit,
    number,
    label: textOf(cell(family.label, row)) || `${number}`,
    name: textOf(cell(family.outletName, row)),
    switchable: isSwitchable(family, cell, row),
    bank: bank !== null && bank > 0 ? bank : null,
    phase: phase === null ? null : (family.phase?.values[phase] ?? null),
  }
}

function bankOf({ bank }: Family, cell: Cells, row: string): number | null {
  if (!bank || !('pointer' in bank)) return numberOf(cell(bank, row))
  const index = suffixOf(bank.into.oid, textOf(cell(bank.pointer, row)))
  return index === null ? null : Number(index.split('.').at(-1))
}

function isSwitchable(family: Family, cell: Cells, row: string): boolean {
  const { switchable, command } = family
  if (!command || ![command.on, command.off].every(({ column }) => numberOf(cell(column, row)) !== null)) return false
  if (!switchable) return true
  const said = cell(switchable.column, row)
  if ('bit' in switchable) return isBitSet(said, switchable.bit)
  if ('no' in switchable) return !switchable.no.includes(textOf(said).toLowerCase())
  return said ? switchable.yes.includes(numberOf(said) ?? Number.NaN) : switchable.missing === true
}
