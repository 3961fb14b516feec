import { useState } from 'react'
import { ask } from '../state/actions.ts'

/** A person says that these machines share their power, and what the chassis is called. */
export const ChassisForm = ({ machines }: { machines: readonly string[] }) => {
  const [name, setName] = useState('')
  const called = name.trim()
  return (
    <form
      className="inline-form"
      onSubmit={event => {
        event.preventDefault()
        if (called !== '') void ask({ kind: 'attestChassis', name: called, machines: [...machines] })
      }}
    >
      <label className="field">
        <span>What is the chassis called?</span>
        <input type="text" value={name} maxLength={128} onChange={event => setName(event.target.value)} />
      </label>
      <button type="submit" className="btn main big" disabled={called === ''}>
        They are one chassis
      </button>
    </form>
  )
}
