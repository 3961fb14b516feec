// From table cells to outlets: which row is which outlet, how it stands, what it draws.
import type { OutletFacts, OutletNumber, OutletReading, PowerState } from '#core/rack.ts'
import type { Column, Command, Family, Gauge } from './family.ts'
import { valueOf } from './gauge.ts'
import type { Unit } from './identity.ts'
import { isBitSet, lastNumberOf, numberOf, suffixOf, textOf } from './snmp-value.ts'
import type { Cells, Table } from './cells.ts'

export interface Outlet {
  readonly id: OutletNumber
  readonly unit: number
  readonly number: number
  /** Infeed, cord or branch of its unit; null where numbers do not begin afresh in each. */
  readonly section: number | null
  /** Index of its row in the state column; looked up each time, because rows move when a chain changes. */
  readonly row: string
  /** Index of its row in the meter columns; null without a meter of its own. */
  readonly meterRow: string | null
}

type Joined = NonNullable<NonNullable<Family['load']>['of']>

/** Columns that tell which row is which outlet, the one that has the rows first. */
export function placeColumns(family: Family, units: readonly Unit[]): Column[] {
  const { place, load, vacant } = family
  const several = units.length !== 1
  return [
    rowsColumn(family),
    ...(vacant ? [vacant.column] : []),
    ...(place.by === 'columns' ? [place.number, ...(several ? [place.unit] : [])] : []),
    ...(place.by === 'columns' && place.section ? [place.section] : []),
    ...meterColumns(load?.of, several),
  ]
}

/** The rows of a family that keeps a list of them; others are walked. */
export const listedRows = ({ place }: Family): string[] | undefined =>
  place.by === 'list' ? Object.keys(place.numbers) : undefined

const rowsColumn = (family: Family): Column => family.rows ?? family.state.column

function meterColumns(of: Joined | undefined, several: boolean): Column[] {
  if (!of) return []
  if ('meter' in of) return [of.outlet, of.meter]
  return [of.number, ...(several ? [of.unit] : [])]
}

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
    ...(isVouchedFor(family) ? [] : [command?.on.column, command?.off.column]),
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

/** What may stand on a PDU, as `OutletNumber` has it. */
const isPrinted = (number: number): boolean => Number.isInteger(number) && number >= 0 && number <= 999

/** All outlets of the table, in the order of its rows. */
export function outletsOf(family: Family, table: Table, units: readonly Unit[]): Outlet[] {
  const { place } = family
  const { rows, cell } = table
  const first = units[0]?.unit ?? 1
  const placed = rows(rowsColumn(family)).flatMap(row => {
    if (isVacant(family, cell, row)) return []
    const index = row.split('.').map(Number)
    const unit = unitOf(family, units, cell, row, index) ?? first
    const number = numberAt(family, table, row, index)
    const section = sectionOf(family, cell, row, index)
    // Unit and section share one number, so a section of two digits would be taken for another.
    const unclear = 'section' in place && !(section !== null && section < 10)
    const group = section === null ? unit : unit * 10 + section
    // A spoilt number must not become another outlet: 1.5 would read as outlet 5 of unit 1.
    return number === null || ![number, group].every(isPrinted) || unclear
      ? []
      : [{ row, unit, section, number, group }]
  })
  const chained = units.length > 1 || new Set(placed.map(outlet => outlet.group)).size > 1
  const meterOf = metersOf(family, table, units)
  return placed.map(({ row, unit, section, number, group }) => ({
    id: chained ? `${group}.${number}` : `${number}`,
    unit,
    section,
    number,
    row,
    meterRow: meterOf(row, unit, number),
  }))
}

/** Which meter row is an outlet's; null where none is, or two claim to be. */
function metersOf(
  family: Family,
  { rows, cell }: Table,
  units: readonly Unit[],
): (row: string, unit: number, number: number) => string | null {
  const of = family.load?.of
  if (!of) return row => row
  const said = 'meter' in of ? of.meter : of.number
  const first = units[0]?.unit ?? 1
  const unitAt = (row: string): number =>
    'meter' in of || units.length === 1 ? first : (numberOf(cell(of.unit, row)) ?? first)
  const nameAt = (row: string): string =>
    'meter' in of ? textOf(cell(said, row)) : `${unitAt(row)}.${numberOf(cell(said, row))}`
  const meters = new Map<string, string | null>()
  for (const row of rows(said)) meters.set(nameAt(row), meters.has(nameAt(row)) ? null : row)
  const unnumbered = family.place.by === 'columns' && family.place.elseRow && meters.size === 0
  return (row, unit, number) => {
    if (unnumbered) return row
    return meters.get('meter' in of ? textOf(cell(of.outlet, row)) : `${unit}.${number}`) ?? null
  }
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
    case 'list':
      return null
  }
}

