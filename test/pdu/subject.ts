// What the contract must know of a family to hold it to account: written from the vendor's MIB, not from the family's own file.
import type { Switch } from '#core/rack.ts'
import { kindOf } from '#sim/pdu/kinds.ts'
import { macOf } from '#sim/pdu/system-cells.ts'

export interface Placed {
  readonly unit: number
  /** As printed on the unit. */
  readonly number: number
  /** Counted over all units. */
  readonly row: number
}

export interface Subject {
  /** The simulated kind, a name in `src/sim/pdu/kinds.ts`, and the family that must recognise it. */
  readonly kind: string
  readonly family: string
  readonly vendor: string
  readonly model: string
  /** What the PDU is named after. Default: its serial number. */
  readonly identity?: 'serial' | 'mac'
  /** What an outlet is read as while 40 W hang on it at 230 V; null where the PDU does not tell. */
  readonly load: { readonly watts: number | null; readonly amps: number | null }
  /** What MAAS's driver would be given, besides the address; manual where MAAS has none. */
  readonly maas: { readonly powerType: string; readonly parameters: Readonly<Record<string, string>> } | 'manual'
  readonly control: 'recorded' | 'unproven'
  /** The instance and the value a switch writes; null for a family that is only listed. */
  readonly writes: ((outlet: Placed, to: Switch) => { readonly oid: string; readonly value: number }) | null
  /** Whether GETBULK is used. Default: yes. */
  readonly bulk?: boolean
  /** Default: 16. */
  readonly maxOids?: number
  /** Until the new state is believed, where the column shows it 1.5 s after the SET. Default: 2000. */
  readonly reachedAfterMs?: number
  /** No model has more. Default: 48. */
  readonly mostOutlets?: number
  /** Several units behind one agent. Default: no. */
  readonly chain?: boolean
  /** How the PDU counts the first two units of a chain. Default: 1 and 2. */
  readonly units?: readonly [number, number]
  /** Every unit fills its tables to the length of the largest model, so that a chain costs more than its outlets. */
  readonly longTables?: boolean
}

export type Switched = Subject & { readonly writes: NonNullable<Subject['writes']> }

export const isSwitched = (subject: Subject): subject is Switched => subject.writes !== null

/** What a PDU of this kind with this serial must be called. */
export function idOf({ kind, identity }: Subject, serial: string): string {
  if (identity !== 'mac') return serial
  return `mac:${[...macOf(kindOf(kind).macPrefix, serial)].map(byte => byte.toString(16).padStart(2, '0')).join(':')}`
}

export const alone = (number: number): Placed => ({ unit: 1, number, row: number })
