import { useShallow } from 'zustand/react/shallow'
import { connectionsOf } from '#core/select.ts'
import { LampIcon } from '../drawing/Lamp.tsx'
import { HealthSign, SafeSign } from '../drawing/signs.tsx'
import { leavePractice, makeSafe, mayMakeSafe } from '../state/actions.ts'
import { setDesk, useDesk, type Screen } from '../state/desk.ts'
import { openQuestions } from '../state/questions.ts'
import { useRack } from '../state/rack.ts'

const titles: Readonly<Record<Screen, string>> = { rack: 'Rack', keys: 'Keys', setup: 'Setup', questions: 'Rack' }

export const Connections = () => {
  const lines = useRack(
    useShallow(({ state, gauges, now }) => connectionsOf(state, gauges, now).map(one => JSON.stringify(one))),
  )
  return (
    <ul className="conns" aria-label="Connections">
      {lines.map(line => {
        const one = JSON.parse(line) as ReturnType<typeof connectionsOf>[number]
        return (
          <li key={one.key} className={`conn ${one.health}`}>
            <HealthSign health={one.health} />
            <b>{one.name}</b>
            <span className="conn-say tn">{one.say}</span>
          </li>
        )
      })}
    </ul>
  )
}

export const QuestionChip = ({ short = false }: { short?: boolean }) => {
  const later = useDesk(desk => desk.later)
  const count = useRack(({ state }) => openQuestions(state, later).length)
  if (count === 0) return null
  const says = `${count} ${count === 1 ? 'needs' : 'need'} a person`
  return (
    <button
      type="button"
      className="ask-chip"
      aria-label={says}
      onClick={() => setDesk({ screen: 'questions', dialog: null })}
    >
      <LampIcon kind="person" rem={1.375} />
      {short ? count : says}
    </button>
  )
}

/** Never hidden, never scrolled, never moved. */
export const MakeSafe = () => {
  const may = useRack(({ state }) => mayMakeSafe(state))
  return (
    <button
      type="button"
      className={`safe${may ? '' : ' idle'}`}
      onClick={makeSafe}
      disabled={!may}
      title={may ? undefined : 'Nothing is being switched'}
    >
      <SafeSign />
      Make safe<kbd>Esc</kbd>
    </button>
  )
}

export const TopBar = () => {
  const screen = useDesk(desk => desk.screen)
  const rear = useDesk(desk => desk.look.rear)
  const app = useRack(rack => rack.app)
  const link = useRack(rack => rack.link)
  const pdus = useRack(({ state }) => Object.keys(state.pdus).length)
  const title = app?.practice && (screen === 'rack' || screen === 'questions') ? 'Practice rack' : titles[screen]
  const on = app ? `${app.person} at ${app.host}` : ''
  const sub =
    screen === 'rack'
      ? rear
        ? 'Rear view'
        : 'Front view'
      : screen === 'questions'
        ? 'Needs a person'
        : pdus === 1
          ? '1 PDU'
          : `${pdus} PDUs`
  return (
    <header className="top" data-region="top">
      <h1>{title}</h1>
      <p className="where">
        {app?.practice ? 'All software' : on}
        <br />
        {sub}
      </p>
      {app?.practice && (
        <button type="button" className="btn" onClick={() => void leavePractice()}>
          Leave practice
        </button>
      )}
      {link === 'open' ? (
        <Connections />
      ) : (
        <p className="conns lost">{link === 'opening' ? '' : 'The engine does not answer. Trying again.'}</p>
      )}
      <QuestionChip />
      <MakeSafe />
    </header>
  )
}
