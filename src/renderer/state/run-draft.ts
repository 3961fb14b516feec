// A run as it is being put together: sensible beginnings, and what the start panel says about them.
import { keyState, laneOfKey, type EnlistmentKey } from '#core/key.ts'
import { placeOf } from '#core/place.ts'
import { outletKey, sameOutlet, type OutletRef } from '#core/rack.ts'
import { inCustody, maasStale, takenBy } from '#core/safety.ts'
import { outletAt, type Pdu, type State } from '#core/state.ts'
import type { RunAsk } from '#ipc/contract.ts'
import type { Draft } from './desk.ts'

export const pdusInOrder = (state: State): Pdu[] =>
  Object.values(state.pdus).sort((a, b) => a.feed.localeCompare(b.feed) || a.name.localeCompare(b.name))

/** PDUs of which nobody has said what must stay on. */
export const unanswered = (state: State): Pdu[] => pdusInOrder(state).filter(pdu => pdu.keepOn === null)

/** Why an outlet is out of the question for a run; null when it may be in its scope. */
export const outOfScope = (state: State, ref: OutletRef): string | null => {
  const outlet = outletAt(state, ref)
  const pdu = state.pdus[ref.pdu]
  if (!outlet || !pdu) return 'not known'
  if (outlet.binding) return 'bound already'
  if (!outlet.facts.switchable) return 'cannot be switched'
  if (outlet.protected !== null || outlet.appliance !== null) return 'never touched'
  if (pdu.keepOn?.includes(ref.outlet)) return 'must stay on'
  if (outlet.taggedOut !== null) return 'tagged out'
  return takenBy(state, ref) === null ? null : 'taken'
}

export const isFoundOn = (state: State, ref: OutletRef, now: number): boolean => {
  const outlet = outletAt(state, ref)
  return outlet?.state === 'on' && !inCustody(state, outlet, now)
}

export const allOutlets = (state: State): OutletRef[] =>
  pdusInOrder(state).flatMap(pdu => pdu.facts.outlets.map(({ id }) => ({ pdu: pdu.id, outlet: id })))

/** Without a choice: every outlet that nothing speaks against and that is off. */
export const scopeOf = (state: State, draft: Draft, now: number): OutletRef[] => {
  const possible = allOutlets(state).filter(ref => outOfScope(state, ref) === null)
  const { scope } = draft
  if (scope) return possible.filter(ref => scope.some(other => sameOutlet(other, ref)))
  const unlocked = (ref: OutletRef): boolean => draft.unlock.some(other => sameOutlet(other, ref))
  return possible.filter(ref => !isFoundOn(state, ref, now) || unlocked(ref))
}

/** Whether every outlet of the scope has a meter of its own. */
export const isMetered = (state: State, scope: readonly OutletRef[]): boolean =>
  scope.length > 0 && scope.every(ref => typeof outletAt(state, ref)?.watts === 'number')

export const laneKeys = (state: State, now: number): EnlistmentKey[] =>
  Object.values(state.keys)
    .filter(key => {
      const life = keyState(key, now)
      return laneOfKey(key) !== null && (life === 'issued' || life === 'seen')
    })
    .sort(
      (a, b) => (laneOfKey(a) ?? '').localeCompare(laneOfKey(b) ?? '', 'en', { numeric: true }) || b.madeAt - a.madeAt,
    )

/** One key for each lane: the newest, unless the person has chosen. */
export const chosenKeys = (state: State, draft: Draft, now: number): EnlistmentKey[] => {
  const keys = laneKeys(state, now)
  if (draft.kids) return keys.filter(key => draft.kids?.includes(key.kid))
  const seen = new Set<string | null>()
  return keys.filter(key => !seen.has(laneOfKey(key)) && seen.add(laneOfKey(key)))
}

/** Before switches are listed and before a run starts main reads MAAS anew, so age alone is no reason. */
export const offlineWhy = (state: State, now: number): string | null =>
  state.maasSite && !state.maasLost ? null : maasStale(state, now)

export const runAskOf = (state: State, draft: Draft, now: number): RunAsk | null => {
  const scope = scopeOf(state, draft, now)
  const lanes = chosenKeys(state, draft, now).map(key => ({ name: laneOfKey(key) ?? key.kid, kid: key.kid }))
  if (scope.length === 0 || lanes.length === 0) return null
  const unlock = draft.unlock.filter(ref => scope.some(other => sameOutlet(other, ref)))
  const offline = draft.offline && offlineWhy(state, now) !== null
  const sync = (draft.sync ?? true) && state.maasSite !== null
  return {
    mode: 'guided',
    scope,
    lanes,
    confirm: draft.confirm,
    unlock,
    sync,
    offline,
    present: draft.present,
  }
}

/** What still keeps the run from starting, in words, most pressing first. */
export const missing = (state: State, draft: Draft, now: number): string[] => {
  const lanes = chosenKeys(state, draft, now)
  const twice = new Set(lanes.map(laneOfKey)).size < lanes.length
  const stale = draft.offline || state.maasSite ? null : offlineWhy(state, now)
  return [
    ...(lanes.length === 0 ? ['No lane has a key. Make one under Keys.'] : []),
    ...(twice ? ['Two keys are chosen for one lane. Keep one.'] : []),
    ...(scopeOf(state, draft, now).length === 0 ? ['No outlet is chosen.'] : []),
    ...(lanes.length > 1 && draft.confirm !== 'cut' ? ['Several lanes at once need the confirming cut.'] : []),
    ...(stale === null ? [] : [stale]),
  ]
}

const parts = /^([A-Z])-?((?:\d{1,3}\.)?\d{1,3})$/

/** `A-17` or `a17`, as typed. */
export const parsePlace = (state: State, text: string): OutletRef | null => {
  const match = parts.exec(text.trim().toUpperCase())
  if (!match) return null
  const pdu = pdusInOrder(state).find(one => one.feed === match[1] && one.outlets[match[2] ?? ''])
  return pdu && match[2] !== undefined ? { pdu: pdu.id, outlet: match[2] } : null
}

/** `A-1 to A-8, A-11`: a scope as a person would say it. */
export const scopeWords = (state: State, scope: readonly OutletRef[]): string =>
  pdusInOrder(state)
    .flatMap(pdu => {
      const ids = pdu.facts.outlets.map(facts => facts.id)
      const chosen = ids.map(id => scope.some(ref => outletKey(ref) === outletKey({ pdu: pdu.id, outlet: id })))
      const runs: string[] = []
      for (let i = 0; i < ids.length; i++) {
        if (!chosen[i]) continue
        const from = i
        while (chosen[i + 1]) i++
        const [a, b] = [placeOf(pdu, ids[from] ?? ''), placeOf(pdu, ids[i] ?? '')]
        runs.push(from === i ? a : `${a} to ${b}`)
      }
      return runs
    })
    .join(', ')