function sectionOf({ place }: Family, cell: Cells, row: string, index: number[]): number | null {
  if (place.by === 'columns') return numberOf(cell(place.section, row))
  return place.by === 'list' || place.section === undefined ? null : (index[place.section] ?? null)
}

function numberAt({ place }: Family, { rows, cell }: Table, row: string, index: number[]): number | null {
  switch (place.by) {
    case 'columns':
      if (place.elseRow && rows(place.number).length === 0) return index.at(-1) ?? null
      return numberOf(cell(place.number, row))
    case 'index': {
      const number = index[place.number]
      return number === undefined ? null : number + (place.first?.number === 0 ? 1 : 0)
    }
    case 'list':
      return place.numbers[row] ?? null
  }
}

const isVacant = ({ vacant }: Family, cell: Cells, row: string): boolean =>
  vacant !== undefined && vacant.values.includes(numberOf(cell(vacant.column, row)) ?? Number.NaN)

/** State as the PDU tells it; pending while a command is accepted and not carried out. */
export function stateOf(family: Family, cell: Cells, outlet: Outlet): PowerState {
  const { pending } = family
  const waiting = pending && numberOf(cell(pending.column, outlet.row))
  if (pending && typeof waiting === 'number' && pending.values.includes(waiting)) return 'pending'
  return shownOf(family, cell, outlet)
}

/** What the state column says, whatever is pending. */
export function shownOf({ state }: Family, cell: Cells, { row }: Outlet): PowerState {
  const raw = numberOf(cell(state.column, row))
  return raw === null ? 'unknown' : (state.values[raw] ?? 'unknown')
}

export const readingOf = (family: Family, cell: Cells, outlet: Outlet): OutletReading => ({
  outlet: outlet.id,
  state: stateOf(family, cell, outlet),
  watts: gaugeOf(family.load?.watts, cell, outlet),
  amps: gaugeOf(family.load?.amps, cell, outlet),
})

const gaugeOf = (gauge: Gauge | undefined, cell: Cells, { meterRow }: Outlet): number | null =>
  gauge && meterRow !== null ? valueOf(gauge, cell, meterRow) : null

export function factsOf(family: Family, cell: Cells, outlet: Outlet): OutletFacts {
  const { id, unit, number, section, row } = outlet
  const bank = family.bank ? bankOf(family.bank, cell, row) : section
  const phase = lastNumberOf(cell(family.phase?.column, row))
  return {
    id,
    unit,
    number,
    label: textOf(cell(family.label, row)) || `${number}`,
    name: textOf(cell(family.outletName, row)),
    switchable: isSwitchable(family, cell, row),
    section,
    bank: bank !== null && bank > 0 ? bank : null,
    phase: phase === null ? null : (family.phase?.values[phase] ?? null),
  }
}

function bankOf(bank: NonNullable<Family['bank']>, cell: Cells, row: string): number | null {
  if (!('pointer' in bank)) return lastNumberOf(cell(bank, row))
  const index = suffixOf(bank.into.oid, textOf(cell(bank.pointer, row)))
  return index === null ? null : Number(index.split('.').at(-1))
}

/** A row has all columns of its table, so a word on switching in the commands' own table needs no look at the commands. */
function isVouchedFor({ switchable, command }: Family): boolean {
  const tableOf = (column: Column | undefined): string | undefined => column?.oid.split('.').slice(0, -1).join('.')
  return switchable !== undefined && tableOf(switchable.column) === tableOf(command?.on.column)
}

function isSwitchable(family: Family, cell: Cells, row: string): boolean {
  const { switchable, command, control, place } = family
  if (typeof control === 'object') return false
  if (!command || (place.by === 'columns' && numberOf(cell(place.number, row)) === null)) return false
  const has = ({ column }: Command): boolean => numberOf(cell(column, row)) !== null
  if (!isVouchedFor(family) && !(has(command.on) && has(command.off))) return false
  if (!switchable) return true
  const said = cell(switchable.column, row)
  if ('bit' in switchable) return isBitSet(said, switchable.bit)
  if ('no' in switchable) return !switchable.no.includes(textOf(said).toLowerCase())
  return said ? switchable.yes.includes(numberOf(said) ?? Number.NaN) : switchable.missing === true
}
