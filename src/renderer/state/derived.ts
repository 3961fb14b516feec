// Questions answered once for each state, however many components ask.
import { endedOf, stoppedOf } from '#core/select-run.ts'
import { machinesOf } from '#core/select.ts'
import type { State } from '#core/state.ts'

const once = <T>(question: (state: State) => T): ((state: State) => T) => {
  let asked: State | null = null
  let answer: T
  return state => {
    if (state !== asked) {
      answer = question(state)
      asked = state
    }
    return answer
  }
}

export const machinesIn = once(machinesOf)
export const endedIn = once(endedOf)
export const stoppedIn = once(state => stoppedOf(state, 0))
