import { useShallow } from 'zustand/react/shallow'
import { laneOfKey } from '#core/key.ts'
import { KeySign } from '../drawing/KeySign.tsx'
import { showDryRun } from '../state/actions.ts'
import { goTo, setDesk, setDraft, useDesk } from '../state/desk.ts'
import {
  allOutlets,
  chosenKeys,
  isFoundOn,
  isMetered,
  laneKeys,
  missing,
  offlineWhy,
  outOfScope,
  pdusInOrder,
  scopeOf,
  scopeWords,
} from '../state/run-draft.ts'
import { useRack } from '../state/rack.ts'
import { ConfirmRow } from './ConfirmRow.tsx'
import { NoticeLine } from './NoticeLine.tsx'
import { UnlockField } from './UnlockField.tsx'

const Empty = () => (
  <section className="panel-card ask" data-message>
    <h2 className="verb">Add the first PDU</h2>
    <p className="lead">
      Racklight needs the address of a PDU and its write community. Nothing is switched by adding it.
    </p>
    <div className="foot">
      <button type="button" className="btn main big" onClick={() => setDesk({ screen: 'setup', setupPage: 'add' })}>
        Set up<kbd>Space</kbd>
      </button>
    </div>
  </section>
)

const ScopeRow = () => {
  const { state, now } = useRack(useShallow(rack => ({ state: rack.state, now: rack.now })))
  const draft = useDesk(desk => desk.draft)
  const scope = scopeOf(state, draft, now)
  const possible = allOutlets(state).filter(ref => outOfScope(state, ref) === null)
  const pdus = pdusInOrder(state)
  const only = (id: string | null): void =>
    setDraft({ scope: possible.filter(ref => (id === null || ref.pdu === id) && !isFoundOn(state, ref, now)) })
  return (
    <div className="ask-row">
      <h3>Outlets</h3>
      <div>
        <p>
          <b>{scope.length === 1 ? '1 outlet' : `${scope.length} outlets`}</b>{' '}
          <span className="dim">{scopeWords(state, scope)}. Press outlets in the drawing to change it.</span>
        </p>
        <div className="picks">
          {pdus.map(pdu => (
            <button type="button" key={pdu.id} className="btn" onClick={() => only(pdu.id)}>
              Only PDU {pdu.feed}
            </button>
          ))}
          {pdus.length > 1 && (
            <button type="button" className="btn" onClick={() => only(null)}>
              All
            </button>
          )}
        </div>
      </div>
    </div>
  )
}

const LaneRow = () => {
  const { state, now } = useRack(useShallow(rack => ({ state: rack.state, now: rack.now })))
  const draft = useDesk(desk => desk.draft)
  const keys = laneKeys(state, now)
  const chosen = chosenKeys(state, draft, now)
  const toggle = (kid: string): void => {
    const kids = chosen.map(key => key.kid)
    setDraft({ kids: kids.includes(kid) ? kids.filter(other => other !== kid) : [...kids, kid] })
  }
  return (
    <div className="ask-row">
      <h3>Lanes</h3>
      <div className="checks">
        {keys.map(key => (
          <label key={key.kid} className="check">
            <input type="checkbox" checked={chosen.includes(key)} onChange={() => toggle(key.kid)} />
            <span>Lane {laneOfKey(key)}</span>
            <span className="tag">
              <KeySign state={key.seenAt === null ? 'issued' : 'seen'} rem={1.125} />
              {key.kid}
            </span>
          </label>
        ))}
        {keys.length === 0 && (
          <button type="button" className="btn" onClick={() => goTo('keys')}>
            Make a key for lane 1
          </button>
        )}
      </div>
    </div>
  )
}

const WayRow = () => {
  const { state, now } = useRack(useShallow(rack => ({ state: rack.state, now: rack.now })))
  const draft = useDesk(desk => desk.draft)
  const stale = offlineWhy(state, now)
  const scope = scopeOf(state, draft, now)
  return (
    <div className="ask-row">
      <h3>Proof</h3>
      <div className="checks tall">
        <ConfirmRow several={chosenKeys(state, draft, now).length > 1} metered={isMetered(state, scope)} />
        <label className="check">
          <input
            type="checkbox"
            checked={(draft.sync ?? true) && state.maasSite !== null}
            disabled={state.maasSite === null}
            onChange={event => setDraft({ sync: event.target.checked })}
          />
          <span>
            <b>Write to MAAS when done</b>{' '}
            <span className="dim">{state.maasSite === null ? 'no MAAS is set up' : state.maasSite.url}</span>
          </span>
        </label>
        {(stale !== null || draft.offline) && (
          <label className="check">
            <input
              type="checkbox"
              checked={draft.offline}
              onChange={event => setDraft({ offline: event.target.checked })}
            />
            <span>
              <b>I answer for switching without MAAS</b>{' '}
              <span className="dim">nobody else says which outlets are taken</span>
            </span>
          </label>
        )}
      </div>
    </div>
  )
}

/** What a run would cover and how; nothing is switched before the list has been seen. */
export const StartPanel = () => {
  const { state, now } = useRack(useShallow(rack => ({ state: rack.state, now: rack.now })))
  const draft = useDesk(desk => desk.draft)
  const busy = useDesk(desk => desk.busy)
  if (Object.keys(state.pdus).length === 0) return <Empty />
  const against = missing(state, draft, now)
  const locked = allOutlets(state).filter(ref => outOfScope(state, ref) === null && isFoundOn(state, ref, now))
  return (
    <section className="panel-card start" aria-labelledby="start-title">
      <h2 id="start-title" className="verb small">
        Map this rack
      </h2>
      <p className="lead">One outlet on, one machine answers, one cut proves it.</p>
      <ScopeRow />
      {locked.length > 0 && <UnlockField locked={locked} />}
      <LaneRow />
      <WayRow />
      <div className="grow" />
      <NoticeLine />
      {against.length > 0 && (
        <ul className="against">
          {against.map(why => (
            <li key={why}>{why}</li>
          ))}
        </ul>
      )}
      <div className="foot">
        <button
          type="button"
          className="btn main big"
          disabled={against.length > 0 || busy !== null}
          onClick={() => void showDryRun()}
        >
          Show every switch<kbd>Space</kbd>
        </button>
        <span className="hint">Nothing is switched yet</span>
      </div>
    </section>
  )
}
