// Events as they come from the engine, folded along the way.
import { apply } from '#core/apply.ts'
import { Recorded } from '#core/event.ts'
import { fault, type Fault } from '#core/fault.ts'
import type { State } from '#core/state.ts'
import type { Hands } from '../site/door.ts'
import { withIsoTimes } from './words.ts'

export interface Heard {
  readonly recorded: Recorded
  /** As things stood before this event, for its words. */
  readonly before: State
  readonly state: State
}

/** Resolves with the first answer of `hear` that is not null; a fault when the engine goes away before. */
export const untilHeard = async <T>(
  hands: Hands,
  start: State,
  hear: (heard: Heard) => T | null,
  begin: () => Promise<T | null>,
): Promise<T | Fault> => {
  let stop = (): void => {}
  try {
    return await new Promise<T | Fault>((resolve, reject) => {
      let state = start
      stop = hands.watch(
        start.head,
        row => {
          const parsed = Recorded.safeParse(row)
          if (!parsed.success) return resolve(otherVersion)
          const before = state
          state = apply(state, parsed.data.event)
          const answer = hear({ recorded: parsed.data, before, state })
          if (answer !== null) resolve(answer)
        },
        why => resolve(fault('gone', 'engine', `It ended before the work was done: ${why}.`, again).fault),
      )
      begin().then(answer => answer !== null && resolve(answer), reject)
    })
  } finally {
    stop()
  }
}

const again = 'See "run status", then resume or restore.'
const otherVersion: Fault = fault(
  'malformed',
  'engine',
  'It tells events that this version does not know.',
  'Use one version of Racklight on this data folder.',
).fault

export const isFault = (x: unknown): x is Fault =>
  typeof x === 'object' && x !== null && 'where' in x && 'detail' in x && !('ok' in x)

/** An event as one line of JSON, its instants in ISO 8601. */
export const eventJson = ({ seq, event }: Recorded): object => {
  const { at, kind, ...rest } = event
  return { seq, at: new Date(at).toISOString(), kind, ...(withIsoTimes(rest) as object) }
}
