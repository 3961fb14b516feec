import type { EffectOf } from '#core/effect.ts'
import type { Fault, Result } from '#core/fault.ts'
import type { Cancel } from '#core/ports.ts'
import { openRun } from '#core/state.ts'
import type { MaasAllocation, Performer, World } from './world.ts'

const recordAgainMs = 3_000

/** Tells the rules what MAAS said; a reading that a switch waits for is journaled even where it says nothing new. */
export const tellMaas = async (
  world: World,
  read: Result<MaasAllocation>,
  keep: 'always' | 'news' | 'changes',
): Promise<void> => {
  await world.submit(read.ok ? { kind: 'maasRead', ...read.value, keep } : { kind: 'maasLost', fault: read.fault })
}

/**
 * Reads again and again what MAAS says is taken, so that no switch rests on old news; at once where its diary tells of
 * something that may change it. MAAS may rest for as long as it has worked.
 */
export const watchMaas: Performer<EffectOf<'watchMaas'>> = async (_effect, world, cancel) => {
  const { clock, maasEveryMs, maasEventsEveryMs } = world
  while (!cancel.aborted && world.maas) {
    const beganAt = clock.now()
    const read = await world.maas.allocation(world.state(), cancel)
    if (cancel.aborted) return
    await tellMaas(world, read, 'news')
    const endedAt = clock.now()
    const restMs = Math.max(maasEventsEveryMs, endedAt - beganAt)
    const leftMs = (): number => maasEveryMs - (clock.now() - endedAt)
    for (let tells = read.ok; leftMs() > 0;) {
      if (!(await clock.wait(tells ? Math.min(restMs, leftMs()) : leftMs(), cancel))) return
      if (!tells || leftMs() <= 0) break
      const stirred = await world.maas?.stirred(cancel)
      if (cancel.aborted) return
      if (stirred?.ok && stirred.value) break
      tells = stirred?.ok === true
    }
  }
}

/** Between runs MAAS is read only after its diary has told of something, so that the view shows what is taken. */
export const watchMaasIdle = async (world: World, everyMs: number, cancel: Cancel): Promise<void> => {
  while (await world.clock.wait(everyMs, cancel)) {
    if (!world.maas || openRun(world.state())) continue
    const stirred = await world.maas.stirred(cancel)
    if (!stirred.ok || !stirred.value || cancel.aborted) continue
    const read = await world.maas.allocation(world.state(), cancel)
    if (!cancel.aborted) await tellMaas(world, read, 'changes')
  }
}

/** Writes one bound machine to MAAS as soon as it has appeared there. */
export const recordInMaas: Performer<EffectOf<'recordInMaas'>> = async ({ machine, until }, world, cancel) => {
  let fault: Fault = {
    kind: 'gone',
    where: 'MAAS',
    detail: 'The machine has not appeared in MAAS.',
    mend: 'Let it enlist, then send the map again with "maas apply".',
  }
  while (!cancel.aborted && world.maas) {
    const recorded = await world.maas.record(world.state(), machine, cancel)
    if (cancel.aborted) return
    if (recorded.ok && recorded.value) {
      await world.submit({ kind: 'maasRecorded', machine, ...recorded.value })
      return
    }
    if (!recorded.ok) fault = recorded.fault
    if (world.clock.now() >= until) {
      await world.submit({ kind: 'maasFailed', machine, fault })
      return
    }
    await world.clock.wait(recordAgainMs, cancel)
  }
}
