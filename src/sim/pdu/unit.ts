// What the tables of a PDU show: its outlets and their power, alone or in a chain behind one agent.
import type { PduKind, PduModel } from './kind.ts'
import type { Power } from './power.ts'
import type { Obstacle, Outlet, Relays } from './relays.ts'

/** One unit of a chain; a PDU that stands alone is a chain of one. */
export interface Member {
  /** From 1; a family may count otherwise. */
  readonly number: number
  readonly serial: () => string
  readonly outlets: readonly Outlet[]
  name: string
}

export interface PduUnit {
  readonly kind: PduKind
  readonly model: PduModel
  readonly metered: boolean
  /** Of the first unit. */
  readonly serial: () => string
  readonly uptimeMs: () => number
  /** Milliseconds since the Unix epoch. */
  readonly now: () => number
  /** The first is the one the agent runs on. */
  readonly members: readonly [Member, ...Member[]]
  readonly relays: Relays
  readonly power: Power
  /** What keeps an outlet from switching, a tripped breaker included. */
  readonly obstacleOf: (outlet: Outlet) => Obstacle | null
  name: string
  contact: string
  location: string
}
