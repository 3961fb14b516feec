import type { EffectOf } from '#core/effect.ts'
import { ok, type Fault, type Result } from '#core/fault.ts'
import { watchedUntil } from '#core/plan.ts'
import type { PduTarget } from '#core/ports.ts'
import type { OutletReading, OutletRef, SharedLoad } from '#core/rack.ts'
import type { Report } from '#core/report.ts'
import { wantsTimedCut } from '#core/safety.ts'
import { outletAt } from '#core/state.ts'
import type { Performer, World } from './world.ts'

const soonMs = 250
const laterMs = 2_000

type Switching = EffectOf<'switchOutlet'>

interface Told {
  readonly seen: OutletReading
  readonly loads: readonly SharedLoad[]
  readonly timed: boolean
}

/** Asks the rules right before the SET, with the reading the PDU has just given; a number is when it was journaled. */
const askRules = async (effect: Switching, world: World, told: Told): Promise<number | 'soon' | 'later'> => {
  const { outlet, to, why, lane } = effect
  // While a cut is still watched, what it took away must not become what was found before the next.
  if (to === 'off' && world.clock.now() >= watchedUntil(world.state())) await world.canaries.baseline()
  const answer = await world.submit({ kind: 'switchReady', outlet, to, why, lane, ...told })
  if (answer.ok) return answer.events.find(event => event.kind === 'switchSent')?.at ?? 'later'
  return 'refusal' in answer && answer.refusal.soon ? 'soon' : 'later'
}

/** Whether this SET is still the last of ours on the outlet: else a newer one or a reading has told more since. */
const isLast = (world: World, outlet: OutletRef, journaledAt: number | null): boolean =>
  journaledAt !== null && outletAt(world.state(), outlet)?.pending?.sentAt === journaledAt

/** One way to the PDU and what is to be reported of it. */
type Way = (
  target: PduTarget,
  mayStill: (seen: OutletReading, loads: readonly SharedLoad[]) => Promise<boolean>,
) => Promise<Result<Report>>

const plainly =
  ({ outlet, to, lane }: Switching, { pdus }: World): Way =>
  async (target, mayStill) => {
    const result = await pdus.switchOutlet(target, outlet.outlet, to, mayStill)
    if (!result.ok) return result
    const { before, after, sent, sentAt, reachedAt } = result.value
    const reached = { outlet, to, lane, before: before.state, sent, sentAt, reachedAt, watts: after.watts }
    return ok({ kind: 'switchReached', ...reached })
  }

const byThePdu =
  ({ outlet }: Switching, { pdus }: World): Way =>
  async (target, mayStill) => {
    const result = await pdus.cutTimed(target, outlet.outlet, seen => mayStill(seen, []))
    if (!result.ok) return result
    const { sentAt, offAt, backAt, offSeconds } = result.value
    return ok({ kind: 'outletTried', outlet, sentAt, offAt, backAt, offSeconds })
  }

/** Switches one outlet and reports how it ended; tries again as long as the plan wants it. */
export const switchOutlet: Performer<Switching> = async (effect, world, cancel) => {
  const { outlet, to, lane } = effect
  let told: Fault['kind'] | null = null
  const failed = async (fault: Fault, wasSent: boolean): Promise<void> => {
    // A PDU that stays deaf is worth one row in the journal, not one every two seconds; what was sent always is.
    if (!wasSent && fault.kind === told) return
    told = fault.kind
    await world.submit({ kind: 'switchFailed', outlet, to, fault, lane })
  }
  while (!cancel.aborted) {
    const target = world.targetOf(outlet.pdu)
    if (!target) {
      const detail = 'Its credentials are not in the vault.'
      await failed({ kind: 'gone', where: outlet.pdu, detail, mend: 'Add the PDU again.' }, false)
      return
    }
    let soon = false
    let journaledAt: number | null = null
    const timed = to === 'off' && wantsTimedCut(world.state(), outlet, world.clock.now())
    // Once the SET is out it is followed to its end even when the plan drops it: what was switched must be known.
    const way = (timed ? byThePdu : plainly)(effect, world)
    const result = await way(target, async (seen, loads) => {
      if (cancel.aborted) return false
      const answer = await askRules(effect, world, { seen, loads, timed })
      soon = answer === 'soon'
      if (typeof answer === 'number') journaledAt = answer
      return journaledAt !== null
    })
    if (cancel.aborted && !isLast(world, outlet, journaledAt)) return
    if (result.ok) {
      await world.submit(result.value)
      if (!timed) return
      // It is back: now the rules say when it goes off for good.
      continue
    }
    if (result.fault.kind !== 'cancelled') await failed(result.fault, journaledAt !== null)
    await world.clock.wait(soon ? soonMs : laterMs, cancel)
  }
}
