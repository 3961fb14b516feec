// The two ways in which an outlet is switched, and what is to be reported of each.
import type { EffectOf } from '#core/effect.ts'
import { ok, type Result } from '#core/fault.ts'
import type { PduTarget } from '#core/ports.ts'
import type { OutletReading, SharedLoad } from '#core/rack.ts'
import type { Report } from '#core/report.ts'
import type { World } from './world.ts'

type Switching = EffectOf<'switchOutlet'>

/** Asks right before the SET whether it is still wanted; told what banks, phases and inlets carry if the outlet is to go on. */
type MayStill = (seen: OutletReading, loads: readonly SharedLoad[]) => Promise<boolean>

export type Way = (
  effect: Switching,
  world: World,
  target: PduTarget,
  mayStill: MayStill,
) => Promise<Result<Extract<Report, { kind: 'switchReached' | 'outletTried' }>>>

export const plainly: Way = async ({ outlet, to, lane }, { pdus }, target, mayStill) => {
  const result = await pdus.switchOutlet(target, outlet.outlet, to, mayStill)
  if (!result.ok) return result
  const { before, after, sent, sentAt, reachedAt } = result.value
  const reached = { outlet, to, lane, before: before.state, sent, sentAt, reachedAt, watts: after.watts }
  return ok({ kind: 'switchReached', ...reached })
}

/** Off, and on again by the PDU itself. */
export const thereAndBack: Way = async ({ outlet }, { pdus }, target, mayStill) => {
  const result = await pdus.cutTimed(target, outlet.outlet, seen => mayStill(seen, []))
  if (!result.ok) return result
  const { sentAt, offAt, backAt, offSeconds } = result.value
  return ok({ kind: 'outletTried', outlet, sentAt, offAt, backAt, offSeconds })
}
