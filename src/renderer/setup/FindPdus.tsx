import { useState } from 'react'
import { count } from '#core/words-names.ts'
import type { FoundPdus } from '#ipc/setup.ts'
import { LampIcon } from '../drawing/Lamp.tsx'
import { NoticeLine } from '../run/NoticeLine.tsx'
import { get } from '../state/actions.ts'
import { useDesk } from '../state/desk.ts'
import { mainProcess } from '../state/main-process.ts'
import { useRack } from '../state/rack.ts'
import { SnmpFields } from './AccessFields.tsx'
import { FoundList } from './FoundList.tsx'
import { entryOf, maySpeak, noPdu, type TypedPdu } from './pdu-entry.ts'

const Progress = () => {
  const work = useRack(({ gauges }) => (gauges.work?.what === 'find' ? gauges.work : null))
  return (
    <div className="work">
      <output>
        {work ? `${work.done} of ${count(work.of, 'address', 'addresses')}, ${count(work.found, 'PDU')}` : 'Asking'}
      </output>
      {work && <progress value={work.done} max={Math.max(1, work.of)} aria-label="Addresses asked" />}
      <button type="button" className="btn" onClick={() => void mainProcess.tryCall('stopFinding', null)}>
        Stop
      </button>
    </div>
  )
}

const Unread = ({ found: { unread, silent } }: { found: FoundPdus }) => (
  <>
    {unread.map(({ host, why }) => (
      <div key={host} className="finding bad">
        <LampIcon kind="fault" rem={1.5} />
        <div>
          <b>{host} answers as a PDU and cannot be read</b>
          <span className="sub">{why}</span>
        </div>
      </div>
    ))}
    {silent.map(({ host, maker }) => (
      <div key={host} className="finding">
        <LampIcon kind="unknown" rem={1.5} />
        <p>
          {host} has a network card of {maker} and does not answer SNMP.
        </p>
      </div>
    ))}
  </>
)

/** Asks every address of a network, or every neighbour that MAAS has heard of, one question each. */
export const FindPdus = ({ inMaas }: { inMaas: boolean }) => {
  const [typed, setTyped] = useState<TypedPdu>(noPdu)
  const [network, setNetwork] = useState('')
  const [port, setPort] = useState('161')
  const [found, setFound] = useState<FoundPdus | null>(null)
  const busy = useDesk(desk => desk.busy)
  const maas = useRack(({ state }) => state.maasSite !== null)
  const { host: _, ...how } = entryOf(typed)
  const entry = { ...how, port: Number(port) }
  const where = inMaas ? 'maas' : network.trim()
  const ready = where !== '' && maySpeak(typed) && /^[1-9]\d{0,4}$/.test(port) && busy === null && (!inMaas || maas)
  const find = async (): Promise<void> => {
    setFound(null)
    setFound(await get('findPdus', { where, entry }))
  }
  return (
    <>
      {inMaas && !maas && <p className="notice refusal">No MAAS is set up. Set it up under MAAS first.</p>}
      <form
        className="fields"
        onSubmit={event => {
          event.preventDefault()
          if (ready) void find()
        }}
      >
        {!inMaas && (
          <label className="field">
            <span>Network</span>
            <input
              type="text"
              value={network}
              placeholder="10.0.0.0/24"
              spellCheck={false}
              autoComplete="off"
              onChange={event => setNetwork(event.target.value)}
            />
          </label>
        )}
        <label className="field narrow">
          <span>Port</span>
          <input
            type="text"
            inputMode="numeric"
            size={5}
            value={port}
            onChange={event => setPort(event.target.value)}
          />
        </label>
        <SnmpFields typed={typed} change={part => setTyped({ ...typed, ...part })} />
        <button type="submit" className={`btn${found ? '' : ' main'}`} disabled={!ready}>
          {busy === 'findPdus' ? 'Asking' : 'Find PDUs'}
        </button>
      </form>
      {busy === 'findPdus' && <Progress />}
      <NoticeLine />
      {found && (
        <>
          {found.asked < found.addresses && (
            <p className="dim">
              Stopped after {found.asked} of {found.addresses} addresses.
            </p>
          )}
          {found.pdus.length === 0 ? (
            <p className="lead">No PDU answers at {count(found.asked, 'address', 'addresses')}.</p>
          ) : (
            <FoundList found={found.pdus} entry={entry} />
          )}
          <Unread found={found} />
        </>
      )}
    </>
  )
}
