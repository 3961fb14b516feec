// Reads a PDU again and again, for the view and for canaries.
import type { Fault } from '#core/fault.ts'
import type { Cancel, Clock, PduPort, PduReading, PduTarget } from '#core/ports.ts'

export interface WatchOptions {
  readonly everyMs: number
  readonly clock: Clock
  readonly cancel: Cancel
  readonly onReading: (reading: PduReading) => void
  readonly onFault: (fault: Fault) => void
}

/** Ends when cancelled. A reading that takes longer than the rhythm delays the next one instead of piling up. */
export async function watchPdu(port: Pick<PduPort, 'read'>, target: PduTarget, options: WatchOptions): Promise<void> {
  const { everyMs, clock, cancel, onReading, onFault } = options
  while (!cancel.aborted) {
    const startedAt = clock.now()
    const reading = await port.read(target, cancel)
    if (cancel.aborted) return
    if (reading.ok) onReading(reading.value)
    else onFault(reading.fault)
    const restMs = Math.max(0, startedAt + everyMs - clock.now())
    if (!(await clock.wait(restMs, cancel))) return
  }
}
