// Regions that F6 walks through, and the strips that a letter brings up. Focus moves only when a person asks.
import { pdusInOrder } from '../state/run-draft.ts'
import { setDesk, useDesk } from '../state/desk.ts'
import { useRack } from '../state/rack.ts'

const stops = 'a[href], button:not(:disabled, [tabindex="-1"]), input:not(:disabled), select, textarea, [tabindex="0"]'

export const moveRegion = (by: 1 | -1): void => {
  const regions = [...document.querySelectorAll<HTMLElement>('[data-region]')].filter(
    region => region.getClientRects().length > 0,
  )
  if (regions.length === 0) return
  // Innermost first: the outlets of a PDU are a region of their own inside its page.
  const at = regions.findLastIndex(region => region.contains(document.activeElement))
  const next = regions[(at + by + regions.length + (at < 0 && by < 0 ? 1 : 0)) % regions.length]
  const stop = next?.querySelector<HTMLElement>(stops)
  if (stop) return stop.focus()
  next?.setAttribute('tabindex', '-1')
  next?.focus()
}

/** Brings the PDU of a feed into the drawing, and the focus to its first outlet or the one last in focus there. */
export const focusStrip = (feed: string): void => {
  const pdu = pdusInOrder(useRack.getState().state).find(one => one.feed === feed)
  if (!pdu) return
  const { strips } = useDesk.getState()
  if (!strips.includes(pdu.id)) setDesk({ strips: [pdu.id, ...strips].slice(0, 2) })
  requestAnimationFrame(() => {
    const strip = document.querySelector(`[data-strip="${CSS.escape(pdu.id)}"]`)
    ;(strip?.querySelector<SVGElement>('[tabindex="0"]') ?? strip?.querySelector<SVGElement>('[data-outlet]'))?.focus()
  })
}
