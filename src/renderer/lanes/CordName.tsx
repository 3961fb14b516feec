import type { Say } from '#core/select-lane.ts'

/** A sentence in which a cord's colour stands in capitals beside a swatch. */
export const Sentence = ({ say }: { say: Say }) => (
  <>
    {say.map((part, i) =>
      typeof part === 'string' ? (
        <span key={i}>{part}</span>
      ) : (
        <span key={i} className="cord-name">
          <span className={`swatch feed-${part.feed.toLowerCase()}`} aria-hidden="true" />
          {part.cord}
        </span>
      ),
    )}
  </>
)
