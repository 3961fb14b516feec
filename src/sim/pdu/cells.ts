// Cells of the kinds that PDU tables are made of, whoever built the PDU.
import type { ErrorName } from './error-status.ts'
import type { Cell } from './mib-tree.ts'
import type { Outlet, RelayCommand } from './relays.ts'
import { text, type SnmpValue } from './snmp-value.ts'

/** What follows the object: 0 for a scalar, a row's number, or the parts of a longer index, "1.24". */
export type Index = number | string

const numberIn = (value: SnmpValue): number =>
  value.type === 'integer' || value.type === 'gauge32' ? value.value : Number.NaN
const textIn = (value: SnmpValue): string => (value.type === 'string' ? value.value.toString('utf8') : '')

export const integer = (object: string, index: Index, read: () => number): Cell => ({
  object,
  index: String(index),
  type: 'integer',
  read: () => ({ type: 'integer', value: read() }),
})

export const gauge = (object: string, index: Index, read: () => number): Cell => ({
  object,
  index: String(index),
  type: 'gauge32',
  read: () => ({ type: 'gauge32', value: read() }),
})

export const string = (object: string, index: Index, read: () => string): Cell => ({
  object,
  index: String(index),
  type: 'string',
  read: () => text(read()),
})

export const octets = (object: string, index: Index, read: () => Buffer): Cell => ({
  object,
  index: String(index),
  type: 'string',
  read: () => ({ type: 'string', value: read() }),
})

/** BITS (RFC 2578 section 7.1.4): bit 0 is the high bit of the first octet. */
export const bits = (object: string, index: Index, sizeBytes: number, read: () => readonly number[]): Cell =>
  octets(object, index, () => {
    const bytes = Buffer.alloc(sizeBytes)
    for (const bit of read()) bytes[bit >> 3] = (bytes[bit >> 3] ?? 0) | (0x80 >> (bit & 7))
    return bytes
  })

/** A number a SET may change; `allows` is asked before anything is written. */
export const setting = (
  object: string,
  index: Index,
  read: () => number,
  allows: (value: number) => boolean,
  write: (value: number) => void,
  type: 'integer' | 'gauge32' = 'integer',
): Cell => ({
  ...(type === 'integer' ? integer : gauge)(object, index, read),
  check: value => (allows(numberIn(value)) ? null : 'wrongValue'),
  write: value => write(numberIn(value)),
})

export const label = (
  object: string,
  index: Index,
  maxBytes: number,
  read: () => string,
  write: (value: string) => void,
): Cell => ({
  ...string(object, index, read),
  check: value => (value.type === 'string' && value.value.length <= maxBytes ? null : 'wrongLength'),
  write: value => write(textIn(value)),
})

/** An outlet's name, which a SET may change. */
export const nameOf = (object: string, index: Index, maxBytes: number, outlet: Outlet): Cell =>
  label(
    object,
    index,
    maxBytes,
    () => outlet.name,
    value => (outlet.name = value),
  )

/** One of an outlet's own times, in seconds. */
export const secondsOf = (
  object: string,
  index: Index,
  outlet: Outlet,
  which: 'onDelaySeconds' | 'offDelaySeconds' | 'rebootSeconds',
  allows: (value: number) => boolean,
): Cell =>
  setting(
    object,
    index,
    () => outlet[which],
    allows,
    value => (outlet[which] = value),
  )

/** A label that may not be empty. */
export const filled = (cell: Cell): Cell => ({
  ...cell,
  check: value => (value.type === 'string' && value.value.length === 0 ? 'wrongLength' : (cell.check?.(value) ?? null)),
})

/** A column that reads as a state and takes commands; numbers the map does not know are refused. */
export const commands = (
  object: string,
  index: Index,
  read: () => number,
  map: Readonly<Record<number, RelayCommand | 'nothing'>>,
  carryOut: (command: RelayCommand) => void,
  type?: 'integer' | 'gauge32',
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
    type,
  )

/** A column whose value is seconds until the command of that column: 0 now, -1 calls it back. */
export const commandAfter = (
  object: string,
  index: Index,
  to: 'on' | 'off' | 'reboot',
  read: () => number,
  carryOut: (command: RelayCommand, seconds?: number) => void,
): Cell =>
  setting(
    object,
    index,
    read,
    value => value >= -1,
    seconds => {
      if (seconds < 0) carryOut('cancel')
      else if (seconds === 0) carryOut(to)
      else carryOut(delayed[to], seconds)
    },
  )

const delayed = { on: 'delayedOn', off: 'delayedOff', reboot: 'delayedReboot' } as const

/** The cell, answering a SET with an error for as long as there is a reason. */
export const refusing = (cell: Cell, reason: () => ErrorName | null): Cell => ({
  ...cell,
  check: value => reason() ?? cell.check?.(value) ?? null,
})

/** Cells of every outlet; `row` runs over all units. */
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

/** Hundredths of an ampere. */
export const hundredths = (amps: number): number => Math.round(amps * 100)

export const milliamps = (amps: number): number => Math.round(amps * 1000)
