// The same bytes again within 120 s get the same answer and change nothing.
import { createHash } from 'node:crypto'
import type { Clock } from '#core/ports.ts'

export interface Repeats<Answer> {
  find(bytes: Uint8Array): Promise<Answer> | undefined
  /** Remembers the answer, also while it is still being made. */
  keep(bytes: Uint8Array, answer: Promise<Answer>): Promise<Answer>
}

const lifeMs = 120_000
const mostAnswers = 8192

export const makeRepeats = <Answer>(clock: Clock): Repeats<Answer> => {
  const given = new Map<string, { at: number; answer: Promise<Answer> }>()
  const nameOf = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('base64')
  return {
    find: bytes => {
      const found = given.get(nameOf(bytes))
      return found && clock.now() - found.at <= lifeMs ? found.answer : undefined
    },
    keep: (bytes, answer) => {
      const now = clock.now()
      for (const [name, { at }] of given) {
        if (now - at <= lifeMs && given.size < mostAnswers) break
        given.delete(name)
      }
      const name = nameOf(bytes)
      given.set(name, { at: now, answer })
      answer.catch(() => given.delete(name))
      return answer
    },
  }
}
