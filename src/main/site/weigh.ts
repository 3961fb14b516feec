// Reads a PDU several times in a row: a single low reading does not say that an outlet is empty.
import { emptyReadings, emptyWithinMs } from '#core/empty.ts'
import { fault, ok, type Result } from '#core/fault.ts'
import type { OutletRef } from '#core/rack.ts'
import { targetIn } from './pdu-access.ts'
import type { Site } from './site.ts'

const gapMs = emptyWithinMs / emptyReadings

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
  const watts: number[] = []
  for (let reading = 0; reading < emptyReadings; reading++) {
    if (reading > 0) await site.clock.wait(gapMs)
    const read = await site.pdus.read(target)
    if (!read.ok) return read
    const load = read.value.readings.find(one => one.outlet === outlet)?.watts ?? null
    if (load === null) return ok([])
    watts.push(load)
  }
  return ok(watts)
}
