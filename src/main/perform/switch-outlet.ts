import type { EffectOf } from '#core/effect.ts'
import type { Fault } from '#core/fault.ts'
import type { Cancel } from '#core/ports.ts'
import type { OutletReading, OutletRef, SharedLoad } from '#core/rack.ts'
import type { Report } from '#core/report.ts'
import { isOffline } from '#core/safety.ts'
import { outletAt } from '#core/state.ts'
import { tellMaas } from './maas.ts'
import type { Performer, World } from './world.ts'

const soonMs = 250
const laterMs = 2_000

type Switching = EffectOf<'switchOutlet'>

type Answer = number | 'soon' | 'later' | 'askMaas' | 'timedCut'
type Word = Extract<Report, { kind: 'switchReady' }>['maas']

/** Asks the rules right before the SET, with the reading the PDU has just given; a number is when it was journaled. */
const askRules = async (
  { outlet, to, why, lane }: Switching,
  world: World,
  seen: { seen: OutletReading; loads: readonly SharedLoad[]; timed: boolean },
  maas: Word,
): Promise<Answer> => {
  if (to === 'off') await world.canaries.baseline()
  const ready = { kind: 'switchReady', outlet, to, why, lane, ...seen } as const
  const answer = await world.submit(maas ? { ...ready, maas } : ready)
  if (answer.ok) return answer.events.find(event => event.kind === 'switchSent')?.at ?? 'later'
  if (!('refusal' in answer) || !answer.refusal.soon) return 'later'
  const { refused } = answer.refusal
  return refused === 'askMaas' || refused === 'timedCut' ? refused : 'soon'
}

/** What MAAS's diary tells of since its last reading is read before anything goes off. */
const catchUp = async (world: World, cancel: Cancel): Promise<void> => {
  const stirred = isOffline(world.state()) ? undefined : await world.maas?.stirred(cancel)
  if (!stirred?.ok || !stirred.value || cancel.aborted || !world.maas) return
  await tellMaas(world, await world.maas.allocation(world.state(), cancel), 'news')
}

/** MAAS's word for this very cut, told to the rules. */
const askMaas = async (world: World, cancel: Cancel): Promise<Word> => {
  const read = await world.maas?.allocationAgain(world.state(), cancel)
  if (!read || cancel.aborted) return undefined
  await tellMaas(world, read, 'always')
  return read.ok ? { readAt: read.value.readAt } : { fault: read.fault }
}

/** Whether this SET is still the last of ours on the outlet: else a newer one or a reading has told more since. */
const isLast = (world: World, outlet: OutletRef, journaledAt: number | null): boolean =>
  journaledAt !== null && outletAt(world.state(), outlet)?.pending?.sentAt === journaledAt

/** Switches one outlet and reports how it ended; tries again as long as the plan wants it. */
export const switchOutlet: Performer<Switching> = async (effect, world, cancel) => {
  const { outlet, to, lane } = effect
  let told: Fault['kind'] | null = null
  let wanted: 'askMaas' | 'timedCut' | null = null
  // Set where the PDU is held, so that the compiler does not see it change.
  const wants = (): 'askMaas' | 'timedCut' | null => wanted
  let timed = false
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
    if (to === 'off' && wanted === null) await catchUp(world, cancel)
    const word = wanted === 'askMaas' ? await askMaas(world, cancel) : undefined
    let soon = false
    wanted = null
    let journaledAt: number | null = null
    // Once the SET is out it is followed to its end even when the plan drops it: what was switched must be known.
    const mayStill = async (before: OutletReading, loads: readonly SharedLoad[]): Promise<boolean> => {
      if (cancel.aborted) return false
      const answer = await askRules(effect, world, { seen: before, loads, timed }, word)
      soon = answer === 'soon'
      wanted = answer === 'askMaas' || answer === 'timedCut' ? answer : null
      if (typeof answer === 'number') journaledAt = answer
      return journaledAt !== null
    }
    const result = timed
      ? await world.pdus.cutTimed(target, outlet.outlet, before => mayStill(before, []))
      : await world.pdus.switchOutlet(target, outlet.outlet, to, mayStill)
    if (cancel.aborted && !isLast(world, outlet, journaledAt)) return
    if (result.ok) {
      const done = result.value
      if ('offAt' in done) {
        const { sentAt, offAt, backAt, offSeconds } = done
        await world.submit({ kind: 'outletTried', outlet, sentAt, offAt, backAt, offSeconds })
        timed = false
        continue
      }
      const { before, after, sent, sentAt, reachedAt } = done
      const reached = { outlet, to, lane, before: before.state, sent, sentAt, reachedAt, watts: after.watts }
      await world.submit({ kind: 'switchReached', ...reached })
      return
    }
    if (result.fault.kind !== 'cancelled') await failed(result.fault, journaledAt !== null)
    // Whether the PDU itself must bring it back is asked anew each time, except for a word of MAAS in between.
    if (wants() !== 'askMaas') timed = wants() === 'timedCut' && !timed
    if (wants() === null) await world.clock.wait(soon ? soonMs : laterMs, cancel)
  }
}
