// Changes one outlet or one PDU of a state; what is gone stays gone.
import type { OutletRef } from './rack.ts'
import type { Outlet, Pdu, State } from './state.ts'

export const setOutlet = (state: State, ref: OutletRef, change: (outlet: Outlet) => Outlet): State => {
  const pdu = state.pdus[ref.pdu]
  const outlet = pdu?.outlets[ref.outlet]
  if (!pdu || !outlet) return state
  return {
    ...state,
    pdus: { ...state.pdus, [ref.pdu]: { ...pdu, outlets: { ...pdu.outlets, [ref.outlet]: change(outlet) } } },
  }
}

export const setPdu = (state: State, id: string, change: Partial<Pdu>): State => {
  const pdu = state.pdus[id]
  return pdu ? { ...state, pdus: { ...state.pdus, [id]: { ...pdu, ...change } } } : state
}
