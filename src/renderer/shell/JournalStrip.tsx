import { useShallow } from 'zustand/react/shallow'
import { rows } from '#core/table.ts'
import type { State } from '#core/state.ts'
import { openRun } from '#core/state.ts'
import { wordsOf } from '#core/words.ts'
import { openDialog } from '../state/desk.ts'
import { useRack } from '../state/rack.ts'
import { clockTime, stripLines } from './journal-lines.ts'

const saved = (state: State): string => {
  const run = state.run
  if (run && openRun(state) && run.offline)
    return `Offline, taken on by ${run.by.person} at ${clockTime(run.startedAt).slice(0, 5)}`
  const machines = rows(state.machines).filter(machine => machine.outlets.length > 0)
  if (machines.length === 0) return ''
  const open = machines.filter(machine => machine.recordedAt === null).length
  if (!state.maasSite) return `Saved here, ${machines.length} machines`
  return open === 0 ? `Saved here and in MAAS` : `Saved here, ${open} not yet in MAAS`
}

export const JournalStrip = () => {
  const lines = useRack(useShallow(({ recent }) => stripLines(recent, 2)))
  const state = useRack(rack => rack.state)
  return (
    <footer className="journal" aria-label="Journal, latest events" data-region="journal">
      <button type="button" onClick={() => openDialog('journal')}>
        Journal
      </button>
      {lines.map(({ seq, event }) => {
        const { fact, more } = wordsOf(state, event)
        return (
          <span key={seq} className="entry">
            <time>{clockTime(event.at)}</time>
            <b>{fact}</b>
            {/^[,:;]/.test(more) ? more : ` ${more}`}
          </span>
        )
      })}
      {lines.length === 0 && <span>Nothing yet. The first switch will stand here.</span>}
      {lines.length === 1 && <span />}
      <span>{saved(state)}</span>
    </footer>
  )
}
