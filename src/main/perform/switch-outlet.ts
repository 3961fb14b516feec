import type { EffectOf } from '#core/effect.ts'
import type { Fault } from '#core/fault.ts'
import type { OutletReading, OutletRef } from '#core/rack.ts'
import { outletAt } from '#core/state.ts'
import type { Performer, World } from './world.ts'

const soonMs = 250
const laterMs = 2_000

type Switching = EffectOf<'switchOutlet'>

/** Asks the rules right before the SET, with the reading the PDU has just given; a number is when it was journaled. */
const askRules = async (effect: Switching, world: World, seen: OutletReading): Promise<number | 'soon' | 'later'> => {
  const { outlet, to, why, lane } = effect
  if (to === 'off') await world.canaries.baseline()
  const answer = await world.submit({ kind: 'switchReady', outlet, to, why, lane, seen })
  if (answer.ok) return answer.events.find(event => event.kind === 'switchSent')?.at ?? 'later'
  return 'refusal' in answer && answer.refusal.soon ? 'soon' : 'later'
}

/** Whether this SET is still the last of ours on the outlet: else a newer one or a reading has told more since. */
const isLast = (world: World, outlet: OutletRef, journaledAt: number | null): boolean =>
  journaledAt !== null && outletAt(world.state(), outlet)?.pending?.sentAt === journaledAt

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
    // Once the SET is out it is followed to its end even when the plan drops it: what was switched must be known.
    const result = await world.pdus.switchOutlet(target, outlet.outlet, to, async before => {
      if (cancel.aborted) return false
      const answer = await askRules(effect, world, before)
      soon = answer === 'soon'
      if (typeof answer === 'number') journaledAt = answer
      return journaledAt !== null
    })
    if (cancel.aborted && !isLast(world, outlet, journaledAt)) return
    if (result.ok) {
      const { before, after, sent, sentAt, reachedAt } = result.value
      const reached = { outlet, to, lane, before: before.state, sent, sentAt, reachedAt, watts: after.watts }
      await world.submit({ kind: 'switchReached', ...reached })
      return
    }
    if (result.fault.kind !== 'cancelled') await failed(result.fault, journaledAt !== null)
    await world.clock.wait(soon ? soonMs : laterMs, cancel)
  }
}
