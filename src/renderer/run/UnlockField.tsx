import { useState } from 'react'
import { sameOutlet, type OutletRef } from '#core/rack.ts'
import { outletAt } from '#core/state.ts'
import { placeWords } from '#core/words.ts'
import { LampIcon } from '../drawing/Lamp.tsx'
import { setDraft, useDesk } from '../state/desk.ts'
import { parsePlace } from '../state/run-draft.ts'
import { useRack } from '../state/rack.ts'

/** Outlets found on are locked; each is unlocked for this run by typing its number, never by a tick. */
export const UnlockField = ({ locked }: { locked: readonly OutletRef[] }) => {
  const state = useRack(rack => rack.state)
  const draft = useDesk(desk => desk.draft)
  const [text, setText] = useState('')
  const unlocked = (ref: OutletRef): boolean => draft.unlock.some(other => sameOutlet(other, ref))
  const rest = locked.filter(ref => !unlocked(ref))
  const typed = (value: string): void => {
    const ref = parsePlace(state, value)
    const known = ref && rest.find(other => sameOutlet(other, ref))
    // `A-2` may be the beginning of `A-24`: wait until no other fits.
    const longer = rest.some(
      other => placeWords(state, other).startsWith(value.trim().toUpperCase()) && !(ref && sameOutlet(other, ref)),
    )
    if (!known || longer) return setText(value)
    unlock(known)
  }
  const unlock = (ref: OutletRef): void => {
    setText('')
    setDraft({ unlock: [...draft.unlock, ref], scope: draft.scope ? [...draft.scope, ref] : null })
  }
  const entered = (): void => {
    const ref = parsePlace(state, text)
    const known = ref && rest.find(other => sameOutlet(other, ref))
    if (known) unlock(known)
  }
  const load = (ref: OutletRef): string => {
    const watts = outletAt(state, ref)?.watts ?? null
    return watts === null ? 'load not known' : `${watts} W`
  }
  return (
    <div className="ask-row">
      <h3>Found on</h3>
      <div>
        <p className="locked-list">
          {rest.map(ref => (
            <span key={placeWords(state, ref)} className="locked-one">
              <LampIcon kind="locked" rem={1.125} />
              <b>{placeWords(state, ref)}</b> {load(ref)}
            </span>
          ))}
          {draft.unlock.map(ref => (
            <span key={placeWords(state, ref)} className="locked-one">
              <LampIcon kind="unlocked" rem={1.125} />
              <b>{placeWords(state, ref)}</b> goes off first
              <button
                type="button"
                className="btn tiny"
                onClick={() => setDraft({ unlock: draft.unlock.filter(other => !sameOutlet(other, ref)) })}
              >
                Lock
              </button>
            </span>
          ))}
        </p>
        {rest.length > 0 && (
          <form
            className="inline-form"
            onSubmit={event => {
              event.preventDefault()
              entered()
            }}
          >
            <label>
              <span>Type a number to let it be cut</span>
              <input
                type="text"
                value={text}
                placeholder={placeWords(state, rest[0] ?? { pdu: '', outlet: '' })}
                onChange={event => typed(event.target.value)}
                size={8}
              />
            </label>
          </form>
        )}
      </div>
    </div>
  )
}
