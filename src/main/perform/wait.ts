import type { EffectOf } from '#core/effect.ts'
import type { Performer } from './world.ts'

/** Waiting is work like any other: when the time has come, it says so. */
export const wait: Performer<EffectOf<'wait'>> = async ({ key, until }, world, cancel) => {
  if (await world.clock.wait(until - world.clock.now(), cancel)) await world.submit({ kind: 'due', key })
}
