import { useEffect } from 'react'
import { age } from '#core/place.ts'
import type { State } from '#core/state.ts'
import type { Check } from '#ipc/setup.ts'
import { LampIcon } from '../drawing/Lamp.tsx'
import { Tick } from '../drawing/signs.tsx'
import { NoticeLine } from '../run/NoticeLine.tsx'
import { examine } from '../state/actions.ts'
import { goTo, setDesk, useDesk } from '../state/desk.ts'
import { useRack } from '../state/rack.ts'

/** Where in the window a check is mended. */
const placeOf = (state: State, name: string): readonly [string, () => void] | null => {
  const page = (setupPage: string) => () => setDesk({ setupPage, notice: null })
  const pdu = Object.values(state.pdus).find(one => name === `PDU ${one.name}`)
  if (pdu) return [`Open PDU ${pdu.name}`, page(pdu.id)]
  if (name === 'PDU') return ['Add a PDU', page('add')]
  if (name === 'MAAS') return ['Open MAAS', page('maas')]
  if (name === 'policy') return ['Open Numbers', page('numbers')]
  return name === 'keys' ? ['Open Keys', () => goTo('keys')] : null
}

const ToMend = ({ check: { name, message, mend } }: { check: Check }) => {
  const state = useRack(rack => rack.state)
  const place = placeOf(state, name)
  return (
    <li className="finding bad mend-card" data-copy={mend === '' ? message : mend}>
      <LampIcon kind="person" rem={1.5} />
      <div>
        <h3>{name}</h3>
        <p>{message}</p>
        {mend !== '' && (
          <p className="mend-how">
            <b>Mend</b> {mend}
          </p>
        )}
        <div className="foot">
          {mend !== '' && (
            <button
              type="button"
              className="btn"
              aria-label={`Copy the mend of ${name}`}
              onClick={() => void navigator.clipboard.writeText(mend)}
            >
              Copy<kbd>Ctrl+K</kbd>
            </button>
          )}
          {place && (
            <button type="button" className="btn" onClick={place[1]}>
              {place[0]}
            </button>
          )}
        </div>
      </div>
    </li>
  )
}

/** Everything a run needs, checked in the engine; the same checks as on the command line. Reads only. */
export const DoctorPage = () => {
  const checks = useDesk(desk => desk.checks)
  const checkedAt = useDesk(desk => desk.checkedAt)
  const busy = useDesk(desk => desk.busy === 'examine')
  const work = useRack(({ gauges }) => (gauges.work?.what === 'examine' ? gauges.work : null))
  const now = useRack(rack => rack.now)
  useEffect(() => {
    if (useDesk.getState().checks === null) void examine()
  }, [])
  const ill = checks?.filter(check => !check.ok) ?? []
  const well = checks?.filter(check => check.ok) ?? []
  const says = busy
    ? `Checking${work ? `, ${work.done} of ${work.of} done` : ''}`
    : checks
      ? `${well.length} well, ${ill.length} to mend, checked ${age(now - checkedAt)} ago`
      : 'Not checked yet'
  return (
    <section className="probe" aria-labelledby="doctor-title">
      <div className="id">
        <div>
          <h2 id="doctor-title">Doctor</h2>
          <output className="dim">{says}</output>
        </div>
        <button type="button" className="btn push" disabled={busy} onClick={() => void examine()}>
          {busy ? 'Checking' : 'Check again'}
          <kbd>R</kbd>
        </button>
      </div>
      {busy && work && <progress value={work.done} max={work.of} aria-label="Checks done" />}
      <NoticeLine />
      {ill.length > 0 && (
        <ul className="mends" aria-label="To mend">
          {ill.map(check => (
            <ToMend key={check.name} check={check} />
          ))}
        </ul>
      )}
      {well.length > 0 && (
        <ul className="wells" aria-label="Well">
          {well.map(({ name, message, mend }) => (
            <li key={name} className="finding">
              <Tick />
              <div>
                <b>{name}</b>
                <span className="sub">
                  {message} {mend}
                </span>
              </div>
            </li>
          ))}
        </ul>
      )}
    </section>
  )
}
