import type { Recorded } from '#core/event.ts'
import type { Grade } from '#core/machine.ts'
import type { LampKind } from '#core/select-lamp.ts'
import { sentenceOf } from '#core/words.ts'
import { LampIcon } from '../drawing/Lamp.tsx'
import { endedIn } from '../state/derived.ts'
import { setDesk } from '../state/desk.ts'
import { useRack } from '../state/rack.ts'

const gradeLamp: Readonly<Record<Grade, LampKind>> = {
  proved: 'bound',
  established: 'established',
  sighted: 'sighted',
  claimed: 'claimed',
}

/** What MAAS took or refused since this run began, as it said it. */
const maasSaid = (recent: readonly Recorded[], startedAt: number): Recorded[] =>
  recent.filter(({ event }) => event.at >= startedAt && (event.kind === 'maasRecorded' || event.kind === 'maasFailed'))

/** The map that the run made: who hangs where, by which evidence, and what is not bound and why. */
export const EndedPanel = () => {
  const state = useRack(rack => rack.state)
  const recent = useRack(rack => rack.recent)
  const ended = endedIn(state)
  if (!ended) return null
  const said = maasSaid(recent, state.run?.startedAt ?? 0)
  const id = state.run?.id ?? null
  return (
    <section className="panel-card ended" aria-labelledby="ended-title" data-message>
      <div className="sum">
        <h2 id="ended-title" className="verb small">
          {ended.title}
        </h2>
        <p>{ended.why}</p>
      </div>
      <section className="map-scroll" aria-label="The map">
        <table className="map">
          <thead>
            <tr>
              <th scope="col">Outlet</th>
              <th scope="col">Machine</th>
              <th scope="col">Evidence</th>
              <th scope="col">MAAS</th>
            </tr>
          </thead>
          <tbody>
            {ended.rows.map(row => (
              <tr key={row.place}>
                <th scope="row">
                  <LampIcon kind={gradeLamp[row.grade]} rem={1.125} /> {row.place}
                </th>
                <td>
                  <b className="mono">{row.machine}</b>
                  <span className="sub mono">{row.mac || row.uuid}</span>
                </td>
                <td>
                  <b>{row.gradeSay}</b>
                  <span className="sub">{row.evidence.join('; ')}</span>
                </td>
                <td>
                  {row.systemId === null ? (
                    <span className="dim">not yet</span>
                  ) : (
                    <span className="mono">{row.systemId}</span>
                  )}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
        {ended.rows.length === 0 && <p className="lead">No outlet was bound.</p>}
        {ended.unbound.length > 0 && (
          <section className="after-map">
            <h3>
              Not bound <span className="dim tn">{ended.unbound.length}</span>
            </h3>
            <ul>
              {ended.unbound.map(line => (
                <li key={line.place}>
                  <b>{line.place}</b> <span className="dim">{line.say}</span>
                </li>
              ))}
            </ul>
          </section>
        )}
        {ended.strangers.length > 0 && (
          <section className="after-map">
            <h3>
              Strangers <span className="dim tn">{ended.strangers.length}</span>
            </h3>
            <ul>
              {ended.strangers.map(one => (
                <li key={one.uuid}>
                  <b className="mono">{one.serial || one.uuid}</b> <span className="dim mono">{one.macs[0] ?? ''}</span>
                </li>
              ))}
            </ul>
          </section>
        )}
        {said.length > 0 && (
          <section className="after-map">
            <h3>What MAAS took</h3>
            <ul>
              {said.map(({ seq, event }) => (
                <li key={seq}>{sentenceOf(state, event)}</li>
              ))}
            </ul>
          </section>
        )}
      </section>
      <div className="foot">
        <button type="button" className="btn main big" onClick={() => setDesk({ filed: id })}>
          Map more outlets<kbd>Space</kbd>
        </button>
        <button type="button" className="btn big" onClick={() => window.print()}>
          Print<kbd>Ctrl P</kbd>
        </button>
      </div>
    </section>
  )
}
