import { fault, type Result } from '#core/fault.ts'
import type { NameOutcome, PduAccess } from '#core/ports.ts'
import type { By } from '#core/person.ts'
import type { OutletRef, PduProbe } from '#core/rack.ts'
import type { PduEntry } from '#ipc/contract.ts'
import { secretNames } from './files.ts'
import { faultOf } from './keys.ts'
import { sealCredentials, targetIn } from './pdu-access.ts'
import type { Site } from './site.ts'

export const accessOf = ({ host, port, version, community, v3 }: PduEntry): PduAccess => ({
  address: { host, port },
  version,
  community,
  v3,
})

/** Probes, keeps the secrets in the vault, and only then lets the rules take the PDU in. */
export const addPdu = async (
  site: Site,
  wanted: { name: string; feed: string; entry: PduEntry },
  by: By,
): Promise<Result<PduProbe>> => {
  const access = accessOf(wanted.entry)
  const probed = await site.pdus.probe(access)
  if (!probed.ok) return probed
  const { facts, address, readings, loads } = probed.value
  const kept = await site.vault.set(secretNames.pdu(facts.id), sealCredentials(access))
  if (!kept.ok) return kept
  const answer = await site.engine.submit({
    kind: 'addPdu',
    name: wanted.name,
    feed: wanted.feed,
    address,
    facts,
    readings,
    loads,
    by,
  })
  return answer.ok ? probed : faultOf(answer)
}

/** Writes the name an outlet has on the PDU itself; the journal hears of it when the PDU shows it. */
export const nameOutletNow = async (
  site: Site,
  { pdu, outlet, text }: OutletRef & { text: string },
  by: By,
): Promise<Result<NameOutcome>> => {
  const target = targetIn(site.engine.state(), site.vault, pdu)
  if (!target) return unknownPdu(pdu)
  const named = await site.pdus.nameOutlet(target, outlet, text)
  if (!named.ok) return named
  const { before, after } = named.value
  const told = await site.engine.submit({ kind: 'outletNamed', pdu, outlet, before, after, by })
  return told.ok ? named : faultOf(told)
}

const unknownPdu = (id: string): Result<never> =>
  fault('gone', id, 'Racklight knows no such PDU, or its credentials are not in the vault.', 'Add the PDU again.')

/** Reads a known PDU now and tells the engine what it said. */
export const readPduNow = async (site: Site, id: string): Promise<Result<void>> => {
  const target = targetIn(site.engine.state(), site.vault, id)
  if (!target) return unknownPdu(id)
  const reading = await site.pdus.read(target)
  if (!reading.ok) {
    await site.engine.submit({ kind: 'pduFailed', pdu: id, fault: reading.fault })
    return reading
  }
  site.onReading(id, reading.value)
  const told = await site.engine.submit({ kind: 'pduRead', pdu: id, readings: reading.value.readings })
  return told.ok ? { ok: true, value: undefined } : faultOf(told)
}
