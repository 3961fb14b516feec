// Reads a PDU several times in a row: a single low reading does not say that an outlet is empty.
import { emptyReadings, emptyWithinMs } from '#core/empty.ts'
import { fault, ok, type Result } from '#core/fault.ts'
import type { PduTarget } from '#core/ports.ts'
import type { OutletRef } from '#core/rack.ts'
import { targetIn } from './pdu-access.ts'
import type { Site } from './site.ts'

const gapMs = emptyWithinMs / emptyReadings

const weigh = async (site: Site, target: PduTarget, outlet: string): Promise<Result<number[]>> => {
  const watts: number[] = []
  for (let done = 0; done < emptyReadings; done++) {
    site.onWork({ what: 'weigh', done, of: emptyReadings, found: 0 })
    if (done > 0) await site.clock.wait(gapMs)
    const read = await site.pdus.read(target)
    if (!read.ok) return read
    site.onReading(target.id, read.value)
    const load = read.value.readings.find(one => one.outlet === outlet)?.watts ?? null
    if (load === null) return ok([])
    watts.push(load)
  }
  return ok(watts)
}

/** Three loads of one outlet within half a minute, in watts; none where the outlet has no meter of its own. */
export const weighOutlet = async (site: Site, { pdu, outlet }: OutletRef): Promise<Result<number[]>> => {
  const target = targetIn(site.engine.state(), site.vault, pdu)
  if (!target)
    return fault(
      'gone',
      pdu,
      'Racklight knows no such PDU, or its credentials are not in the vault.',
      'Add the PDU again.',
    )
  try {
    return await weigh(site, target, outlet)
  } finally {
    site.onWork(null)
  }
}
