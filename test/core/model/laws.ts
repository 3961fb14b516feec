// How a law is looked for: many histories of every kind, each fact with the state right before and after it.
import fc from 'fast-check'
import { apply } from '#core/apply.ts'
import type { Event, EventOf } from '#core/event.ts'
import type { Lane } from '#core/lane.ts'
import { plan } from '#core/plan.ts'
import { isRefusal } from '#core/refusal.ts'
import type { State } from '#core/state.ts'
import { drawn, History, type Step } from './history.ts'
import type { Mischief } from './mischief.ts'

export const everything: Mischief = { people: true, failures: true, lies: true, confirm: 'cut', lanes: 2 }
export const kinds: readonly Mischief[] = [
  everything,
  { ...everything, lies: false },
  { ...everything, confirm: 'none', lanes: 1 },
  { ...everything, lies: false, confirm: 'meter', lanes: 1 },
  { people: false, failures: true, lies: false, confirm: 'cut', lanes: 2 },
  { people: false, failures: false, lies: false, confirm: 'cut', lanes: 2 },
]
/** More of them where somebody has the time. */
export const runs = Number(process.env['RACKLIGHT_LAW_RUNS'] ?? 40)

/** Plays many histories of every kind and looks at each. */
export const always = (look: (history: History) => void, wanted: readonly Mischief[] = kinds, moves = 160): void => {
  for (const mischief of wanted)
    fc.assert(
      fc.property(drawn(moves), draw => {
        look(new History(draw, mischief).play(draw.moves))
      }),
      { numRuns: runs, interruptAfterTimeLimit: 15_000 / wanted.length },
    )
}

/** Every fact with the state right before and after it. */
export const eachEvent = (
  history: History,
  look: (event: Event, before: State, step: Step, after: State) => void,
): void => {
  for (const step of history.steps) {
    if (isRefusal(step.outcome)) continue
    let state = step.before
    for (const event of step.outcome) {
      const next = apply(state, event)
      look(event, state, step, next)
      state = next
    }
  }
}
export const each = <K extends Event['kind']>(
  history: History,
  kind: K,
  look: (event: EventOf<K>, before: State, step: Step) => void,
): void =>
  eachEvent(history, (event, before, step) => {
    if (event.kind === kind) look(event as EventOf<K>, before, step)
  })

export const switches = (state: State) => plan(state).filter(effect => effect.kind === 'switchOutlet')
export const lanesOf = (state: State): Lane[] => Object.values(state.run?.lanes ?? {})
