// How outlets and PDUs are named on the command line: `NAME`, `N`, in chains `U.N`, lists `NAME:1-8,11`.
import { OutletNumber, type OutletRef } from '#core/rack.ts'
import type { Pdu, State } from '#core/state.ts'
import { Stop, usage } from './frame.ts'

const none = (text: string): Stop => usage(`"${text}" is not an outlet number or a list like 1-8,11`)

const span = (text: string): string[] => {
  const [, unit = '', first, lastUnit, last] = /^(\d+\.)?(\d+)-(\d+\.)?(\d+)$/.exec(text) ?? []
  const [from, to] = [Number(first), Number(last)]
  if (!(from <= to) || to > 999 || (lastUnit !== undefined && lastUnit !== unit)) throw none(text)
  return Array.from({ length: to - from + 1 }, (_, i) => `${unit}${from + i}`)
}

/** `1-8,11` as the numbers it stands for, in the order written, none twice. */
export const parseOutlets = (text: string): string[] => {
  const numbers = text.split(',').flatMap(part => {
    if (OutletNumber.safeParse(part).success) return [part]
    if (part.includes('-')) return span(part)
    throw none(text)
  })
  return [...new Set(numbers)]
}

/** The PDU of this name, or of this serial number. */
export const pduNamed = (state: State, name: string): Pdu => {
  const pdus = Object.values(state.pdus)
  const found = pdus.find(pdu => pdu.name === name) ?? state.pdus[name]
  if (found) return found
  const known = pdus.map(pdu => pdu.name).sort()
  const mend = known.length === 0 ? 'Add it with "pdu add".' : `There are: ${known.join(', ')}.`
  throw new Stop({
    kind: 'fault',
    fault: { kind: 'gone', where: `PDU ${name}`, detail: 'This site has no PDU of that name.', mend },
  })
}

const unknown = (pdu: Pdu, outlets: readonly string[]): Stop =>
  new Stop({
    kind: 'fault',
    fault: {
      kind: 'gone',
      where: `PDU ${pdu.name}`,
      detail: `It has no outlet ${outlets.join(', ')}.`,
      mend: `Its outlets are ${Object.keys(pdu.outlets).length === 0 ? 'none' : shortList(Object.keys(pdu.outlets))}.`,
    },
  })

/** The given outlets of this PDU, each known. */
export const outletsOf = (pdu: Pdu, texts: readonly string[]): string[] => {
  const outlets = [...new Set(texts.flatMap(parseOutlets))]
  const missing = outlets.filter(outlet => !pdu.outlets[outlet])
  if (missing.length > 0) throw unknown(pdu, missing)
  return outlets
}

/** `NAME` is the whole PDU, `NAME:1-8,11` a part of it. */
export const parsePlace = (state: State, text: string): OutletRef[] => {
  const colon = text.lastIndexOf(':')
  const pdu = pduNamed(state, colon < 0 ? text : text.slice(0, colon))
  const outlets = colon < 0 ? Object.keys(pdu.outlets) : outletsOf(pdu, [text.slice(colon + 1)])
  return outlets.map(outlet => ({ pdu: pdu.id, outlet }))
}

/** `NAME:1-8` where the outlets must be said. */
export const parseNumbered = (state: State, option: string, text: string): OutletRef[] => {
  if (!text.includes(':')) throw usage(`--${option} needs the outlets by their numbers, like ${text}:3`)
  return parsePlace(state, text)
}

/** `1-8,11`: the opposite of `parseOutlets`, for people. */
export const shortList = (outlets: readonly string[]): string => {
  const parts: string[] = []
  let first: string | undefined
  let last: string | undefined
  const flush = (): void => {
    if (first !== undefined) parts.push(first === last ? first : `${first}-${last}`)
  }
  for (const outlet of outlets) {
    const follows = last !== undefined && !outlet.includes('.') && Number(outlet) === Number(last) + 1
    if (!follows) {
      flush()
      first = outlet
    }
    last = outlet
  }
  flush()
  return parts.join(',')
}

export const pduName = (state: State, id: string): string => state.pdus[id]?.name ?? id
