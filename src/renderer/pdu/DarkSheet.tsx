import { useEffect, useState } from 'react'
import { placeOf } from '#core/place.ts'
import type { ListedOn } from '#ipc/setup.ts'
import { LampIcon } from '../drawing/Lamp.tsx'
import { NoticeLine } from '../run/NoticeLine.tsx'
import { clockTime } from '../shell/journal-lines.ts'
import { Sheet } from '../shell/Sheet.tsx'
import { ask, get } from '../state/actions.ts'
import { useDesk } from '../state/desk.ts'
import { useRack } from '../state/rack.ts'
import { DoneSheet } from './DoneSheet.tsx'

const load = (watts: number | null): string => (watts === null ? 'load not known' : `${watts} W`)

/** All that is on at a PDU is given free at once: by its typed name and the very list that is shown. Switches nothing. */
export const DarkSheet = () => {
  const id = useDesk(desk => desk.setupPage)
  const pdu = useRack(({ state }) => state.pdus[id])
  const busy = useDesk(desk => desk.busy)
  const [list, setList] = useState<ListedOn | null>(null)
  const [typed, setTyped] = useState('')
  const [isDone, setDone] = useState(false)
  const look = async (): Promise<void> => setList(await get('listOn', { pdu: id }))
  useEffect(() => {
    void get('listOn', { pdu: id }).then(setList)
  }, [id])
  if (!pdu) return null
  const { name } = pdu
  const declare = async (): Promise<void> => {
    if (list) setDone(await ask({ kind: 'declareDark', pdu: id, typed, outlets: list.outlets }))
  }
  const until = pdu.outlets[list?.outlets[0]?.outlet ?? '']?.unlockedUntil ?? null
  if (isDone)
    return (
      <DoneSheet title={`${name} is declared dark`}>
        {list?.outlets.length} outlets may be cut, each once{until === null ? '' : `, until ${clockTime(until)}`}.
        Nothing has been switched.
      </DoneSheet>
    )
  return (
    <Sheet title={`Declare ${name} dark`}>
      <p className="lead">
        Everything that is on there may then be cut, each outlet once. It is refused where anything names an outlet on
        it. Nothing is switched by this.
      </p>
      {list === null && busy === 'listOn' && <p className="dim">Reading {name}</p>}
      {list && (
        <>
          <ul className="dark-list">
            {list.outlets.map(({ outlet, watts }) => (
              <li key={outlet}>
                <LampIcon kind="locked" rem={1.25} />
                <b className="tn">{placeOf(pdu, outlet)}</b>
                <span className="called">{pdu.outlets[outlet]?.facts.name}</span>
                <span className="tn">{load(watts)}</span>
              </li>
            ))}
          </ul>
          <p className="total">
            <b>{list.outlets.length} on</b>, <b className="tn">{load(list.totalWatts)}</b> in all
          </p>
        </>
      )}
      <NoticeLine />
      <form
        className="inline-form"
        onSubmit={event => {
          event.preventDefault()
          if (typed === name) void declare()
        }}
      >
        <label className="field">
          <span>Type {name} to give all of them free</span>
          <input type="text" value={typed} spellCheck={false} onChange={event => setTyped(event.target.value)} />
        </label>
        <button
          type="submit"
          className="btn main"
          disabled={typed !== name || !list || list.outlets.length === 0 || busy !== null}
        >
          Declare it dark
        </button>
        <button type="button" className="btn" disabled={busy !== null} onClick={() => void look()}>
          Read the list again
        </button>
      </form>
    </Sheet>
  )
}
