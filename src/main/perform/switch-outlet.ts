import type { EffectOf } from '#core/effect.ts'
import type { Fault } from '#core/fault.ts'
import { watchedUntil } from '#core/plan.ts'
import type { Cancel } from '#core/ports.ts'
import type { OutletRef } from '#core/rack.ts'
import type { Report } from '#core/report.ts'
import { isOffline, wantsTimedCut } from '#core/safety.ts'
import { outletAt } from '#core/state.ts'
import { tellMaas } from './maas.ts'
import { plainly, thereAndBack } from './way-to-pdu.ts'
import type { Performer, World } from './world.ts'

const soonMs = 250
const laterMs = 2_000

type Switching = EffectOf<'switchOutlet'>

type Answer = number | 'soon' | 'later' | 'askMaas'
type Ready = Extract<Report, { kind: 'switchReady' }>
type Told = Pick<Ready, 'seen' | 'loads' | 'timed'>
type Word = Ready['maas']

/** Asks the rules right before the SET, with the reading the PDU has just given; a number is when it was journaled. */
const askRules = async (effect: Switching, world: World, told: Told, maas: Word): Promise<Answer> => {
  const { outlet, to, why, lane } = effect
  // While a cut is still watched, what it took away must not become what was there before the next.
  if (to === 'off' && world.clock.now() >= watchedUntil(world.state())) await world.canaries.baseline()
  const ready = { kind: 'switchReady', outlet, to, why, lane, ...told } as const
  const answer = await world.submit(maas ? { ...ready, maas } : ready)
  if (answer.ok) return answer.events.find(event => event.kind === 'switchSent')?.at ?? 'later'
  if (!('refusal' in answer) || !answer.refusal.soon) return 'later'
  return answer.refusal.refused === 'askMaas' ? 'askMaas' : 'soon'
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
  let wanted = false
  // Set where the PDU is held, so that the compiler does not see it change.
  const asksMaas = (): boolean => wanted
  const failed = async (fault: Fault, wasSent: boolean, timed = false): Promise<void> => {
    // A PDU that stays deaf is worth one row in the journal, not one every two seconds; what was sent always is.
    if (!wasSent && fault.kind === told) return
    told = fault.kind
    await world.submit({ kind: 'switchFailed', outlet, to, fault, lane, timed: timed && wasSent })
  }
  while (!cancel.aborted) {
    const target = world.targetOf(outlet.pdu)
    if (!target) {
      const detail = 'Its credentials are not in the vault.'
      await failed({ kind: 'gone', where: outlet.pdu, detail, mend: 'Add the PDU again.' }, false)
      return
    }
    if (to === 'off' && !wanted) await catchUp(world, cancel)
    const word = wanted ? await askMaas(world, cancel) : undefined
    let soon = false
    wanted = false
    let journaledAt: number | null = null
    // Once the SET is out it is followed to its end even when the plan drops it: what was switched must be known.
    const timed = to === 'off' && wantsTimedCut(world.state(), outlet, world.clock.now())
    const result = await (timed ? thereAndBack : plainly)(effect, world, target, async (seen, loads) => {
      if (cancel.aborted) return false
      const answer = await askRules(effect, world, { seen, loads, timed }, word)
      soon = answer === 'soon'
      wanted = answer === 'askMaas'
      if (typeof answer === 'number') journaledAt = answer
      return journaledAt !== null
    })
    if (cancel.aborted && !isLast(world, outlet, journaledAt)) return
    if (result.ok) {
      await world.submit(result.value)
      if (!timed) return
      // It is back. It goes off for good once what must stay on has outlived that.
      await world.clock.wait(Math.max(0, watchedUntil(world.state()) - world.clock.now()), cancel)
      continue
    }
    if (result.fault.kind !== 'cancelled') await failed(result.fault, journaledAt !== null, timed)
    if (!asksMaas()) await world.clock.wait(soon ? soonMs : laterMs, cancel)
  }
}
