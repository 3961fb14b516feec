// A kind of PDU as a simulator knows it: what it says of itself and the tables it answers, written from the vendor's MIB.
import type { AgentKnobs } from './knobs.ts'
import type { Cell } from './mib-tree.ts'
import type { PduUnit } from './unit.ts'

export interface PduModel {
  readonly model: string
  readonly sysObjectId: string
  readonly sysDescr: (serial: string) => string
  readonly hardware: string
  readonly firmware: string
  readonly manufactured: string
  /** Amperes at the inlet. */
  readonly ratingAmps: number
}

export interface PduKind {
  readonly name: string
  readonly vendor: string
  readonly model: PduModel
  /** Whether outlets are metered one by one, unless a test says otherwise. */
  readonly metered: boolean
  /** How many units one agent can stand for. Default 1. */
  readonly mostUnits?: number
  /** First three bytes of the MAC; the rest follows from the serial. */
  readonly macPrefix: readonly [number, number, number]
  /** The network interface as the agent lists it. Default number 1, eth0. */
  readonly networkPort?: { readonly index: number; readonly name: string }
  /** Faults every unit of this kind is sold with. */
  readonly quirks?: Partial<AgentKnobs>
  readonly cells: (unit: PduUnit) => Cell[]
}
