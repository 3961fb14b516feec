import { memo } from 'react'
import type { LampKind } from '#core/select-lamp.ts'
import type { LaneState, LaneView } from '#core/select-lane.ts'
import { KeySign } from '../drawing/KeySign.tsx'
import { LampIcon } from '../drawing/Lamp.tsx'
import { Tick } from '../drawing/signs.tsx'
import { ask } from '../state/actions.ts'
import { setDesk } from '../state/desk.ts'
import { Sentence } from './Sentence.tsx'
import { WaitRing } from './WaitRing.tsx'

const signs: Readonly<Record<LaneState, LampKind | null>> = {
  free: null,
  turn: 'now',
  waiting: 'wait',
  bound: 'bound',
  late: 'person',
  stalled: 'person',
  safe: null,
  paused: null,
  done: null,
}

export const LaneHead = ({ lane }: { lane: LaneView }) => {
  const sign = signs[lane.state]
  return (
    <div className="head">
      <span className="no">Lane {lane.name}</span>
      <span className="tag">
        <KeySign state="issued" rem={1.125} />
        {lane.kid}
      </span>
      <span className="st">
        {sign && <LampIcon kind={sign} rem={1.125} fraction={lane.timer?.fraction ?? 0.3} />}
        {lane.status}
      </span>
    </div>
  )
}

const Foot = ({ lane, first }: { lane: LaneView; first: boolean }) => (
  <div className="foot">
    {lane.mayGoOn && (
      <button type="button" className="btn main" onClick={() => void ask({ kind: 'goOn', lane: lane.name })}>
        Key is out{first && <kbd>Space</kbd>}
      </button>
    )}
    {lane.maySkip && (
      <button type="button" className="btn" onClick={() => void ask({ kind: 'skipOutlet', lane: lane.name })}>
        Skip outlet{first && <kbd>S</kbd>}
      </button>
    )}
    {lane.hint !== '' && <span className="hint">{lane.hint}</span>}
  </div>
)

const Steps = ({ lane }: { lane: LaneView }) => (
  <ul className="ev">
    {lane.steps.map(step => (
      <li key={step.what}>
        <Tick done={step.done} />
        <span>
          <b>{step.what}</b> {step.more}
        </span>
      </li>
    ))}
  </ul>
)

const otherEnd = 'Other end '

const Plated = ({ lane }: { lane: LaneView }) => {
  const lines = lane.after.split(/, |\. /)
  return (
    <>
      <p className="verb">
        <Sentence say={lane.say} />
      </p>
      <div className="say">
        <div className="plate">{lane.plate}</div>
        <div className="other">
          {lines.map(line =>
            line.startsWith(otherEnd) ? (
              <span key={line} className="v">
                <span className="l">{otherEnd}</span> {line.slice(otherEnd.length)}
              </span>
            ) : (
              <span key={line} className="v">
                {line}
              </span>
            ),
          )}
          {lane.state === 'turn' && lane.timer && lines.length < 3 && (
            <span className="l tn">on for {timerText(lane)}</span>
          )}
        </div>
      </div>
    </>
  )
}

const timerText = (lane: LaneView): string => {
  const seconds = Math.floor((lane.timer?.ms ?? 0) / 1000)
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`
}

const Waiting = ({ lane }: { lane: LaneView }) => (
  <div className="wait">
    {lane.timer && <WaitRing {...lane.timer} />}
    <div className="wait-text">
      <p className="verb small">
        <Sentence say={lane.say} />
      </p>
      {lane.after !== '' && <p className="dim">{lane.after}</p>}
      {lane.steps.length > 0 && <Steps lane={lane} />}
    </div>
  </div>
)

/** One lane, one instruction. Full while it is this lane's turn or there is room; else one line. */
export const LaneCard = memo(function LaneCard({
  lane,
  first,
  folded,
}: {
  lane: LaneView
  first: boolean
  folded: boolean
}) {
  if (folded)
    return (
      <section className={`lane line ${lane.state}`} aria-label={lane.spoken}>
        <button type="button" className="lane-line" onClick={() => setDesk({ lane: lane.name })}>
          <span className="no">Lane {lane.name}</span>
          <span className="tag">
            <KeySign state="issued" rem={1.125} />
            {lane.kid}
          </span>
          <span className="line-say">
            <Sentence say={lane.say} /> {lane.plate ?? ''}
          </span>
          <span className="st">{lane.status}</span>
        </button>
      </section>
    )
  return (
    <section className={`lane ${lane.state}`} aria-label={lane.spoken} data-lane={lane.name} data-message>
      <LaneHead lane={lane} />
      {lane.plate === null ? <Waiting lane={lane} /> : <Plated lane={lane} />}
      <Foot lane={lane} first={first} />
    </section>
  )
})
