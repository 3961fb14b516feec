// What Racklight must know of a kind of PDU. A family is such a value, in a file of its own; nothing else speaks of vendors.
import type { PowerState } from '#core/rack.ts'

/** A column of an SNMP table (or a scalar's parent): `mib` is the object's name in the vendor's MIB. */
export interface Column {
  readonly oid: string
  readonly mib: string
  /** Where this column is indexed otherwise than the state column: its index for an outlet's row. */
  readonly at?: (row: string) => string
}

export interface Scalar {
  readonly oid: string
  readonly mib: string
}

/** How the outlet's unit and printed number follow from a row. Positions count the parts of the index from 0. */
export type Place =
  | { readonly by: 'index'; readonly number: number; readonly unit?: number; readonly first?: { number?: 0; unit?: 0 } }
  | { readonly by: 'columns'; readonly number: Column; readonly unit: Column }
  /** Numbered in the order of the rows, afresh in each unit: for indices of three parts. */
  | { readonly by: 'order'; readonly unit: number }
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
  /** When meter rows run separately from outlet rows: the columns that say whose meter it is. */
  readonly of?: { readonly number: Column; readonly unit: Column }
}

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
  readonly state: { readonly column: Column; readonly values: Readonly<Record<number, PowerState>> }
  /** A command has been accepted and is not yet carried out. */
  readonly pending?: { readonly column: Column; readonly values: readonly number[] }
  readonly command: { readonly on: Command; readonly off: Command }
  /** Without it an outlet is switchable when its command instance exists. */
  readonly switchable?: { readonly column: Column; readonly yes: readonly number[] }
  readonly outletName?: Column
  readonly label?: Column
  readonly bank?: Column
  readonly phase?: { readonly column: Column; readonly values: Readonly<Record<number, string>> }
  readonly load?: Load
  readonly delays?: {
    /** Seconds; -1 means never. */
    readonly on: Column
    readonly off: Column
    /** Whether the commands above wait for them, or only group commands and the start after a power failure do. */
    readonly apply: 'toCommands' | 'toGroupsOnly'
  }
  /** Seconds from an accepted command to the new state at worst, on top of the outlet's own delay. */
  readonly settleSeconds: number
  /** False where GETBULK is known to be broken. */
  readonly bulk: boolean
  readonly maxOids: number
  readonly maas: readonly MaasMatch[]
}
