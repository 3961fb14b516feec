import { LampIcon } from '../drawing/Lamp.tsx'
import type { Carried } from './loads.ts'

/** Amps of rating as a bar with the mark of what may be used; the figures stand beside it in words. */
export const LoadBar = ({ load, fullAt }: { load: Carried; fullAt: number }) => {
  const { what, says, part, over, tripped } = load
  const bad = over || tripped
  return (
    <div className={`load${bad ? ' bad' : ''}`}>
      <p>
        {bad && <LampIcon kind={tripped ? 'fault' : 'person'} rem={1} />}
        <b>{what}</b> <span className="tn">{says}</span>
      </p>
      <div className="load-track" aria-hidden="true">
        {part !== null && <div className="load-fill" style={{ inlineSize: `${Math.min(1, part) * 100}%` }} />}
        {part !== null && <div className="load-mark" style={{ insetInlineStart: `${fullAt * 100}%` }} />}
      </div>
    </div>
  )
}
