import { useState } from 'react'
import type { PduProbe } from '#core/rack.ts'
import { faultWords } from '#core/words.ts'
import { NoticeLine } from '../run/NoticeLine.tsx'
import { setDesk, useDesk } from '../state/desk.ts'
import { mainProcess } from '../state/main-process.ts'
import { useRack } from '../state/rack.ts'
import { pdusInOrder } from '../state/run-draft.ts'
import { AccessFields } from './AccessFields.tsx'
import { entryOf, isComplete, mayBeName, noPdu, type TypedPdu } from './pdu-entry.ts'
import { Findings, MaasDrivable, PduFactsList } from './PduFacts.tsx'
import { ProbedFace } from './PduFace.tsx'

const feeds = ['A', 'B', 'C', 'D'] as const

const told = (fault: Parameters<typeof faultWords>[0]): void => {
  const { mend = '', ...rest } = fault
  setDesk({ notice: { tone: 'fault', text: faultWords(rest), mend } })
}

/** A PDU by its address: read first, shown, and only then kept. Nothing is switched. */
export const AddPdu = () => {
  const taken = useRack(({ state }) =>
    pdusInOrder(state)
      .map(pdu => pdu.feed)
      .join(''),
  )
  const free = feeds.find(feed => !taken.includes(feed)) ?? 'A'
  const [typed, setTyped] = useState<TypedPdu>({ ...noPdu, feed: free })
  const [probe, setProbe] = useState<PduProbe | null>(null)
  const busy = useDesk(desk => desk.busy)
  const change = (part: Partial<TypedPdu>): void => {
    setTyped({ ...typed, ...part })
    if (!('name' in part) && !('feed' in part)) setProbe(null)
  }
  const look = async (): Promise<void> => {
    setDesk({ busy: 'probePdu', notice: null })
    const answered = await mainProcess.tryCall('probePdu', entryOf(typed))
    setDesk({ busy: null })
    const result = answered.ok ? answered.value : answered
    if (!result.ok) return told(result.fault)
    setProbe(result.value)
    if (typed.name === '') setTyped({ ...typed, name: `pdu-${typed.feed.toLowerCase()}` })
  }
  const keep = async (): Promise<void> => {
    setDesk({ busy: 'addPdu', notice: null })
    const answered = await mainProcess.tryCall('addPdu', { ...entryOf(typed), name: typed.name, feed: typed.feed })
    setDesk({ busy: null })
    const result = answered.ok ? answered.value : answered
    if (!result.ok) return told(result.fault)
    setDesk({ setupPage: result.value.facts.id, notice: null })
  }
  return (
    <section className="probe" aria-labelledby="add-title" data-message>
      <div className="id">
        <div>
          <h2 id="add-title">Add a PDU</h2>
          <p className="dim">Racklight reads it and shows what it found. Nothing is switched.</p>
        </div>
      </div>
      <form
        className="fields"
        onSubmit={event => {
          event.preventDefault()
          if (isComplete(typed)) void look()
        }}
      >
        <AccessFields typed={typed} change={change} />
        <button type="submit" className={`btn${probe ? '' : ' main'}`} disabled={!isComplete(typed) || busy !== null}>
          {busy === 'probePdu' ? 'Reading' : probe ? 'Read again' : 'Read the PDU'}
        </button>
      </form>
      <NoticeLine />
      {probe && (
        <>
          <h3>
            {probe.facts.vendor} {probe.facts.model}
          </h3>
          <ProbedFace outlets={probe.facts.outlets} readings={probe.readings} />
          <PduFactsList facts={probe.facts} />
          <Findings warnings={probe.warnings} />
          <MaasDrivable facts={probe.facts} />
          <form
            className="fields keep"
            onSubmit={event => {
              event.preventDefault()
              void keep()
            }}
          >
            <label className="field">
              <span>Name</span>
              <input
                type="text"
                value={typed.name}
                spellCheck={false}
                onChange={event => change({ name: event.target.value })}
                aria-invalid={!mayBeName(typed.name)}
              />
            </label>
            <label className="field narrow">
              <span>Feed</span>
              <select value={typed.feed} onChange={event => change({ feed: event.target.value })}>
                {feeds.map(feed => (
                  <option key={feed}>{feed}</option>
                ))}
              </select>
            </label>
            <button type="submit" className="btn main" disabled={!mayBeName(typed.name) || busy !== null}>
              Keep this PDU
            </button>
          </form>
        </>
      )}
    </section>
  )
}
