// Cells of a table by column and row, wherever the agent keeps them.
import type { Column } from './family.ts'
import type { SnmpValue } from './snmp-value.ts'

export type Cells = (column: Column | undefined, row: string) => SnmpValue | undefined

/** The index of every row of a column, in the order of the tree, and the cells. */
export interface Table {
  readonly rows: (column: Column) => readonly string[]
  readonly cell: Cells
}

export const indexOf = (column: Column, row: string): string => (column.at ? column.at(row) : row)

export const instanceOf = (column: Column, row: string): string => `${column.oid}.${indexOf(column, row)}`

/** The column and those that are read in its place. */
export const withOtherwise = (column: Column): Column[] => [
  column,
  ...(column.otherwise ? withOtherwise(column.otherwise) : []),
]

export function cellsOf(valueOf: (column: Column, index: string) => SnmpValue | undefined): Cells {
  return (column, row) =>
    (column ? withOtherwise(column) : [])
      .map(each => valueOf(each, indexOf(each, row)))
      .find(value => value && value.kind !== 'missing')
}
