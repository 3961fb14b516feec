// Names of outlets after the machines that are bound to them; written to the PDU only when a person asks.
import { placeOf } from '#core/place.ts'
import type { OutletRef } from '#core/rack.ts'
import { outletAt, type State } from '#core/state.ts'
import { machineName } from '#core/words-names.ts'

/** PDUs take plain ASCII; a serial is nothing else, but who knows what firmware says. */
const plain = (text: string): string => text.replaceAll(/[^\x20-\x7e]/g, '').trim()

/** The name of the machine that is bound there, or null. */
export const nameAfter = (state: State, ref: OutletRef): string | null => {
  const binding = outletAt(state, ref)?.binding
  const name = binding ? plain([binding.machine, ...binding.with].map(uuid => machineName(state, uuid)).join(' ')) : ''
  return name === '' ? null : name
}

export interface Renaming {
  readonly outlet: OutletRef
  readonly place: string
  readonly before: string
  readonly after: string
}

/** Every bound outlet of a PDU, also those that bear the name already. */
export const renamings = (state: State, id: string): Renaming[] => {
  const pdu = state.pdus[id]
  if (!pdu) return []
  return pdu.facts.outlets.flatMap(facts => {
    const outlet = { pdu: id, outlet: facts.id }
    const after = nameAfter(state, outlet)
    if (after === null) return []
    return [{ outlet, place: placeOf(pdu, facts.id), before: outletAt(state, outlet)?.facts.name ?? '', after }]
  })
}
