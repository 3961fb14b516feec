import { useState } from 'react'
import type { OutletRef } from '#core/rack.ts'
import { get } from '../state/actions.ts'
import { setDesk, useDesk } from '../state/desk.ts'
import { useRack } from '../state/rack.ts'
import { nameAfter } from './names.ts'

/** The name that the PDU itself shows for an outlet. Written only when a person says so, and read back. */
export const NameForm = ({ outlet: ref, name }: { outlet: OutletRef; name: string }) => {
  const [text, setText] = useState(name)
  const machine = useRack(({ state }) => nameAfter(state, ref))
  const busy = useDesk(desk => desk.busy !== null)
  const isWriting = useDesk(desk => desk.busy === 'nameOutlet')
  const write = async (to: string): Promise<void> => {
    const named = await get('nameOutlet', { ...ref, text: to })
    if (!named) return
    const { before, after } = named
    setText(after)
    const said = before === after ? `The PDU calls it "${after}" already.` : `It was "${before}" and is "${after}" now.`
    setDesk({ notice: { tone: 'told', text: `${said} Nothing was switched.`, mend: '' } })
  }
  return (
    <form
      className="mark-form"
      onSubmit={event => {
        event.preventDefault()
        if (!busy && text.trim() !== name) void write(text.trim())
      }}
    >
      <label className="field">
        <span>Name on the PDU itself</span>
        <input
          type="text"
          value={text}
          maxLength={255}
          spellCheck={false}
          data-aim="name"
          onChange={event => setText(event.target.value)}
        />
      </label>
      <div className="foot">
        <button type="submit" className="btn" disabled={busy || text.trim() === name}>
          {isWriting ? 'Writing' : 'Write the name'}
        </button>
        {machine !== null && machine !== name && (
          <button type="button" className="btn" disabled={busy} onClick={() => void write(machine)}>
            Name it {machine}, after its machine
          </button>
        )}
      </div>
    </form>
  )
}
