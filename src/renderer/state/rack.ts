// The mirror of the engine's state, the latest gauges, and the time by the engine's clock. Written by main-process.ts alone.
import { create } from 'zustand'
import type { Recorded } from '#core/event.ts'
import { outletKey, type OutletRef } from '#core/rack.ts'
import { lampOf, type Lamp } from '#core/select-lamp.ts'
import type { Clock } from '#core/ports.ts'
import { emptyState, type State } from '#core/state.ts'
import { noGauges, type AppFacts, type Gauges } from '#ipc/contract.ts'

export interface Rack {
  readonly link: 'opening' | 'open' | 'lost'
  readonly rev: number
  readonly state: State
  readonly gauges: Gauges
  readonly app: AppFacts | null
  /** The newest facts, oldest first. */
  readonly recent: readonly Recorded[]
  /** Whole seconds of the engine's clock, in milliseconds. */
  readonly now: number
  /** Engine's clock minus ours. */
  readonly aheadMs: number
}

export const useRack = create<Rack>()(() => ({
  link: 'opening',
  rev: 0,
  state: emptyState,
  gauges: noGauges,
  app: null,
  recent: [],
  now: 0,
  aheadMs: 0,
}))

export const wholeSecond = (ms: number): number => Math.floor(ms / 1000) * 1000

/** Rings and timers step once a second; nothing else in the view runs by itself. */
export const startTicking = (clock: Clock): void => {
  void (async () => {
    for (;;) {
      useRack.setState(({ aheadMs }) => ({ now: wholeSecond(clock.now() + aheadMs) }))
      await clock.wait(1000 - ((clock.now() + useRack.getState().aheadMs) % 1000))
    }
  })()
}

export const wattsOf = ({ gauges }: Rack, ref: OutletRef): number | undefined => gauges.watts[outletKey(ref)]

/** The lamp of one outlet; a component that selects it repaints only when its own lamp changes. */
export const lampIn = (rack: Rack, ref: OutletRef): Lamp => lampOf(rack.state, ref, rack.now, wattsOf(rack, ref))
