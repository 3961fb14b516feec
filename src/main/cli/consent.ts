// A person's yes to a list that was shown.
import { createInterface } from 'node:readline/promises'
import { usage, type Call } from './frame.ts'

export type Consent = (list: () => Promise<string> | string, question: string) => Promise<boolean>

/**
 * How a yes is to be had. Without a terminal there is nobody to ask: then `--yes` must stand there, unless what goes on
 * was agreed to before.
 */
export const consentOf = (
  call: Call<{ readonly yes: boolean }>,
  agreedBefore = false,
  shownBy = '"run plan" shows it',
): Consent => {
  const { out, options } = call
  if (options.yes || (agreedBefore && !out.asks)) return () => Promise.resolve(true)
  if (!out.asks) throw usage(`without a terminal --yes must say that the plan is agreed to (${shownBy})`)
  return async (list, question) => {
    out.note(await list())
    const terminal = createInterface({ input: process.stdin, output: process.stderr })
    try {
      const answer = await terminal.question(`${question} Type yes to go on: `)
      return answer.trim().toLowerCase() === 'yes'
    } finally {
      terminal.close()
    }
  }
}

export const consentOptions = {
  present: { type: 'boolean', says: 'a person is at the rack' },
  yes: { type: 'boolean', says: 'agree to the plan without being asked; never unlocks anything' },
} as const
