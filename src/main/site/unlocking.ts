// What a person is shown before an outlet is given free, read at that moment.
import { fault, ok, type Result } from '#core/fault.ts'
import type { By } from '#core/person.ts'
import type { OutletRef } from '#core/rack.ts'
import type { Receipt } from '#ipc/contract.ts'
import { readPduNow } from './pdus.ts'
import type { Site } from './site.ts'
import { weighOutlet } from './weigh.ts'

/** Weighs the outlet, then lets the rules open it to a person who watches. */
export const beginTrial = async (
  site: Site,
  { looked, ...ref }: OutletRef & { looked: boolean },
  by: By,
): Promise<Receipt> => {
  await readPduNow(site, ref.pdu)
  const watts = await weighOutlet(site, ref)
  if (!watts.ok) return watts
  const stepWatts = site.engine.state().pdus[ref.pdu]?.facts.stepWatts ?? null
  const outcome = await site.engine.submit({ kind: 'beginTrial', ...ref, watts: watts.value, stepWatts, looked, by })
  return outcome.ok ? { ok: true, events: outcome.events.length } : outcome
}

interface Listed {
  readonly outlets: { outlet: string; watts: number | null }[]
  readonly totalWatts: number | null
}

/** All that is on at a PDU at this moment, with its loads. */
export const listOn = async (site: Site, id: string): Promise<Result<Listed>> => {
  const read = await readPduNow(site, id)
  if (!read.ok) return read
  const pdu = site.engine.state().pdus[id]
  if (!pdu) return fault('gone', id, 'Racklight knows no such PDU.', 'Add it first.')
  const { watts: gauges } = site.gauges()
  const outlets = Object.values(pdu.outlets).flatMap(({ facts, state, watts }) =>
    state === 'off' ? [] : [{ outlet: facts.id, watts: gauges[`${id}/${facts.id}`] ?? watts }],
  )
  const known = outlets.every(({ watts }) => watts !== null)
  return ok({ outlets, totalWatts: known ? outlets.reduce((sum, { watts }) => sum + (watts ?? 0), 0) : null })
}
