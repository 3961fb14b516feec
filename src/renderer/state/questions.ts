import { questionsOf, type Question } from '#core/select-question.ts'
import type { State } from '#core/state.ts'

/** Questions that nobody has put off. */
export const openQuestions = (state: State, later: readonly string[]): Question[] =>
  questionsOf(state).filter(question => !later.includes(question.key))
