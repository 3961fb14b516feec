// Rate and time left from the steps of a writing process.
import type { WriteGauge } from '#core/write-gauge.ts'

export const stalledMs = 10_000
/** The rate is of the last seconds, since sticks slow down when their cache is full. */
const rateOverMs = 3_000

interface Step {
  readonly at: number
  readonly doneBytes: number
}

export const makeGauge = (startedAt: number) => {
  let steps: readonly Step[] = [{ at: startedAt, doneBytes: 0 }]
  let phase: WriteGauge['phase'] = 'starting'
  let totalBytes = 0
  return {
    moved: (to: WriteGauge['phase'], doneBytes: number, total: number, at: number): void => {
      phase = to
      totalBytes = total
      const recent = steps.filter(step => at - step.at <= rateOverMs)
      steps = [...(recent.length > 0 ? recent : steps.slice(-1)), { at, doneBytes }]
    },
    at: (now: number): WriteGauge => {
      const [first, last] = [steps[0], steps.at(-1)]
      const took = first && last ? last.at - first.at : 0
      const rate = first && last && took > 0 ? ((last.doneBytes - first.doneBytes) / took) * 1000 : null
      const doneBytes = last?.doneBytes ?? 0
      const stalled = now - (last?.at ?? startedAt) >= stalledMs
      const left = totalBytes - doneBytes
      return {
        phase,
        doneBytes,
        totalBytes,
        bytesPerSecond: rate === null ? null : Math.round(rate),
        leftMs: rate && rate > 0 && !stalled ? Math.round((left / rate) * 1000) : null,
        stalled,
      }
    },
  }
}
