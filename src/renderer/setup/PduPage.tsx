import { useState } from 'react'
import { placeOf } from '#core/place.ts'
import { LampIcon } from '../drawing/Lamp.tsx'
import { NoticeLine } from '../run/NoticeLine.tsx'
import { ask, readPdu } from '../state/actions.ts'
import { goTo, setDesk, useDesk } from '../state/desk.ts'
import { useRack } from '../state/rack.ts'
import { LiveFace } from './PduFace.tsx'
import { MaasDrivable, PduFactsList } from './PduFacts.tsx'

const KeepOn = ({ id }: { id: string }) => {
  const pdu = useRack(({ state }) => state.pdus[id])
  if (!pdu) return null
  const { keepOn } = pdu
  const places = keepOn?.map(outlet => placeOf(pdu, outlet)) ?? []
  return (
    <div className="keep-line">
      <p>
        <b>Must stay on</b>{' '}
        {keepOn === null ? 'Nobody has said yet.' : places.length === 0 ? 'nothing' : places.join(', ')}
      </p>
      {keepOn === null && (
        <button type="button" className="btn" onClick={() => goTo('rack')}>
          Say it on the drawing
        </button>
      )}
    </div>
  )
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

/** A PDU that is set up: its face, its facts, what must stay on. Press an outlet to mark it. */
export const PduPage = ({ id }: { id: string }) => {
  const pdu = useRack(({ state }) => state.pdus[id])
  const busy = useDesk(desk => desk.busy === 'readPdu')
  if (!pdu) return null
  const { facts } = pdu
  return (
    <section className="probe" aria-labelledby="pdu-title" data-message>
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
        <button type="button" className="btn push" disabled={busy} onClick={() => void readPdu(id)}>
          {busy ? 'Reading' : 'Read again'}
          <kbd>R</kbd>
        </button>
      </div>
      {pdu.silent && (
        <div className="finding bad">
          <LampIcon kind="fault" rem={1.5} />
          <div>
            <b>It does not answer</b>
            <span className="sub mono">{pdu.silent.detail}</span>
            {pdu.silent.mend !== undefined && <span className="sub">{pdu.silent.mend}</span>}
          </div>
        </div>
      )}
      <LiveFace pdu={id} />
      <p className="dim">Press an outlet to protect it, tag it out, allocate it or release it.</p>
      <KeepOn id={id} />
      <PduFactsList facts={facts} />
      <MaasDrivable facts={facts} />
      <NoticeLine />
      <Forget id={id} name={pdu.name} />
    </section>
  )
}
