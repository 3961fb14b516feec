import { useEffect, useState } from 'react'
import { age, placeOf } from '#core/place.ts'
import { openRun, type Pdu } from '#core/state.ts'
import { count } from '#core/words-names.ts'
import { NoticeLine } from '../run/NoticeLine.tsx'
import { ask, readPdu } from '../state/actions.ts'
import { browserClock } from '../state/clock.ts'
import { openDialog, setDesk, useDesk } from '../state/desk.ts'
import { mainProcess } from '../state/main-process.ts'
import { useRack } from '../state/rack.ts'
import { MaasDrivable, PduFactsList } from '../setup/PduFacts.tsx'
import { Board } from './Board.tsx'
import { KeepOn } from './KeepOn.tsx'
import { isStale, readAtIn } from './loads.ts'
import { Standing } from './Standing.tsx'

const everyMs = 5_000

/** Reads the PDU again and again while its page is open; a run of its own reads it anyway. */
const useLive = (id: string): void => {
  useEffect(() => {
    const closed = new AbortController()
    const follow = async (): Promise<void> => {
      while (!closed.signal.aborted) {
        const { state, link } = useRack.getState()
        const isRead = openRun(state)?.pdus.includes(id) ?? false
        if (link === 'open' && !isRead && !document.hidden) await mainProcess.tryCall('readPdu', { pdu: id })
        await browserClock.wait(everyMs, closed.signal)
      }
    }
    void follow()
    return () => closed.abort()
  }, [id])
}

const Forget = ({ id, name }: { id: string; name: string }) => {
  const [text, setText] = useState('')
  return (
    <form
      className="inline-form forget"
      onSubmit={event => {
        event.preventDefault()
        if (text === name) void ask({ kind: 'forgetPdu', pdu: id }).then(done => done && setDesk({ setupPage: 'add' }))
      }}
    >
      <label className="field">
        <span>Type {name} to forget this PDU</span>
        <input type="text" value={text} spellCheck={false} onChange={event => setText(event.target.value)} />
      </label>
      <button type="submit" className="btn" disabled={text !== name}>
        Forget
      </button>
    </form>
  )
}

/** How many are on, what they draw together, and how old that is. */
const Sum = ({ pdu }: { pdu: Pdu }) => {
  const gauges = useRack(rack => rack.gauges)
  const now = useRack(rack => rack.now)
  const outlets = Object.values(pdu.outlets)
  const on = outlets.filter(({ state }) => state === 'on')
  const watts = on.map(({ facts, watts: last }) => gauges.watts[`${pdu.id}/${facts.id}`] ?? last)
  const total = watts.every(load => load !== null) ? watts.reduce((sum, load) => sum + (load ?? 0), 0) : null
  const readAt = useRack(rack => readAtIn(rack, pdu.id))
  const isOld = useRack(rack => isStale(rack, pdu.id))
  return (
    <p className={`sum-line${isOld ? ' old' : ''}`}>
      <b className="tn">{on.length}</b> of {outlets.length} on
      {on.length > 0 && (
        <>
          , <b className="tn">{total === null ? 'load not told' : `${total} W`}</b>
        </>
      )}
      <span className="dim"> read {age(now - readAt)} ago</span>
    </p>
  )
}

const More = ({ pdu }: { pdu: Pdu }) => {
  const outlets = Object.values(pdu.outlets)
  const bound = outlets.filter(({ binding }) => binding !== null).length
  const on = outlets.filter(({ state, facts }) => state === 'on' && facts.switchable).length
  return (
    <div className="foot">
      {bound > 0 && (
        <button type="button" className="btn" onClick={() => openDialog('names')}>
          Name {count(bound, 'outlet')} after {bound === 1 ? 'its machine' : 'their machines'}
        </button>
      )}
      {on > 0 && pdu.facts.control !== 'readOnly' && (
        <button type="button" className="btn" onClick={() => openDialog('dark')}>
          Declare this PDU dark
        </button>
      )}
    </div>
  )
}

/** A PDU that is set up: its outlets where they sit, what they carry, what must stay on, and how far it is trusted. */
export const PduPage = ({ id }: { id: string }) => {
  const pdu = useRack(({ state }) => state.pdus[id])
  const busy = useDesk(desk => desk.busy === 'readPdu')
  // A sheet tells its own answers.
  const isBare = useDesk(desk => desk.dialog === null)
  useLive(id)
  if (!pdu) return null
  const { facts } = pdu
  return (
    <section className="probe pdu-page" aria-labelledby="pdu-title">
      <div className="id">
        <span className={`feed-tag feed-${pdu.feed.toLowerCase()}`}>{pdu.feed}</span>
        <div>
          <h2 id="pdu-title">
            {facts.vendor} {facts.model}
          </h2>
          <p className="dim">
            {pdu.name}, {pdu.address.host}
            {pdu.address.port === 161 ? '' : `:${pdu.address.port}`}
          </p>
        </div>
        <Sum pdu={pdu} />
        <button type="button" className="btn push" disabled={busy} onClick={() => void readPdu(id)}>
          {busy ? 'Reading' : 'Read again'}
          <kbd>R</kbd>
        </button>
      </div>
      {isBare && <NoticeLine />}
      <Standing pdu={pdu} />
      {pdu.keepOn === null && <KeepOn pdu={pdu} />}
      <Board pdu={id} />
      <p className="dim keys-line">
        Type a number, or use the arrows. <kbd>Enter</kbd> its card <kbd>N</kbd> name <kbd>P</kbd> never touch{' '}
        <kbd>T</kbd> tag out <kbd>A</kbd> allocate <kbd>F</kbd> appliance <kbd>K</kbd> stays on <kbd>U</kbd> unlock
      </p>
      {pdu.keepOn !== null && (
        <p className="keep-line">
          <b>Must stay on</b>{' '}
          {pdu.keepOn.length === 0 ? 'nothing' : pdu.keepOn.map(one => placeOf(pdu, one)).join(', ')}
        </p>
      )}
      <More pdu={pdu} />
      <PduFactsList facts={facts} pdu={pdu} />
      <MaasDrivable facts={facts} />
      <Forget id={id} name={pdu.name} />
    </section>
  )
}
