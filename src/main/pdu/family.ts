// What Racklight must know of a kind of PDU. A family is such a value, in a file of its own; nothing else speaks of vendors.
import type { PowerState } from '#core/rack.ts'

/** A column of an SNMP table (or a scalar's parent): `mib` is the object's name in the vendor's MIB. */
export interface Column {
  readonly oid: string
  readonly mib: string
  /** Where this column is indexed otherwise than the state column: its index for an outlet's row. */
  readonly at?: (row: string) => string
  /** With `at`: its table holds about a row an outlet, so that with GETBULK it is walked with the others. */
  readonly walked?: true
  /** Read in its place for outlets of which this column has nothing; its values mean the same. */
  readonly otherwise?: Column
}

export interface Scalar {
  readonly oid: string
  readonly mib: string
}

/**
 * How the outlet's unit and printed number follow from a row. Positions count the parts of the index from 0.
 * A section is an infeed, cord or branch of a unit in which the numbers begin afresh: outlet 7 in section 2 of unit 1 is 12.7.
 */
export type Place =
  | {
      readonly by: 'index'
      readonly number: number
      readonly unit?: number
      readonly section?: number
      readonly first?: { number?: 0; unit?: 0 }
    }
  | {
      readonly by: 'columns'
      readonly number: Column
      readonly unit: Column
      readonly section?: Column
      /** Where no number is shown the row counts, to look at: such an outlet is never switched. */
      readonly elseRow?: true
    }
  /** Index to number, for devices that use one scalar per outlet. */
  | { readonly by: 'list'; readonly numbers: Readonly<Record<string, number>> }

/** The value to write for a command; never the same table of numbers as the state. */
export interface Command {
  readonly column: Column
  readonly value: number
  readonly type?: 'Gauge32'
}

export interface Gauge {
  readonly column: Column
  /** Amps or watts in one unit of the column. */
  readonly scale: number
  /** Decimal digits told by the PDU itself, on top of `scale`. */
  readonly digits?: Column
}

export interface Load {
  readonly amps?: Gauge
  readonly watts?: Gauge
  /** When meter rows run separately from outlet rows: the columns that say whose meter it is, or in which both say the same. */
  readonly of?: { readonly number: Column; readonly unit: Column } | { readonly outlet: Column; readonly meter: Column }
}

/** Outlets on one breaker, phase or inlet share what it can carry. */
export interface SharedLoad {
  readonly kind: 'bank' | 'phase' | 'inlet'
  /** Where its rows are found, when the gauge's column has others too. */
  readonly rows?: Column
  /** Rows without a bank: some agents fill a table of fixed size. */
  readonly vacant?: { readonly column: Column; readonly values: readonly number[] }
  /** Rows are found in this gauge's column; amps. */
  readonly amps: Gauge
  /** Which bank or phase a row is, 0 none; without it the last part of the row's index. */
  readonly number?: Column
  /** What the number means, for phases not numbered 1 to 3; a row with another number (a neutral) shares nothing. */
  readonly names?: Readonly<Record<number, string>>
  /** Without it the part of the row's index that names the unit of an outlet. */
  readonly unit?: Column
  /** What it may carry; absent, or 0 and less, where the PDU does not tell. `by: 'number'` where its rows are the numbers. */
  readonly ratingAmps?: Gauge & { readonly by?: 'row' | 'number' }
  /** Its breaker has opened: nothing behind it is fed. */
  readonly tripped?: { readonly column: Column; readonly values: readonly number[] }
}

/** What the PDU itself says keeps an outlet from switching. */
export type Obstacle = 'locked' | 'breakerTripped' | 'relayFailed' | 'serviceMode' | 'noConnection'

export interface ObstacleColumn {
  readonly column: Column
  readonly values: Readonly<Record<number, Obstacle>>
}

export interface NameWrite {
  readonly column: Column
  readonly maxLength: number
  /** Some agents refuse an empty name. */
  readonly mayBeEmpty: boolean
}

