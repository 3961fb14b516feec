import type { Clock, PduReading } from '#core/ports.ts'
import { outletKey } from '#core/rack.ts'
import { noGauges, type Gauges } from '#ipc/contract.ts'

/** Volatile readings, told at most ten times a second. */
export const makeGauges = (clock: Clock, tell: (gauges: Gauges) => void) => {
  const quietMs = 100
  let gauges: Gauges = { ...noGauges, at: clock.now() }
  let waiting = false
  const change = (part: Partial<Gauges>): void => {
    gauges = { ...gauges, ...part, at: clock.now() }
    if (waiting) return
    waiting = true
    void clock.wait(quietMs).then(() => {
      waiting = false
      tell(gauges)
    })
  }
  return {
    now: () => gauges,
    change,
    beat: (sid: string, at: number) => change({ beats: { ...gauges.beats, [sid]: at } }),
    read: (id: string, { tookMs, readings, loads }: PduReading) => {
      const watts = readings.flatMap(({ outlet, watts: load }) =>
        load === null ? [] : [[outletKey({ pdu: id, outlet }), load] as const],
      )
      const at = clock.now()
      change({
        pdus: { ...gauges.pdus, [id]: { at, tookMs } },
        watts: { ...gauges.watts, ...Object.fromEntries(watts) },
        loads: { ...gauges.loads, [id]: { at, loads: [...loads] } },
      })
    },
  }
}
