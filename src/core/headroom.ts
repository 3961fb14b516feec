// What banks, phases and inlets can still carry: before an outlet goes on, and before a feed goes and its load moves over.
import { placeOf } from './place.ts'
import { sharedName, type OutletFacts, type OutletRef, type SharedLoad } from './rack.ts'
import { numbersOf, outletAt, type Outlet, type Pdu, type State } from './state.ts'

/** Where no meter tells: the lowest mains there is, so that amps are rather over- than underestimated. */
const leastWattsPerAmp = 100

/** What an amp of this PDU brings in watts: its voltage and the power factor of what hangs on it, as its meters tell. */
const wattsPerAmp = (pdu: Pdu): number => {
  const metered = Object.values(pdu.outlets).filter(({ watts, amps }) => (watts ?? 0) > 0 && (amps ?? 0) >= 0.3)
  const sum = (of: (outlet: Outlet) => number | null): number =>
    metered.reduce((total, one) => total + (of(one) ?? 0), 0)
  const found = metered.length === 0 ? 0 : sum(one => one.watts) / sum(one => one.amps)
  return Math.max(leastWattsPerAmp, found)
}

/** `L1` is phase 1; `L1-L2` loads both. */
const phasesOf = ({ phase }: OutletFacts): number[] =>
  [...(phase ?? '').matchAll(/\d/g)].map(([digit]) => Number(digit))

/** The breakers, phases and inlets that this outlet's load goes through. */
export const sharedBy = (loads: readonly SharedLoad[], facts: OutletFacts): SharedLoad[] =>
  loads.filter(load => {
    if (load.unit !== facts.unit) return false
    if (load.section !== null && load.section !== facts.section) return false
    if (load.kind === 'bank') return load.number === facts.bank
    return load.kind === 'inlet' || phasesOf(facts).includes(load.number)
  })

const wordsFor = (load: SharedLoad, pdu: Pdu): string =>
  load.kind === 'inlet' ? `the inlet of PDU ${pdu.name}` : `${sharedName(load)} of PDU ${pdu.name}`

const amps = (value: number): string => `${value.toFixed(1)} A`

/** The most this outlet has drawn, else what machines of this rack usually draw; null while nobody knows. */
export const expectedWatts = (state: State, ref: OutletRef): number | null => {
  const own = outletAt(state, ref)?.mostWatts ?? null
  if (own !== null && own > 0) return own
  const seen = Object.values(state.pdus)
    .flatMap(pdu => Object.values(pdu.outlets))
    .flatMap(({ binding, mostWatts }) => (binding && mostWatts !== null && mostWatts > 0 ? [mostWatts] : []))
    .sort((a, b) => a - b)
  return seen[Math.floor(seen.length / 2)] ?? null
}

const fullAt = (state: State): number => numbersOf(state).fullAt

const overload = (state: State, pdu: Pdu, load: SharedLoad, moreAmps: number): string | null => {
  if (load.amps === null || load.ratingAmps === null) return null
  const would = load.amps + moreAmps
  if (would <= fullAt(state) * load.ratingAmps) return null
  return `${wordsFor(load, pdu)} would carry ${amps(would)} of ${amps(load.ratingAmps)}, more than ${Math.round(fullAt(state) * 100)} %`
}

/** Why the outlet must not go on: its breaker is open, or would be too full. */
export const againstLoad = (state: State, ref: OutletRef): string[] => {
  const pdu = state.pdus[ref.pdu]
  const outlet = outletAt(state, ref)
  if (!pdu || !outlet) return []
  const more = (expectedWatts(state, ref) ?? 0) / wattsPerAmp(pdu)
  const place = placeOf(pdu, ref.outlet)
  return sharedBy(pdu.loads, outlet.facts).flatMap(load => {
    if (load.tripped) return [`The breaker of ${wordsFor(load, pdu)} is open. See why before ${place} goes on.`]
    const full = overload(state, pdu, load, more)
    return full === null ? [] : [`With ${place} on, ${full}.`]
  })
}

/** True when both the load to come and what its breakers can carry are known. */
export const isLoadKnown = (state: State, ref: OutletRef): boolean => {
  const pdu = state.pdus[ref.pdu]
  const outlet = outletAt(state, ref)
  if (!pdu || !outlet || expectedWatts(state, ref) === null) return false
  const shared = sharedBy(pdu.loads, outlet.facts)
  return shared.length > 0 && shared.every(load => load.amps !== null && load.ratingAmps !== null)
}

/** Where the load of an outlet goes when it is cut: the same number on another feed, else anywhere on the other feeds. */
const heirs = (state: State, ref: OutletRef): { pdu: Pdu; loads: readonly SharedLoad[] }[] => {
  const feed = state.pdus[ref.pdu]?.feed
  return Object.values(state.pdus)
    .filter(pdu => pdu.feed !== feed)
    .map(pdu => {
      const twin = pdu.outlets[ref.outlet]
      return { pdu, loads: twin ? sharedBy(pdu.loads, twin.facts) : pdu.loads }
    })
}

/** Why these outlets must not go off together: what remains could not carry their load, figure by figure. */
export const againstTransfer = (state: State, refs: readonly OutletRef[]): string[] => {
  const moved = new Map<SharedLoad, { pdu: Pdu; watts: number }>()
  for (const ref of refs) {
    const watts = outletAt(state, ref)?.watts ?? 0
    if (watts <= 0) continue
    for (const { pdu, loads } of heirs(state, ref))
      for (const load of loads) moved.set(load, { pdu, watts: (moved.get(load)?.watts ?? 0) + watts })
  }
  return [...moved].flatMap(([load, { pdu, watts }]) => {
    const full = overload(state, pdu, load, watts / wattsPerAmp(pdu))
    return full === null ? [] : [`If what it feeds lives on at the other feed, ${full}.`]
  })
}
