// The last loads of every metered outlet: what a metered edge is judged by. Gauges, so nothing of it is journaled here.
import { outletKey, type OutletReading } from '#core/rack.ts'
import type { LoadsPort } from '../perform/world.ts'

/** Ten minutes at one reading every two seconds: longer than a machine takes from power to proof in a brisk rack. */
const kept = 300

export interface Loads extends LoadsPort {
  read(pdu: string, readings: readonly OutletReading[], at: number): void
}

export const makeLoads = (): Loads => {
  const loads = new Map<string, { at: number; watts: number }[]>()
  const listeners = new Set<(pdu: string) => void>()
  return {
    of: key => loads.get(key) ?? [],
    metered: () => [...loads.keys()],
    subscribe: listener => {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
    read: (pdu, readings, at) => {
      for (const { outlet, watts } of readings) {
        if (watts === null) continue
        const key = outletKey({ pdu, outlet })
        loads.set(key, [...(loads.get(key) ?? []).slice(1 - kept), { at, watts }])
      }
      for (const listener of listeners) listener(pdu)
    },
  }
}
