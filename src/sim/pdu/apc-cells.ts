// Cells of the kinds the APC tables are made of.
import type { Cell } from './mib-tree.ts'
import type { Outlet, RelayCommand } from './relays.ts'
import { text, type SnmpValue } from './snmp-value.ts'

const numberIn = (value: SnmpValue): number => (value.type === 'integer' ? value.value : Number.NaN)
const textIn = (value: SnmpValue): string => (value.type === 'string' ? value.value.toString('utf8') : '')

export const integer = (object: string, index: number, read: () => number): Cell => ({
  object,
  index: String(index),
  type: 'integer',
  read: () => ({ type: 'integer', value: read() }),
})

export const gauge = (object: string, index: number, read: () => number): Cell => ({
  object,
  index: String(index),
  type: 'gauge32',
  read: () => ({ type: 'gauge32', value: read() }),
})

export const string = (object: string, index: number, read: () => string): Cell => ({
  object,
  index: String(index),
  type: 'string',
  read: () => text(read()),
})

/** An integer a SET may change; `allows` is asked before anything is written. */
export const setting = (
  object: string,
  index: number,
  read: () => number,
  allows: (value: number) => boolean,
  write: (value: number) => void,
): Cell => ({
  ...integer(object, index, read),
  check: value => (allows(numberIn(value)) ? null : 'wrongValue'),
  write: value => write(numberIn(value)),
})

export const label = (
  object: string,
  index: number,
  maxBytes: number,
  read: () => string,
  write: (value: string) => void,
): Cell => ({
  ...string(object, index, read),
  check: value => (value.type === 'string' && value.value.length <= maxBytes ? null : 'wrongLength'),
  write: value => write(textIn(value)),
})

/** A column that reads as a state and takes commands; numbers the map does not know are refused. */
export const commands = (
  object: string,
  index: number,
  read: () => number,
  map: Readonly<Record<number, RelayCommand | 'nothing'>>,
  carryOut: (command: RelayCommand) => void,
): Cell =>
  setting(
    object,
    index,
    read,
    value => value in map,
    value => {
      const command = map[value]
      if (command && command !== 'nothing') carryOut(command)
    },
  )

export const eachOutlet = (
  outlets: readonly Outlet[],
  cells: (outlet: Outlet, row: number) => readonly Cell[],
): Cell[] => outlets.flatMap(outlet => [...cells(outlet, outlet.number)])

export const within =
  (low: number, high: number) =>
  (value: number): boolean =>
    value >= low && value <= high

/** Tenths of an ampere. */
export const tenths = (amps: number): number => Math.round(amps * 10)
