import { useState } from 'react'
import type { State } from '#core/state.ts'
import type { KeyFor } from '#core/wire.ts'
import { useRack } from '../state/rack.ts'
import { parsePlace, pdusInOrder } from '../state/run-draft.ts'

const kinds = ['lane', 'outlet', 'pdu', 'pool'] as const
type Kind = (typeof kinds)[number]
const names: Readonly<Record<Kind, string>> = { lane: 'Lane', outlet: 'Outlet', pdu: 'PDU', pool: 'Pool' }

export interface ForDraft {
  readonly kind: Kind
  readonly text: string
}

/** What the person has put in, or null while it names nothing that is here. */
export const forOf = (state: State, { kind, text }: ForDraft): KeyFor | null => {
  const typed = text.trim()
  if (kind === 'pool') return { pool: 'pool' }
  if (kind === 'lane') return typed === '' ? null : { lane: typed }
  if (kind === 'pdu') return pdusInOrder(state).some(pdu => pdu.name === typed) ? { pdu: typed } : null
  const place = parsePlace(state, typed)
  const pdu = place && state.pdus[place.pdu]
  return pdu ? { outlet: `${pdu.name}/${place.outlet}` } : null
}

/** For whom a key is: a lane, an outlet, a PDU, or the pool. */
export const KeyForField = ({ draft, change }: { draft: ForDraft; change: (draft: ForDraft) => void }) => {
  const pdus = useRack(({ state }) => state.pdus)
  const [texts, setTexts] = useState<Partial<Record<Kind, string>>>({})
  const beginning = (kind: Kind): string => texts[kind] ?? (kind === 'pdu' ? (Object.values(pdus)[0]?.name ?? '') : '')
  const put = (text: string): void => {
    setTexts({ ...texts, [draft.kind]: text })
    change({ ...draft, text })
  }
  return (
    <>
      <label className="field narrow">
        <span>For</span>
        <select
          value={draft.kind}
          onChange={event => {
            const kind = kinds.find(one => one === event.target.value) ?? 'lane'
            setTexts({ ...texts, [draft.kind]: draft.text })
            change({ kind, text: beginning(kind) })
          }}
        >
          {kinds.map(kind => (
            <option key={kind} value={kind}>
              {names[kind]}
            </option>
          ))}
        </select>
      </label>
      {draft.kind === 'pdu' && (
        <label className="field">
          <span>Which PDU</span>
          <select value={draft.text} onChange={event => put(event.target.value)}>
            {Object.values(pdus).map(pdu => (
              <option key={pdu.id}>{pdu.name}</option>
            ))}
          </select>
        </label>
      )}
      {(draft.kind === 'lane' || draft.kind === 'outlet') && (
        <label className="field">
          <span>{draft.kind === 'lane' ? 'Which lane' : 'Which outlet, like A-17'}</span>
          <input
            type="text"
            value={draft.text}
            maxLength={64}
            spellCheck={false}
            onChange={event => put(event.target.value)}
          />
        </label>
      )}
    </>
  )
}
