import { LampIcon } from '../drawing/Lamp.tsx'
import type { LampKind } from '#core/select-lamp.ts'
import type { Question } from '#core/select-question.ts'
import { ChassisForm } from './ChassisForm.tsx'
import { Placed } from '../lanes/Placed.tsx'
import { leaveUnbound } from '../keyboard/acts.ts'
import { NoticeLine } from '../run/NoticeLine.tsx'
import { clockTime } from '../shell/journal-lines.ts'
import { ask, readPdu } from '../state/actions.ts'
import { goTo, openOutlet, setDesk, useDesk } from '../state/desk.ts'
import { openQuestions } from '../state/questions.ts'
import { useRack } from '../state/rack.ts'

const signs: Readonly<Record<Question['sign'], LampKind>> = {
  person: 'person',
  fault: 'fault',
  locked: 'locked',
  unknown: 'unknown',
}

const putOff = (key: string): void => setDesk(({ later }) => ({ later: [...later, key], question: null }))

const Acts = ({ one }: { one: Question }) => (
  <div className="foot">
    {one.acts.includes('present') && (
      <button type="button" className="btn main big" onClick={() => void ask({ kind: 'confirmPresence' })}>
        I am at the rack<kbd>Space</kbd>
      </button>
    )}
    {one.acts.includes('look') && (
      <button type="button" className="btn main big" onClick={() => putOff(one.key)}>
        Keep waiting<kbd>Space</kbd>
      </button>
    )}
    {one.acts.includes('skip') && (
      <button type="button" className="btn big" onClick={leaveUnbound}>
        Leave {one.about} unbound<kbd>X</kbd>
      </button>
    )}
    {one.acts.includes('readPdu') && one.pdu !== null && (
      <button type="button" className="btn big" onClick={() => void readPdu(one.pdu ?? '')}>
        Read {one.about} again
      </button>
    )}
    {one.acts.includes('chassis') && <ChassisForm key={one.key} machines={one.machines} />}
    {one.outlet !== null && !one.acts.includes('skip') && (
      <button type="button" className="btn big" onClick={() => one.outlet && openOutlet(one.outlet)}>
        Open {one.about}
      </button>
    )}
    <button type="button" className="btn big ghost" onClick={() => putOff(one.key)}>
      Ask me later<kbd>L</kbd>
    </button>
  </div>
)

const Asked = ({ one }: { one: Question }) => (
  <section className="question" aria-labelledby="question-title" data-region="question" data-message>
    <p className="kick">
      {one.about}
      {one.lane === null ? '' : `, lane ${one.lane}`}
      {one.at > 0 ? `, ${clockTime(one.at)}` : ''}
    </p>
    <h2 className="verb" id="question-title">
      <Placed text={one.ask} />
    </h2>
    {one.why !== '' && (
      <p className="say2">
        <Placed text={one.why} />
      </p>
    )}
    {one.said !== '' && (
      <p className="said">
        It said: <span className="mono">{one.said}</span>
      </p>
    )}
    {one.mend !== '' && (
      <p className="mend">
        <b>Mend</b> {one.mend}
      </p>
    )}
    <NoticeLine />
    <Acts one={one} />
  </section>
)

/** Everything that needs a person, one at a time; the lanes go on meanwhile. */
export const QuestionScreen = () => {
  const later = useDesk(desk => desk.later)
  const chosen = useDesk(desk => desk.question)
  const state = useRack(rack => rack.state)
  const all = openQuestions(state, later)
  const one = all.find(other => other.key === chosen) ?? all[0]
  return (
    <main className="room trouble" id="room">
      <section className="queue" aria-label="Needs a person" data-region="queue">
        <h2>Needs a person</h2>
        <ul>
          {all.map(question => (
            <li key={question.key}>
              <button
                type="button"
                className={question === one ? 'here' : ''}
                aria-current={question === one ? 'true' : undefined}
                onClick={() => setDesk({ question: question.key })}
              >
                <LampIcon kind={signs[question.sign]} rem={1.625} />
                <span>
                  <b>{question.about}</b>
                  <span>{question.short}</span>
                </span>
                {question.at > 0 && <time>{clockTime(question.at).slice(0, 5)}</time>}
              </button>
            </li>
          ))}
        </ul>
        <p className="fine">The other lanes go on. Nothing in this list is switched meanwhile.</p>
        {later.length > 0 && (
          <button type="button" className="btn" onClick={() => setDesk({ later: [] })}>
            Show what was put off
          </button>
        )}
      </section>
      {one ? (
        <Asked one={one} />
      ) : (
        <section className="question">
          <h2 className="verb">Nothing needs you here</h2>
          <div className="foot">
            <button type="button" className="btn main big" onClick={() => goTo('rack')}>
              Back to the rack<kbd>Esc</kbd>
            </button>
          </div>
        </section>
      )}
    </main>
  )
}
