import { apply } from '#core/apply.ts'
import { emptyState } from '#core/state.ts'
import { sentenceOf } from '#core/words.ts'
import { clock, reading } from './folder.ts'
import { eventJson } from './events.ts'
import { need, usage, verb, type Ending } from './frame.ts'
import { parseSpan } from './words.ts'

const pageRows = 500

/** The first row wanted, by its number or by its time. */
const sinceOf = (text: string | undefined): { seq: number; at: number } => {
  if (text === undefined) return { seq: 1, at: 0 }
  if (/^\d{1,12}$/.test(text)) return { seq: Number(text), at: 0 }
  const span = parseSpan(text)
  if (span !== null) return { seq: 1, at: clock.now() - span }
  const at = /^\d{4}-\d{2}-\d{2}/.test(text) ? Date.parse(text) : Number.NaN
  if (Number.isNaN(at))
    throw usage(`--since is a time like 2026-11-23T09:00:00Z, a span like 15m, or a row number, not "${text}"`)
  return { seq: 1, at }
}

export const made = verb({
  takes: [],
  says: 'Tells what happened, one event a line, from the audit trail.',
  options: {
    since: { type: 'string', value: 'WHEN', says: 'a time, a span back from now like 15m, or a row number' },
    follow: { type: 'boolean', says: 'stay, and tell what comes' },
  },
  example: 'journal --since 15m --follow',
  run: async call => {
    const since = sinceOf(call.options.since)
    const { follow } = call.options
    const stop = follow ? call.onSignal() : new AbortController().signal
    return reading(call, async ({ journal }): Promise<Ending> => {
      if (!journal) return { kind: 'told', status: 0 }
      let state = emptyState
      const tell = (row: Parameters<typeof eventJson>[0]): void => {
        if (row.seq >= since.seq && row.event.at >= since.at)
          call.out.line(eventJson(row), `${new Date(row.event.at).toISOString()}  ${sentenceOf(state, row.event)}`)
        state = apply(state, row.event)
      }
      for (let more = true; more;) {
        const rows = need(await journal.read(state.head + 1, pageRows))
        rows.forEach(tell)
        more = rows.length === pageRows
      }
      if (follow) for await (const row of journal.follow(state.head + 1, stop)) tell(need(row))
      return { kind: 'told', status: 0 }
    })
  },
})
