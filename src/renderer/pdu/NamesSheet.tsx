import { useRef, useState } from 'react'
import { faultWords } from '#core/words.ts'
import { count } from '#core/words-names.ts'
import { renamings, type Renaming } from '../rack/names.ts'
import { Sheet } from '../shell/Sheet.tsx'
import { closeDialog, useDesk } from '../state/desk.ts'
import { mainProcess } from '../state/main-process.ts'
import { useRack } from '../state/rack.ts'

type Row = Renaming & { readonly came: 'waiting' | 'writing' | 'written' | 'stands' | { readonly fault: string } }

const cameWords = (came: Row['came']): string => {
  if (typeof came !== 'string') return came.fault
  return { waiting: 'to be written', writing: 'writing', written: 'written, read back', stands: 'bears it already' }[
    came
  ]
}

/** Every bound outlet with the name it has and the name it would get; written one after another when a person says so. */
export const NamesSheet = () => {
  const id = useDesk(desk => desk.setupPage)
  const name = useRack(({ state }) => state.pdus[id]?.name ?? '')
  const [rows, setRows] = useState<readonly Row[]>(() =>
    renamings(useRack.getState().state, id).map(one => ({
      ...one,
      came: one.before === one.after ? 'stands' : 'waiting',
    })),
  )
  const [busy, setBusy] = useState(false)
  const stopped = useRef(false)
  const came = (place: string, now: Row['came']): void =>
    setRows(all => all.map(row => (row.place === place ? { ...row, came: now } : row)))
  const open = rows.filter(row => row.came === 'waiting' || typeof row.came !== 'string')
  const write = async (): Promise<void> => {
    setBusy(true)
    stopped.current = false
    for (const { place, outlet, after } of open) {
      if (stopped.current) break
      came(place, 'writing')
      const answered = await mainProcess.tryCall('nameOutlet', { ...outlet, text: after })
      const result = answered.ok ? answered.value : answered
      came(place, result.ok ? 'written' : { fault: faultWords(result.fault) })
    }
    setBusy(false)
  }
  return (
    <Sheet title={`Names on ${name}, after the machines`} wide>
      <p className="lead">The names go to the PDU itself, where everybody sees them. Nothing is switched.</p>
      <div className="map-scroll">
        <table className="map">
          <thead>
            <tr>
              <th scope="col">Outlet</th>
              <th scope="col">Name now</th>
              <th scope="col">Name to be</th>
              <th scope="col" aria-label="State" />
            </tr>
          </thead>
          <tbody>
            {rows.map(row => (
              <tr key={row.place} className={typeof row.came === 'string' ? '' : 'bad'}>
                <th scope="row" className="tn">
                  {row.place}
                </th>
                <td className="dim">{row.before === '' ? 'none' : row.before}</td>
                <td className="mono">{row.after}</td>
                <td>{cameWords(row.came)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <div className="foot">
        {open.length > 0 ? (
          <button type="button" className="btn main big" disabled={busy} onClick={() => void write()}>
            {busy ? 'Writing' : `Write ${count(open.length, 'name')} to the PDU`}
          </button>
        ) : (
          <button type="button" className="btn main big" onClick={closeDialog}>
            Done
          </button>
        )}
        {busy && (
          <button type="button" className="btn big" onClick={() => (stopped.current = true)}>
            Stop after this one
          </button>
        )}
      </div>
    </Sheet>
  )
}
