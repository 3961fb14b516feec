import type { Confirm } from '#core/event-run.ts'
import { setDraft, useDesk } from '../state/desk.ts'

const ways: readonly (readonly [Confirm, string, string])[] = [
  ['cut', 'Confirming cut', 'the heart that stops names the machine: proved'],
  ['meter', 'Cut, read by the meter', 'the load that rose with the machine falls with its outlet: proved'],
  ['none', 'No cut', 'one boot less; a binding is established, not proved'],
]

/** How the place is proved; what cannot be had here is not offered. */
export const ConfirmRow = ({ several, metered }: { several: boolean; metered: boolean }) => {
  const chosen = useDesk(desk => desk.draft.confirm)
  const offered = ways.filter(([way]) => way === 'cut' || (!several && (way === 'none' || metered)) || way === chosen)
  if (offered.length === 1)
    return (
      <p>
        <b>{ways[0]?.[1]}</b> <span className="dim">needed for several lanes</span>
      </p>
    )
  return (
    <div role="radiogroup" aria-label="How the place is proved" className="checks tall">
      {offered.map(([way, name, says]) => (
        <label key={way} className="check" aria-label={`${name}, ${says}`}>
          <input type="radio" name="confirm" checked={chosen === way} onChange={() => setDraft({ confirm: way })} />
          <span>
            <b>{name}</b> <span className="dim">{says}</span>
          </span>
        </label>
      ))}
    </div>
  )
}
