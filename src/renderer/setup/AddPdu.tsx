import { useState } from 'react'
import type { PduProbe } from '#core/rack.ts'
import { NoticeLine } from '../run/NoticeLine.tsx'
import { setDesk, useDesk } from '../state/desk.ts'
import { get } from '../state/actions.ts'
import { useRack } from '../state/rack.ts'
import { AddressField, SnmpFields } from './AccessFields.tsx'
import { entryOf, freeFeed, isComplete, mayBeName, noPdu, type TypedPdu } from './pdu-entry.ts'
import { NameFields } from './NameFields.tsx'
import { Findings, MaasDrivable, PduFactsList } from './PduFacts.tsx'
import { ProbedFace } from './PduFace.tsx'

/** A PDU by its address: read first, shown, and only then kept. Nothing is switched. */
export const AddPdu = () => {
  const free = useRack(({ state }) => freeFeed(state, []))
  const [typed, setTyped] = useState<TypedPdu>({ ...noPdu, feed: free })
  const [probe, setProbe] = useState<PduProbe | null>(null)
  const busy = useDesk(desk => desk.busy)
  const change = (part: Partial<TypedPdu>): void => {
    setTyped({ ...typed, ...part })
    if (!('name' in part) && !('feed' in part)) setProbe(null)
  }
  const look = async (): Promise<void> => {
    const read = await get('probePdu', entryOf(typed))
    if (!read) return
    setProbe(read)
    if (typed.name === '') setTyped({ ...typed, name: `pdu-${typed.feed.toLowerCase()}` })
  }
  const keep = async (): Promise<void> => {
    const kept = await get('addPdu', { ...entryOf(typed), name: typed.name, feed: typed.feed })
    if (kept) setDesk({ setupPage: kept.facts.id, notice: null })
  }
  return (
    <>
      <form
        className="fields"
        onSubmit={event => {
          event.preventDefault()
          if (isComplete(typed)) void look()
        }}
      >
        <AddressField typed={typed} change={change} />
        <SnmpFields typed={typed} change={change} />
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
            <NameFields name={typed.name} feed={typed.feed} change={change} />
            <button type="submit" className="btn main" disabled={!mayBeName(typed.name) || busy !== null}>
              Keep this PDU
            </button>
          </form>
        </>
      )}
    </>
  )
}
