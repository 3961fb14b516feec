// Rules for giving free what was found on, and for trusting a PDU whose commands nobody has seen at work.
import { emptinessOf } from '../empty.ts'
import type { Event } from '../event.ts'
import { againstTransfer } from '../headroom.ts'
import { unlockMs } from '../numbers.ts'
import { placeOf } from '../place.ts'
import { refuse, type Refusal } from '../refusal.ts'
import { takenBy } from '../safety.ts'
import { isProven, openRun, type Pdu, type State } from '../state.ts'
import { listed } from '../words-names.ts'
import { pduOf } from './known.ts'
import type { SiteCommand } from './site.ts'

type Of<K extends SiteCommand['kind']> = Extract<SiteCommand, { kind: K }>

/** Each further outlet of a list needs its own time to go off. */
const eachMs = 20_000

/** What names an outlet of this PDU, in any way: then nobody may declare the PDU dark. */
const namedOn = (state: State, pdu: Pdu): string[] =>
  Object.values(pdu.outlets).flatMap(({ facts, appliance, protected: guarded, taggedOut }) => {
    const owner = takenBy(state, { pdu: pdu.id, outlet: facts.id })
    const place = placeOf(pdu, facts.id)
    if (owner) return [`${place} is allocated to ${owner}.`]
    if (appliance) return [`${place} feeds ${appliance.name}.`]
    if (guarded !== null) return [`${place} is protected: ${guarded}.`]
    if (taggedOut !== null) return [`${place} is tagged out: ${taggedOut}.`]
    return pdu.keepOn?.includes(facts.id) ? [`${place} must stay on: a person said so.`] : []
  })

/** All that is on at a PDU is given free at once: by its typed name, and by the very list with its loads that the person saw. */
export const declareDark = (state: State, command: Of<'declareDark'>, now: number): Event[] | Refusal => {
  const { pdu: id, typed, outlets, by } = command
  const pdu = pduOf(state, id)
  if ('refused' in pdu) return pdu
  if (openRun(state)) return refuse('runOpen', 'A run is open. Make it safe before you declare a PDU dark.')
  if (typed !== pdu.name) return refuse('wrongName', `Type the name of the PDU, ${pdu.name}, to declare it dark.`)
  if (pdu.keepOn === null)
    return refuse('keepOnUnanswered', `Nobody has said yet what must stay on at PDU ${pdu.name}. Answer that first.`)
  const named = namedOn(state, pdu)
  if (named.length > 0) return { refused: 'named', reasons: named }
  const on = Object.values(pdu.outlets).flatMap(({ facts, state: power }) => (power === 'off' ? [] : [facts.id]))
  const shown = outlets.map(({ outlet }) => outlet)
  const other = [...on.filter(outlet => !shown.includes(outlet)), ...shown.filter(outlet => !on.includes(outlet))]
  if (other.length > 0) {
    const places = listed(other.map(outlet => placeOf(pdu, outlet)))
    return refuse('listChanged', `${places} changed since the list was shown. Look at the new list.`)
  }
  const transfer = againstTransfer(
    state,
    on.map(outlet => ({ pdu: id, outlet })),
  )
  if (transfer.length > 0) return { refused: 'transfer', reasons: transfer }
  const totalWatts = outlets.every(({ watts }) => watts !== null)
    ? outlets.reduce((sum, { watts }) => sum + (watts ?? 0), 0)
    : null
  const until = now + unlockMs + outlets.length * eachMs
  return [{ kind: 'pduDeclaredDark', at: now, pdu: id, outlets, totalWatts, until, by }]
}

/** Opens one empty outlet of a PDU whose commands nobody has seen at work, so that a person can watch it. */
export const beginTrial = (state: State, command: Of<'beginTrial'>, now: number): Event[] | Refusal => {
  const { pdu: id, outlet, watts, stepWatts, looked, by } = command
  const pdu = pduOf(state, id)
  if ('refused' in pdu) return pdu
  if (!pdu.outlets[outlet]) return refuse('unknownOutlet', `PDU ${pdu.name} has no outlet ${outlet}.`)
  const place = placeOf(pdu, outlet)
  if (isProven(pdu))
    return refuse('proven', `PDU ${pdu.name} needs no trial: its commands are known to do what they say.`)
  if (pdu.facts.control === 'readOnly')
    return refuse('notSwitchable', `Racklight only lists this PDU. ${pdu.facts.controlWhy}`.trim())
  if (openRun(state)) return refuse('runOpen', 'A run is open. Let it end first.')
  const owner = takenBy(state, { pdu: id, outlet })
  if (owner) return refuse('allocated', `${place} is allocated to ${owner}. Choose an empty outlet.`)
  const empty = emptinessOf(watts, stepWatts)
  if (empty === 'loaded')
    return refuse('loaded', `${place} feeds something (${Math.max(...watts)} W). Choose an empty outlet.`)
  if (empty === 'unknown' && !looked)
    return refuse('emptyUnknown', `No meter tells that ${place} is empty. Look at it, and say so.`)
  return [{ kind: 'trialBegun', at: now, pdu: id, outlet, wattsRead: watts, by }]
}

/** The person has seen the outlet go off and on; so has Racklight, by what the PDU told. */
export const trustControl = (state: State, { pdu: id, by }: Of<'trustControl'>, now: number): Event[] | Refusal => {
  const pdu = pduOf(state, id)
  if ('refused' in pdu) return pdu
  if (!pdu.trial) return refuse('noTrial', `No outlet of PDU ${pdu.name} is being watched. Begin with "pdu prove".`)
  const { outlet, wentOn, wentOff } = pdu.trial
  if (!wentOn || !wentOff) {
    const missing = wentOn ? 'off' : wentOff ? 'on' : 'off and on'
    return refuse('trialOpen', `${placeOf(pdu, outlet)} has not been switched ${missing} yet.`)
  }
  return [{ kind: 'controlWatched', at: now, pdu: id, outlet, by }]
}
