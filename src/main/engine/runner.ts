// Keeps what runs equal to what is planned: starts what is missing, stops what vanished.
import type { Effect } from '#core/effect.ts'
import type { Cancel } from '#core/ports.ts'

export type Perform = (effect: Effect, cancel: Cancel) => Promise<void>

interface Running {
  readonly stop: AbortController
  done: Promise<void>
}

export interface Runner {
  reconcile(effects: readonly Effect[]): void
  /** Keys of the effects that stand planned, finished or not. */
  keys(): string[]
  /** Stops everything and waits until all of it has come to rest. */
  close(): Promise<void>
}

/** A performer that ends while its effect is still planned has done its work; it runs again when the effect comes anew. */
export const makeRunner = (perform: Perform, onBug: (error: unknown, effect: Effect) => void): Runner => {
  const running = new Map<string, Running>()
  const ending = new Set<Promise<void>>()
  let closed = false

  const start = (effect: Effect): void => {
    const stop = new AbortController()
    const done = perform(effect, stop.signal).catch((error: unknown) => onBug(error, effect))
    running.set(effect.key, { stop, done })
  }

  return {
    reconcile: effects => {
      if (closed) return
      const wanted = new Set(effects.map(effect => effect.key))
      for (const [key, one] of running) {
        if (wanted.has(key)) continue
        running.delete(key)
        const rest = one.done.finally(() => ending.delete(rest))
        ending.add(rest)
        one.stop.abort()
      }
      for (const effect of effects) if (!running.has(effect.key)) start(effect)
    },
    keys: () => [...running.keys()],
    close: async () => {
      closed = true
      for (const one of running.values()) one.stop.abort()
      await Promise.all([...ending, ...[...running.values()].map(one => one.done)])
    },
  }
}
