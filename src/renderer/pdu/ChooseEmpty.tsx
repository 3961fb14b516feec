import { useState } from 'react'
import { emptyReadings } from '#core/empty.ts'
import { placeOf } from '#core/place.ts'
import { takenBy } from '#core/safety.ts'
import type { Outlet, Pdu, State } from '#core/state.ts'
import { noticeOf } from '../state/actions.ts'
import { setDesk, useDesk } from '../state/desk.ts'
import { mainProcess } from '../state/main-process.ts'
import { useRack } from '../state/rack.ts'

/** Outlets that nothing speaks against, those that seem empty first. */
const candidates = (state: State, pdu: Pdu): Outlet[] =>
  pdu.facts.outlets
    .flatMap(({ id }) => pdu.outlets[id] ?? [])
    .filter(({ facts, appliance, protected: guarded, taggedOut, state: power }) => {
      if (!facts.switchable || appliance || guarded !== null || taggedOut !== null) return false
      if (pdu.keepOn?.includes(facts.id) || takenBy(state, { pdu: pdu.id, outlet: facts.id })) return false
      return power === 'on' || power === 'off'
    })
    .sort((a, b) => (a.watts ?? 0) - (b.watts ?? 0) || Number(a.state === 'on') - Number(b.state === 'on'))

const says = ({ state, watts }: Outlet): string => (watts === null ? `${state}, not metered` : `${state}, ${watts} W`)

export const ChooseEmpty = ({ pdu, onBegun }: { pdu: Pdu; onBegun: () => void }) => {
  const state = useRack(rack => rack.state)
  const work = useRack(({ gauges }) => (gauges.work?.what === 'weigh' ? gauges.work : null))
  const busy = useDesk(desk => desk.busy)
  const [chosen, setChosen] = useState<string | null>(null)
  const [looked, setLooked] = useState(false)
  const offered = candidates(state, pdu)
  const outlet = offered.find(({ facts }) => facts.id === chosen) ?? offered[0]
  if (!outlet) return <p className="lead">No outlet of {pdu.name} is free for it: each is taken, marked or not read.</p>
  const place = placeOf(pdu, outlet.facts.id)
  const begin = async (): Promise<void> => {
    setDesk({ busy: 'beginTrial', notice: null })
    const begun = await mainProcess.tryCall('beginTrial', { pdu: pdu.id, outlet: outlet.facts.id, looked })
    setDesk({ busy: null, notice: noticeOf(begun.ok ? begun.value : begun) })
    if (begun.ok && begun.value.ok) onBegun()
  }
  const reading = busy === 'beginTrial'
  return (
    <form
      className="fields tall"
      onSubmit={event => {
        event.preventDefault()
        if (busy === null) void begin()
      }}
    >
      <p className="lead">
        Choose an outlet with nothing on it. Racklight reads its load {emptyReadings} times within half a minute; then
        you switch it and watch.
      </p>
      <label className="field">
        <span>Empty outlet</span>
        <select value={outlet.facts.id} disabled={reading} onChange={event => setChosen(event.target.value)}>
          {offered.map(one => (
            <option key={one.facts.id} value={one.facts.id}>
              {placeOf(pdu, one.facts.id)}, {says(one)}
            </option>
          ))}
        </select>
      </label>
      <label className="check">
        <input type="checkbox" checked={looked} onChange={event => setLooked(event.target.checked)} />
        <span>
          <b>I have looked: nothing hangs on {place}</b>{' '}
          <span className="dim">needed where no meter tells it well enough</span>
        </span>
      </label>
      {pdu.keepOn === null && <p className="notice refusal">First say what must stay on at {pdu.name}.</p>}
      <div className="foot">
        <button type="submit" className="btn main big" disabled={busy !== null || pdu.keepOn === null}>
          {reading ? 'Reading its load' : `Read the load of ${place}`}
        </button>
        <output className="dim">
          {reading && (work ? `${work.done} of ${work.of} readings taken, 10 s apart` : 'three readings, 10 s apart')}
        </output>
      </div>
    </form>
  )
}
