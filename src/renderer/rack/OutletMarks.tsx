import { useState } from 'react'
import { ApplianceKind, applianceWords } from '#core/equipment.ts'
import type { OutletRef } from '#core/rack.ts'
import { ask } from '../state/actions.ts'
import type { Aim } from '../state/desk.ts'

type Mark = 'protect' | 'tagOut' | 'allocate' | 'attestAppliance'
const marks: readonly (readonly [Mark, string, string])[] = [
  ['protect', 'Never touch', 'Why? For instance: switch 12-a'],
  ['tagOut', 'Tag out', 'Why? For instance: cord is damaged'],
  ['allocate', 'Allocate', 'To what? For instance: nas-12'],
  ['attestAppliance', 'Feeds an appliance', 'Its name? For instance: sw-12'],
]

const sendMark = (ref: OutletRef, mark: Mark, said: string, what: ApplianceKind): Promise<boolean> => {
  const at = { pdu: ref.pdu, outlets: [ref.outlet] }
  if (mark === 'allocate') return ask({ kind: mark, ...at, to: said })
  if (mark === 'attestAppliance') return ask({ kind: mark, ...at, name: said, what })
  return ask({ kind: mark, ...at, why: said })
}

const KindField = ({ what, choose }: { what: ApplianceKind; choose: (what: ApplianceKind) => void }) => (
  <label className="field">
    <span>What is it?</span>
    <select value={what} onChange={event => choose(ApplianceKind.catch('other').parse(event.target.value))}>
      {ApplianceKind.options.map(kind => (
        <option key={kind} value={kind}>
          {applianceWords[kind]}
        </option>
      ))}
    </select>
  </label>
)

/** The marks a person may set on an outlet; each takes a word of its own. */
export const OutletMarks = ({ outlet: ref, aim }: { outlet: OutletRef; aim: Aim | null }) => {
  const [mark, setMark] = useState<Mark>(marks.find(([name]) => name === aim)?.[0] ?? 'protect')
  const [text, setText] = useState('')
  const [what, setWhat] = useState<ApplianceKind>('switch')
  const words = marks.find(([name]) => name === mark)
  const said = text.trim()
  const send = async (): Promise<void> => {
    if (said !== '' && (await sendMark(ref, mark, said, what))) setText('')
  }
  return (
    <form
      className="mark-form"
      onSubmit={event => {
        event.preventDefault()
        void send()
      }}
    >
      <div className="looks" role="radiogroup" aria-label="Mark this outlet">
        {marks.map(([name, says]) => (
          <label key={name} className="pick">
            <input type="radio" name="mark" checked={mark === name} onChange={() => setMark(name)} />
            {says}
          </label>
        ))}
      </div>
      {mark === 'attestAppliance' && <KindField what={what} choose={setWhat} />}
      <label className="field">
        <span>{words?.[2]}</span>
        <input
          type="text"
          value={text}
          maxLength={256}
          data-aim={aim === mark ? aim : undefined}
          onChange={event => setText(event.target.value)}
        />
      </label>
      <button type="submit" className="btn" disabled={said === ''}>
        {words?.[1]}
      </button>
    </form>
  )
}
