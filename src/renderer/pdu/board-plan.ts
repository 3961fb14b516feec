// Where the outlets of a PDU sit: units of a chain one under the other, banks side by side, numbers as printed.
import type { OutletFacts } from '#core/rack.ts'

export interface BoardColumn {
  readonly key: string
  readonly section: number | null
  readonly bank: number | null
  /** The first column of its bank, which carries the bank's head. */
  readonly first: boolean
  readonly outlets: readonly OutletFacts[]
}
export interface BoardUnit {
  readonly unit: number
  readonly columns: readonly BoardColumn[]
}

/** More rows than this are split over columns of one height. */
const mostRows = 16

const chunks = (outlets: readonly OutletFacts[]): OutletFacts[][] => {
  const size = Math.ceil(outlets.length / Math.ceil(outlets.length / mostRows))
  return Array.from({ length: Math.ceil(outlets.length / size) }, (_, i) => outlets.slice(i * size, (i + 1) * size))
}

export const boardOf = (outlets: readonly OutletFacts[]): BoardUnit[] => {
  const sorted = [...outlets].sort(
    (a, b) =>
      a.unit - b.unit ||
      (a.section ?? 0) - (b.section ?? 0) ||
      (a.bank ?? 0) - (b.bank ?? 0) ||
      a.number - b.number ||
      a.id.localeCompare(b.id),
  )
  const units = Map.groupBy(sorted, ({ unit }) => unit)
  return [...units].map(([unit, own]) => ({
    unit,
    columns: [...Map.groupBy(own, ({ section, bank }) => `${section}/${bank}`).values()].flatMap(behind =>
      chunks(behind).map((column, i) => ({
        key: column[0]?.id ?? '',
        section: behind[0]?.section ?? null,
        bank: behind[0]?.bank ?? null,
        first: i === 0,
        outlets: column,
      })),
    ),
  }))
}

const keys = ['ArrowUp', 'ArrowDown', 'ArrowLeft', 'ArrowRight', 'Home', 'End', 'PageUp', 'PageDown'] as const
type WalkKey = (typeof keys)[number]
export const isWalkKey = (key: string): key is WalkKey => keys.some(one => one === key)

/** The outlet that a key leads to: up and down through the PDU, left and right across, Page bank by bank. */
export const stepOn = (units: readonly BoardUnit[], from: string, key: WalkKey): string => {
  const columns = units.flatMap(({ columns: own }) => own.map(column => column.outlets.map(({ id }) => id)))
  const all = columns.flat()
  const at = columns.findIndex(column => column.includes(from))
  const row = columns[at]?.indexOf(from) ?? 0
  const beside = (by: number): string => {
    const column = columns[at + by]
    return column?.[Math.min(row, column.length - 1)] ?? from
  }
  switch (key) {
    case 'ArrowDown':
      return all[all.indexOf(from) + 1] ?? from
    case 'ArrowUp':
      return all[all.indexOf(from) - 1] ?? from
    case 'ArrowLeft':
      return beside(-1)
    case 'ArrowRight':
      return beside(1)
    case 'Home':
      return all[0] ?? from
    case 'End':
      return all.at(-1) ?? from
    case 'PageDown':
      return columns[at + 1]?.[0] ?? all.at(-1) ?? from
    case 'PageUp':
      return (row > 0 ? columns[at]?.[0] : columns[at - 1]?.[0]) ?? from
  }
}

/** What digits typed one after another mean: the longer number if there is one, else the last digit begins anew. */
export const seek = (ids: readonly string[], typed: string, digit: string): { typed: string; found: string | null } => {
  const begins = (text: string): boolean => text !== '' && ids.some(id => id.startsWith(text))
  const now = [typed + digit, digit].find(begins) ?? ''
  return { typed: now, found: ids.find(id => id === now) ?? null }
}
