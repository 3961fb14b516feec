// What a command may be about: PDUs and outlets that Racklight knows.
import type { Event } from '../event.ts'
import { refuse, type Refusal } from '../refusal.ts'
import type { Pdu, State } from '../state.ts'

export const pduOf = (state: State, id: string): Pdu | Refusal =>
  state.pdus[id] ?? refuse('unknownPdu', `Racklight knows no PDU ${id}. Add it first.`)

export const withOutlets = (
  state: State,
  command: { pdu: string; outlets: readonly string[] },
  make: (pdu: Pdu, outlet: string) => Event[],
): Event[] | Refusal => {
  const pdu = pduOf(state, command.pdu)
  if ('refused' in pdu) return pdu
  const missing = command.outlets.filter(outlet => !pdu.outlets[outlet])
  if (missing.length > 0) return refuse('unknownOutlet', `PDU ${pdu.name} has no outlet ${missing.join(', ')}.`)
  return command.outlets.flatMap(outlet => make(pdu, outlet))
}
