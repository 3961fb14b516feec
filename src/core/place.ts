// How places and times are written for people.
import type { Pdu } from './state.ts'

/** `A-17`: the feed's letter and the number printed on the PDU. */
export const placeOf = (pdu: Pdu, outlet: string): string => `${pdu.feed}-${outlet}`

/** `45 s`, `12 min`, `3 h`. */
export const age = (ms: number): string => {
  // The view reads its clock by whole seconds, so the newest news may seem to lie a moment ahead.
  const seconds = Math.max(0, Math.round(ms / 1000))
  if (seconds < 120) return `${seconds} s`
  return seconds < 7_200 ? `${Math.round(seconds / 60)} min` : `${Math.round(seconds / 3_600)} h`
}

const cords: Readonly<Record<string, string>> = { A: 'BLUE', B: 'RED', C: 'GREEN', D: 'YELLOW' }

/** The cord colour of a feed, as written on screen; a site without colours of its own uses these. */
export const cordOf = (feed: string): string => cords[feed] ?? 'BLACK'