/** Off at once and on again by the PDU itself: the first cut of an outlet out of custody, which returns even if we are deaf. */
export interface TimedCut {
  readonly command: Command
  /** How long it stays off, in seconds; read before, never written. */
  readonly offSeconds: Column
  /** Where the PDU has a time for all outlets too: it counts for outlets whose column `when` reads `is`. */
  readonly general?: { readonly when: Column; readonly is: number; readonly offSeconds: Column }
  /** What the state column says while it is off, where that is not what it says after an ordinary switch. */
  readonly offStates?: readonly number[]
}

/**
 * How the control column is known: `recorded` from a real device, or `unproven`, read in the MIB only, so that a person must watch
 * one empty outlet go off and on first. A family that is only listed says why.
 */
export type Control = 'recorded' | 'unproven' | { readonly readOnly: string }

/** What MAAS's own driver for this family uses; the first entry whose column the PDU has is taken. */
export interface MaasMatch {
  readonly powerType: string
  readonly parameters: Readonly<Record<string, string>>
  readonly column: Column
  readonly version: '1' | '2c'
  readonly community: string
  /** The one unit MAAS can address. */
  readonly unit: number
  /** The rest of the index before the outlet's number, "0." for Eaton. */
  readonly indexPrefix: string
}

export interface Family {
  readonly name: string
  readonly vendor: string
  readonly detect: { readonly sysObjectIds: readonly string[]; readonly sysDescr?: RegExp; readonly probe: Column }
  readonly identity: {
    /** One serial per unit; the PDU is named after the host of the chain, else after the first unit. */
    readonly units?: { readonly serial: Column; readonly host?: { readonly column: Column; readonly value: number } }
    readonly serials: readonly Scalar[]
  }
  readonly model: readonly Scalar[]
  readonly firmware: readonly Scalar[]
  readonly place: Place
  /** The column whose rows are the outlets, where not every outlet has a state; without it the state column. */
  readonly rows?: Column
  /** Rows without an outlet: some agents fill a table of fixed size. */
  readonly vacant?: { readonly column: Column; readonly values: readonly number[] }
  readonly state: { readonly column: Column; readonly values: Readonly<Record<number, PowerState>> }
  /** A command has been accepted and is not yet carried out. */
  readonly pending?: { readonly column: Column; readonly values: readonly number[] }
  readonly control: Control
  /** Null only where the family is read-only. */
  readonly command: { readonly on: Command; readonly off: Command } | null
  /**
   * An outlet is switchable when its command instance exists and this does not deny it. A BITS column counts from the first octet's
   * high bit; `no` lists words. `missing: true`: where older firmware lacks the column, the command instance is enough.
   */
  readonly switchable?:
    | { readonly column: Column; readonly yes: readonly number[]; readonly missing?: true }
    | { readonly column: Column; readonly bit: number }
    | { readonly column: Column; readonly no: readonly string[] }
  readonly obstacles?: readonly ObstacleColumn[]
  readonly timedCut?: TimedCut
  readonly outletName?: Column
  readonly nameWrite?: NameWrite
  readonly label?: Column
  /** The bank's number, or a RowPointer whose last part is the number when it points into that column; without it a section is a bank. */
  readonly bank?: Column | { readonly pointer: Column; readonly into: Column }
  /** Ends in the number that the values explain. */
  readonly phase?: { readonly column: Column; readonly values: Readonly<Record<number, string>> }
  readonly load?: Load
  readonly shared?: readonly SharedLoad[]
  readonly delays?: {
    /** Seconds; -1 means never. */
    readonly on: Column
    readonly off?: Column
    /** Whether the commands above wait for them, or only group commands and the start after a power failure do. */
    readonly apply: 'toCommands' | 'toGroupsOnly'
    /** Where -1 says that the model has no delays. */
    readonly minusOneIsNone?: boolean
  }
  /** Seconds from an accepted command to the new state at worst, on top of the outlet's own delay. */
  readonly settleSeconds: number
  /** False where GETBULK is known to be broken. */
  readonly bulk: boolean
  readonly maxOids: number
  readonly maas: readonly MaasMatch[]
}
