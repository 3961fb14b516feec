import type { Say } from '#core/select-lane.ts'
import { Placed } from './Placed.tsx'

/** A sentence in which a cord's colour stands in capitals beside a swatch. */
export const Sentence = ({ say }: { say: Say }) => (
  <>
    {say.map((part, i) =>
      typeof part === 'string' ? (
        <Placed key={i} text={part} />
      ) : (
        <span key={i} className="cord-name">
          <span className={`swatch feed-${part.feed.toLowerCase()}`} aria-hidden="true" />
          {part.cord}
        </span>
      ),
    )}
  </>
)
