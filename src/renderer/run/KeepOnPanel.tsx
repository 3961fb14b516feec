import { placeOf } from '#core/place.ts'
import { answerKeepOn } from '../state/actions.ts'
import { useDesk } from '../state/desk.ts'
import { useRack } from '../state/rack.ts'
import { NoticeLine } from './NoticeLine.tsx'

/** Asked once for each PDU before anything there is switched. */
export const KeepOnPanel = ({ pdu: id }: { pdu: string }) => {
  const pdu = useRack(({ state }) => state.pdus[id])
  const kept = useDesk(desk => desk.keep[id]) ?? []
  const busy = useDesk(desk => desk.busy === 'answerKeepOn')
  if (!pdu) return null
  const places = kept.map(outlet => placeOf(pdu, outlet))
  const on = Object.values(pdu.outlets).filter(outlet => outlet.state === 'on')
  return (
    <section className="panel-card ask" aria-labelledby="keep-title" data-message>
      <p className="kick">
        PDU {pdu.feed}, {pdu.name}
      </p>
      <h2 id="keep-title" className="verb">
        What must stay on?
      </h2>
      <p className="lead">
        Switches, KVM, storage, this laptop’s charger. Press each outlet in the drawing. Racklight never touches it.
      </p>
      <div className="chosen" aria-live="polite">
        {places.length === 0 ? (
          <span className="dim">Nothing chosen</span>
        ) : (
          places.map(place => (
            <span key={place} className="tag big">
              {place}
            </span>
          ))
        )}
      </div>
      {on.length > 0 && (
        <p className="dim">
          On now:{' '}
          {on
            .map(outlet => `${placeOf(pdu, outlet.facts.id)}${outlet.watts === null ? '' : ` (${outlet.watts} W)`}`)
            .join(', ')}
          .
        </p>
      )}
      <NoticeLine />
      <div className="foot">
        <button type="button" className="btn main big" disabled={busy} onClick={() => void answerKeepOn(id, kept)}>
          {places.length === 0
            ? 'Nothing must stay on'
            : `Keep ${places.length === 1 ? places[0] : `${places.length} outlets`} on`}
          <kbd>Space</kbd>
        </button>
      </div>
    </section>
  )
}
