// A report that its performer tells once must not be lost because the journal could not be written at that moment.
import type { Cancel, Clock, Outcome } from '#core/ports.ts'
import type { Report, ReportKind } from '#core/report.ts'
import type { Engine } from '../engine/engine.ts'

const againMs = 2_000

/** Told again and again by whoever tells them, or answered at once because a switch waits for the word. */
const repeated: ReadonlySet<ReportKind> = new Set<ReportKind>([
  'switchReady',
  'heartSteady',
  'heartLost',
  'deadHeartBeat',
  'loadWeighed',
  'maasRead',
  'maasLost',
  'pduFailed',
])

/** Tells the engine until it is written down; gives up only when the engine takes nothing any more. */
export const tellOnce =
  (engine: Engine, clock: Clock, closing: Cancel) =>
  async (report: Report): Promise<Outcome> => {
    for (;;) {
      const outcome = await engine.submit(report)
      if (outcome.ok || 'refusal' in outcome || outcome.fault.kind === 'gone' || repeated.has(report.kind))
        return outcome
      if (!(await clock.wait(againMs, closing))) return outcome
    }
  }
