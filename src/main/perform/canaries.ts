import type { EffectOf } from '#core/effect.ts'
import type { Performer } from './world.ts'

const everyMs = 1_000

/** Watches for some seconds what must not go down with an outlet. */
export const watchCanaries: Performer<EffectOf<'watchCanaries'>> = async ({ until }, world, cancel) => {
  while (world.clock.now() < until) {
    const lost = await world.canaries.lost()
    if (cancel.aborted) return
    if (lost) {
      await world.submit({ kind: 'canaryLost', ...lost })
      return
    }
    if (!(await world.clock.wait(Math.min(everyMs, Math.max(1, until - world.clock.now())), cancel))) return
  }
}
