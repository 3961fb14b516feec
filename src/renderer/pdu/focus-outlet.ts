// The focus on the board of a PDU: by walking, or by typing the number that is printed there.
import { outletKey, type OutletRef } from '#core/rack.ts'
import { browserClock } from '../state/clock.ts'
import { useDesk } from '../state/desk.ts'
import { useRack } from '../state/rack.ts'
import { seek } from './board-plan.ts'

export const focusOutlet = (ref: OutletRef): void => {
  const row = document.querySelector<HTMLElement>(`[data-board="${CSS.escape(outletKey(ref))}"]`)
  row?.focus()
  row?.scrollIntoView({ block: 'nearest' })
}

/** Digits closer together than this are one number. */
const oneNumberMs = 1_200
let typed = ''
let typedAt = 0

/** A digit, or the dot between unit and number, typed while a PDU's page is open. */
export const typeNumber = (digit: string): void => {
  const pdu = useRack.getState().state.pdus[useDesk.getState().setupPage]
  if (!pdu) return
  const now = browserClock.now()
  const before = now - typedAt < oneNumberMs ? typed : ''
  const sought = seek(Object.keys(pdu.outlets), before, digit)
  typed = sought.typed
  typedAt = now
  if (sought.found !== null) focusOutlet({ pdu: pdu.id, outlet: sought.found })
}
