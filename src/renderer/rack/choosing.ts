// Choosing outlets on the drawing: what must stay on, or what the run is to cover.
import { outletKey, sameOutlet, type OutletRef } from '#core/rack.ts'
import { openRun, type State } from '#core/state.ts'
import { openOutlet, setDesk, setDraft, useDesk, type Desk } from '../state/desk.ts'
import { outOfScope, scopeOf, unanswered } from '../state/run-draft.ts'
import { useRack, type Rack } from '../state/rack.ts'
import type { Draft } from '../state/desk.ts'

export type Choosing = { readonly what: 'keep'; readonly pdu: string } | { readonly what: 'scope' } | null

export const choosingIn = (state: State, filed: string | null): Choosing => {
  if (openRun(state) || state.run?.phase === 'stopped') return null
  if (state.run?.phase === 'ended' && filed !== state.run.id) return null
  const [pdu] = unanswered(state)
  return pdu ? { what: 'keep', pdu: pdu.id } : { what: 'scope' }
}

let known: { state: State; draft: Draft; keys: ReadonlySet<string> } | null = null

/** Every row asks; the answer is worked out once. */
const scopeKeys = ({ state, now }: Rack, draft: Draft): ReadonlySet<string> => {
  if (known?.state !== state || known.draft !== draft)
    known = { state, draft, keys: new Set(scopeOf(state, draft, now).map(outletKey)) }
  return known.keys
}

export type Choice = 'none' | 'in' | 'out' | 'barred'

/** How an outlet stands in the choice that the screen asks for. */
export const choiceOf = (rack: Rack, desk: Desk, ref: OutletRef): Choice => {
  if (desk.screen !== 'rack') return 'none'
  const choosing = choosingIn(rack.state, desk.filed)
  if (!choosing) return 'none'
  if (choosing.what === 'keep') {
    if (choosing.pdu !== ref.pdu) return 'none'
    return desk.keep[ref.pdu]?.includes(ref.outlet) ? 'in' : 'out'
  }
  if (outOfScope(rack.state, ref) !== null) return 'barred'
  return scopeKeys(rack, desk.draft).has(outletKey(ref)) ? 'in' : 'out'
}

const toggled = <T>(list: readonly T[], one: T, same: (a: T, b: T) => boolean): T[] =>
  list.some(other => same(other, one)) ? list.filter(other => !same(other, one)) : [...list, one]

/** A press on an outlet: chooses where the screen asks for a choice, else opens its card. */
export const pressOutlet = (ref: OutletRef): void => {
  const rack = useRack.getState()
  const desk = useDesk.getState()
  const choice = choiceOf(rack, desk, ref)
  if (choice === 'none' || choice === 'barred') return openOutlet(ref)
  const choosing = choosingIn(rack.state, desk.filed)
  if (choosing?.what === 'keep') {
    const kept = toggled(desk.keep[ref.pdu] ?? [], ref.outlet, (a, b) => a === b)
    return setDesk({ keep: { ...desk.keep, [ref.pdu]: kept }, outlet: ref })
  }
  setDraft({ scope: toggled(scopeOf(rack.state, desk.draft, rack.now), ref, sameOutlet) })
  setDesk({ outlet: ref })
}
