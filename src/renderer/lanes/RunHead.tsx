import { useShallow } from 'zustand/react/shallow'
import { progressOf, type Box, type Progress } from '#core/select.ts'
import { openRun } from '#core/state.ts'
import { ask } from '../state/actions.ts'
import { useRack } from '../state/rack.ts'
import { PauseSign } from '../drawing/signs.tsx'

const boxClass: Readonly<Record<Box, string>> = { bound: 'd', now: 'n', wait: 'w', left: 'l', todo: '' }

const phaseSays = {
  arming: 'Reading the PDUs',
  darkening: 'Switching off what was unlocked',
  working: '',
  syncing: 'Telling MAAS',
  restoring: 'Putting everything back',
  stopped: '',
  ended: '',
} as const

/** Without its boxes, which are selected as one line of text. */
const progressIn = (...at: Parameters<typeof progressOf>): Omit<Progress, 'boxes'> | null => {
  const progress = progressOf(...at)
  if (!progress) return null
  const { boxes: _boxes, ...rest } = progress
  return rest
}

/** What kind of run, how far, and the way to hold it. */
export const RunHead = () => {
  const progress = useRack(useShallow(({ state, now, gauges }) => progressIn(state, now, gauges.watts)))
  const boxes = useRack(({ state, now, gauges }) => (progressOf(state, now, gauges.watts)?.boxes ?? []).join(' '))
  const run = useRack(({ state }) => openRun(state))
  if (!progress) return null
  const phase = run ? phaseSays[run.phase] : ''
  const list = boxes === '' ? [] : (boxes.split(' ') as Box[])
  return (
    <>
      <div className="sum">
        <h2>{progress.title}</h2>
        <p>{phase !== '' ? phase : run?.paused ? progress.say.split(', ')[0] : progress.say}</p>
        {run?.phase === 'working' && (
          <button
            type="button"
            className={run.paused ? 'btn' : 'btn icon'}
            aria-label={run.paused ? undefined : 'Pause'}
            title={run.paused ? undefined : 'Pause'}
            onClick={() => void ask({ kind: run.paused ? 'unpauseRun' : 'pauseRun' })}
          >
            {run.paused ? (
              <>
                Go on<kbd>Space</kbd>
              </>
            ) : (
              <PauseSign />
            )}
          </button>
        )}
      </div>
      <progress className="unseen" value={progress.done} max={progress.total} aria-label={progress.say} />
      <div className="bar" aria-hidden="true">
        {list.map((box, i) => (
          <i key={i} className={boxClass[box]} />
        ))}
      </div>
    </>
  )
}
