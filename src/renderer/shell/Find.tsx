import { useEffect, useRef, useState } from 'react'
import { findIn, openFound } from '../keyboard/found.ts'
import { useRack } from '../state/rack.ts'
import { Sheet } from './Sheet.tsx'

export const Find = () => {
  const state = useRack(rack => rack.state)
  const [text, setText] = useState('')
  const found = findIn(state, text)
  const field = useRef<HTMLInputElement>(null)
  useEffect(() => field.current?.focus(), [])
  return (
    <Sheet title="Find">
      <form
        className="find"
        onSubmit={event => {
          event.preventDefault()
          if (found[0]) openFound(found[0])
        }}
      >
        <label>
          <span>Outlet, serial, MAC, UUID or key</span>
          <input
            type="search"
            value={text}
            ref={field}
            spellCheck={false}
            onChange={event => setText(event.target.value)}
          />
        </label>
      </form>
      <ul className="found">
        {found.map(one => (
          <li key={one.key}>
            <button type="button" className="btn" onClick={() => openFound(one)}>
              <b>{one.what}</b> <span className="dim">{one.more}</span>
            </button>
          </li>
        ))}
        {text.trim() !== '' && found.length === 0 && <li className="dim">{text} is not known here.</li>}
      </ul>
    </Sheet>
  )
}
