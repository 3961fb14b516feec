import { placeOf } from '#core/place.ts'
import type { Pdu } from '#core/state.ts'
import { answerKeepOn } from '../state/actions.ts'
import { useDesk } from '../state/desk.ts'

const none: readonly string[] = []

/** Asked once for each PDU; without the answer nothing is switched there. */
export const KeepOn = ({ pdu }: { pdu: Pdu }) => {
  const kept = useDesk(({ keep }) => keep[pdu.id] ?? none)
  const busy = useDesk(desk => desk.busy !== null)
  const places = kept.map(outlet => placeOf(pdu, outlet)).join(', ')
  return (
    <section className="call-out" aria-labelledby="keep-title">
      <div>
        <h3 id="keep-title">What must stay on?</h3>
        <p className="dim">
          Switches, KVM, the charger of this laptop. Go to each and press <kbd>K</kbd>. Nothing is switched before this
          is answered.
        </p>
      </div>
      <button type="button" className="btn" disabled={busy} onClick={() => void answerKeepOn(pdu.id, kept)}>
        {kept.length === 0 ? 'Nothing must stay on' : `${places} must stay on`}
      </button>
    </section>
  )
}
