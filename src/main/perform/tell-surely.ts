import type { Cancel } from '#core/ports.ts'
import type { Report } from '#core/report.ts'
import type { World } from './world.ts'

const againMs = 2_000

/** For a fact that nobody will see a second time: told again until there is room for it in the journal. A refusal is an answer. */
export const tellSurely = async (world: World, report: Report, cancel: Cancel): Promise<void> => {
  for (;;) {
    const answer = await world.submit(report)
    if (answer.ok || !('fault' in answer) || !(await world.clock.wait(againMs, cancel))) return
  }
}
