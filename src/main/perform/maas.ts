import type { EffectOf } from '#core/effect.ts'
import type { Fault } from '#core/fault.ts'
import type { Performer } from './world.ts'

const recordAgainMs = 3_000

/** Reads again and again what MAAS says is taken, so that no switch rests on old news. */
export const watchMaas: Performer<EffectOf<'watchMaas'>> = async (_effect, world, cancel) => {
  while (!cancel.aborted && world.maas) {
    const read = await world.maas.allocation(world.state(), cancel)
    if (cancel.aborted) return
    if (read.ok) await world.submit({ kind: 'maasRead', ...read.value })
    else await world.submit({ kind: 'maasLost', fault: read.fault })
    await world.clock.wait(world.maasEveryMs, cancel)
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
