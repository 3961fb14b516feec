// Which PDUs are drawn, on which side, round which outlet the lens opens, and where everything stands.
import { outletInHand } from '#core/lane.ts'
import type { OutletRef } from '#core/rack.ts'
import { openRun, type Pdu, type State } from '#core/state.ts'
import { pdusInOrder } from '../state/run-draft.ts'
import { stripPlan, type Side, type StripPlan } from './geometry.ts'

export interface Strips {
  readonly left: string | null
  readonly right: string | null
  readonly folded: readonly string[]
}

const inHand = (state: State): OutletRef[] =>
  Object.values(openRun(state)?.lanes ?? {}).flatMap(lane => {
    const ref = outletInHand(lane)
    return ref ? [ref] : []
  })

/** Rear view: A left, B right; the front mirrors it. More than two: what is asked for, then what is in hand, then in order. */
export const stripsOf = (state: State, asked: readonly string[], rear: boolean): Strips => {
  const all = pdusInOrder(state)
  const known = (id: string): boolean => all.some(pdu => pdu.id === id)
  const wanted = [...new Set([...asked.filter(known), ...inHand(state).map(ref => ref.pdu), ...all.map(pdu => pdu.id)])]
  const shown = all.filter(pdu => wanted.slice(0, 2).includes(pdu.id))
  const folded = all.filter(pdu => !shown.includes(pdu)).map(pdu => pdu.id)
  const [first, second] = shown
  if (!first) return { left: null, right: null, folded }
  const alone = !second && first.feed !== 'A'
  const left = alone ? null : first.id
  const right = alone ? first.id : (second?.id ?? null)
  return rear ? { left, right, folded } : { left: right, right: left, folded }
}

/** The outlet round which a strip is opened: where the person is, else where a lane is. */
export const lensFor = (state: State, pdu: string, chosen: OutletRef | null): string | null => {
  const refs = inHand(state).filter(ref => ref.pdu === pdu)
  return refs[0]?.outlet ?? (chosen?.pdu === pdu ? chosen.outlet : null)
}

/** Rows in the order of the PDU's face: as listed by the PDU itself. */
export const planOf = (pdu: Pdu, around: string | null): StripPlan => stripPlan(pdu.facts.outlets, around)

export const sideOf = (strips: Strips, pdu: string): Side | null =>
  strips.left === pdu ? 'left' : strips.right === pdu ? 'right' : null
