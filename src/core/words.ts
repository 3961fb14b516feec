// The English of Racklight: every event, fault and refusal in one plain sentence. The journal, the window and the command line all speak from here.
import type { Event } from './event.ts'
import { siteEvents } from './event-site.ts'
import type { Fault } from './fault.ts'
import type { OutletRef } from './rack.ts'
import type { Refusal } from './refusal.ts'
import type { State } from './state.ts'
import type { SiteEvent } from './apply-site.ts'
import type { Names, Words } from './words-names.ts'
import { namesOf } from './words-names.ts'
import { runWords } from './words-run.ts'
import { siteWords } from './words-site.ts'

const siteKinds: ReadonlySet<string> = new Set(siteEvents.map(schema => schema.shape.kind.value))
const isSiteEvent = (event: Event): event is SiteEvent => siteKinds.has(event.kind)

/** What happened, in two parts: the fact, and what belongs to it. */
export const wordsOf = (state: State, event: Event): Words => {
  const names = namesOf(state)
  return isSiteEvent(event) ? siteWords(names, event) : runWords(names, event)
}

/** The same as one line. */
export const sentenceOf = (state: State, event: Event): string => {
  const { fact, more } = wordsOf(state, event)
  if (more === '') return `${fact}.`.replace(/([.?!])\.$/, '$1')
  const line = `${fact}${/^[,:;]/.test(more) ? '' : ' '}${more}`
  return /[.?!]$/.test(line) ? line : `${line}.`
}

/** What failed, in words: where, how, and what mends it. */
export const faultWords = ({ where, detail, mend }: Fault): string =>
  [`${where}: ${stopped(detail)}`, ...(mend ? [stopped(mend)] : [])].join(' ')

/** Why not, in words. */
export const refusalWords = ({ reasons }: Refusal): string => reasons.map(stopped).join(' ')

const stopped = (text: string): string => (/[.?!]$/.test(text) ? text : `${text}.`)

/** `A-17`, and also for a PDU that is no longer known. */
export const placeWords = (state: State, ref: OutletRef): string => namesOf(state).place(ref)

export type { Names, Words }
