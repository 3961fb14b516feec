// What banks, phases and inlets carry, in words and figures.
import { sharedName, type SharedLoad } from '#core/rack.ts'
import { numbersOf } from '#core/state.ts'
import type { Rack } from '../state/rack.ts'

export interface Carried {
  readonly key: string
  readonly what: string
  readonly says: string
  /** Of its rating; null where one of the two is not told. */
  readonly part: number | null
  readonly over: boolean
  readonly tripped: boolean
}

/** The newest reading: the gauges' where there is one, else what the journal knows. */
export const loadsIn = ({ gauges, state }: Rack, pdu: string): readonly SharedLoad[] =>
  gauges.loads[pdu]?.loads ?? state.pdus[pdu]?.loads ?? []

const staleMs = 10_000

/** When the PDU was last heard. */
export const readAtIn = ({ gauges, state }: Rack, pdu: string): number =>
  Math.max(gauges.pdus[pdu]?.at ?? 0, state.pdus[pdu]?.readAt ?? 0)

/** Too old to be shown as present. */
export const isStale = (rack: Rack, pdu: string): boolean => rack.now - readAtIn(rack, pdu) > staleMs

export const fullAtIn = ({ state }: Rack): number => numbersOf(state).fullAt

const amps = (value: number): string => (Number.isInteger(value) ? String(value) : value.toFixed(1))

const figures = ({ amps: drawn, ratingAmps }: SharedLoad, over: boolean, fullAt: number): string => {
  if (drawn === null) return ratingAmps === null ? 'not metered' : `not metered, rated ${amps(ratingAmps)} A`
  if (ratingAmps === null) return `${drawn.toFixed(1)} A, rating not told`
  const percent = `${Math.round((drawn / ratingAmps) * 100)} %`
  const more = over ? `${percent}, more than ${Math.round(fullAt * 100)} %` : percent
  return `${drawn.toFixed(1)} of ${amps(ratingAmps)} A, ${more}`
}

export const carried = (load: SharedLoad, fullAt: number): Carried => {
  const { kind, unit, section, number, amps: drawn, ratingAmps, tripped } = load
  const part = drawn === null || ratingAmps === null || ratingAmps <= 0 ? null : drawn / ratingAmps
  const over = part !== null && part > fullAt
  const what =
    kind === 'bank' ? `B${sharedName(load).slice(1)}` : kind === 'phase' ? `Phase L${number}` : `Inlet ${number}`
  const says = tripped ? `breaker open, ${figures(load, over, fullAt)}` : figures(load, over, fullAt)
  return { key: `${kind}/${unit}/${section}/${number}`, what, says, part, over, tripped }
}
