import { useState } from 'react'
import { ask } from '../state/actions.ts'
import { stoppedIn } from '../state/derived.ts'
import { useDesk } from '../state/desk.ts'
import { useRack } from '../state/rack.ts'
import { LampIcon } from '../drawing/Lamp.tsx'
import type { LampKind } from '#core/select-lamp.ts'
import type { Line } from '#core/select-run.ts'
import { NoticeLine } from './NoticeLine.tsx'

const Lines = ({
  title,
  lines,
  none,
  kind,
}: {
  title: string
  lines: readonly Line[]
  none: string
  kind: LampKind
}) => (
  <section className="stop-list">
    <h3>
      {title} <span className="dim tn">{lines.length}</span>
    </h3>
    {lines.length === 0 ? (
      <p className="dim">{none}</p>
    ) : (
      <ul>
        {lines.map(line => (
          <li key={line.place}>
            <LampIcon kind={kind} rem={1.125} />
            <b className="unbroken">{line.place}</b> <span className="dim">{line.say}</span>
          </li>
        ))}
      </ul>
    )}
  </section>
)

/** After a crash or a stop: what is on now, and three ways on, each with its list. */
export const StoppedPanel = () => {
  const stopped = useRack(({ state }) => stoppedIn(state))
  const busy = useDesk(desk => desk.busy !== null)
  const [present, setPresent] = useState(false)
  if (!stopped) return null
  return (
    <section className="panel-card stop" aria-labelledby="stop-title" data-message>
      <h2 id="stop-title" className="verb">
        {stopped.title}
      </h2>
      <p className="lead">{stopped.why}</p>
      <div className="stop-lists">
        <Lines title="On now" lines={stopped.stillOn} none="Nothing of this run is on." kind="on" />
        <Lines title="Resume would go on with" lines={stopped.toDo} none="Nothing is left to map." kind="waitOff" />
        <Lines title="Put back would switch" lines={stopped.back} none="Nothing has to be put back." kind="off" />
        {stopped.leftAlone.length > 0 && (
          <Lines title="and leave alone" lines={stopped.leftAlone} none="" kind="taken" />
        )}
      </div>
      <NoticeLine />
      <label className="check present">
        <input type="checkbox" checked={present} onChange={event => setPresent(event.target.checked)} />
        <span className="check-say">
          I am at the rack <span className="dim">needed to resume or to put back</span>
        </span>
      </label>
      <div className="foot">
        <button
          type="button"
          className="btn main big"
          disabled={!present || busy}
          onClick={() => void ask({ kind: 'resumeRun', present })}
        >
          Resume
        </button>
        <button
          type="button"
          className="btn big"
          disabled={!present || busy}
          onClick={() => void ask({ kind: 'restoreRun', present })}
        >
          Put everything back
        </button>
        <button type="button" className="btn big ghost" disabled={busy} onClick={() => void ask({ kind: 'endRun' })}>
          Leave as it is
        </button>
      </div>
    </section>
  )
}
