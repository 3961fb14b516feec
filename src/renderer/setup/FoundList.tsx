import { useState } from 'react'
import type { PduEntry } from '#ipc/contract.ts'
import type { FoundPdus } from '#ipc/setup.ts'
import { get } from '../state/actions.ts'
import { setDesk, useDesk } from '../state/desk.ts'
import { useRack } from '../state/rack.ts'
import { FoundRow, type Choice, type FoundPdu } from './FoundRow.tsx'
import { freeFeed, mayBeName } from './pdu-entry.ts'

/** Feeds one after the other, as long as there are letters. */
const choicesOf = (found: FoundPdus['pdus']): Record<string, Choice> => {
  const { state } = useRack.getState()
  const feeds: string[] = []
  return Object.fromEntries(
    found
      .filter(({ known }) => known === null)
      .map(({ probe, proposed }) => {
        const feed = freeFeed(state, feeds)
        feeds.push(feed)
        return [probe.facts.id, { wanted: true, name: proposed ?? '', feed }]
      }),
  )
}

const title = (n: number): string => (n === 1 ? 'Add this one?' : `Add these ${n}?`)

/** What a search has found, each read and shown; those that are wanted are taken in one after another. */
export const FoundList = ({ found, entry }: { found: FoundPdus['pdus']; entry: Omit<PduEntry, 'host'> }) => {
  const [choices, setChoices] = useState(() => choicesOf(found))
  const known = useRack(({ state }) => state.pdus)
  const busy = useDesk(desk => desk.busy !== null)
  const fresh = found.filter(({ probe }) => known[probe.facts.id] === undefined)
  const chosen = fresh.flatMap(one => {
    const choice = choices[one.probe.facts.id]
    return choice?.wanted ? [{ one, choice }] : []
  })
  const names = chosen.map(({ choice }) => choice.name)
  const twice = new Set(names).size < names.length
  const keep = async ({ probe }: FoundPdu, { name, feed }: Choice): Promise<boolean> => {
    const { host, port } = probe.address
    const how = { ...entry, host, port, version: probe.facts.snmp.version }
    return (await get('addPdu', { ...how, name, feed })) !== null
  }
  const keepAll = async (): Promise<void> => {
    for (const { one, choice } of chosen) if (!(await keep(one, choice))) return
    const [first] = chosen
    if (first && chosen.length === 1) setDesk({ setupPage: first.one.probe.facts.id })
  }
  return (
    <section className="found" aria-labelledby="found-title">
      <h3 id="found-title">{fresh.length === 0 ? 'All of them are known' : title(fresh.length)}</h3>
      <ul>
        {found.map(one => (
          <FoundRow
            key={one.probe.facts.id}
            found={one}
            known={known[one.probe.facts.id]?.name ?? null}
            choice={choices[one.probe.facts.id] ?? null}
            change={choice => setChoices({ ...choices, [one.probe.facts.id]: choice })}
          />
        ))}
      </ul>
      {fresh.length > 0 && (
        <div className="foot">
          <button
            type="button"
            className="btn main big"
            disabled={busy || chosen.length === 0 || twice || !names.every(mayBeName)}
            onClick={() => void keepAll()}
          >
            {busy ? 'Adding' : chosen.length === 1 ? 'Add this PDU' : `Add these ${chosen.length}`}
          </button>
          {twice && <p className="dim">Two of them have one name.</p>}
        </div>
      )}
    </section>
  )
}
