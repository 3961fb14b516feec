import { useShallow } from 'zustand/react/shallow'
import { focusStrip } from '../keyboard/focus.ts'
import { useRack } from '../state/rack.ts'
import { RackDrawing, useStrips } from './RackDrawing.tsx'

/** The drawing, and a folded tag for every PDU that has no room in it. */
export const Stage = () => {
  const { folded } = useStrips()
  const tags = useRack(useShallow(({ state }) => folded.map(id => state.pdus[id]?.feed ?? '?')))
  return (
    <section className="stage" aria-label="Rack" data-region="rack">
      <RackDrawing />
      {tags.length > 0 && (
        <div className="folded">
          {tags.map(feed => (
            <button type="button" key={feed} className="btn" onClick={() => focusStrip(feed)}>
              PDU {feed}
            </button>
          ))}
        </div>
      )}
    </section>
  )
}
