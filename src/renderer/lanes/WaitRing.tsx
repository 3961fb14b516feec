import type { LaneView } from '#core/select-lane.ts'
import { timer } from '#core/words-names.ts'
import { arc } from '../drawing/lamp-paths.ts'

/** Time since the outlet went on; the ring fills once, to the usual time. Never announced by itself. */
export const WaitRing = ({ ms, usualMs, fraction, word }: NonNullable<LaneView['timer']>) => (
  <svg
    viewBox="0 0 150 150"
    className="wait-ring"
    role="timer"
    aria-label={`${timer(ms)} elapsed${usualMs === null ? '' : `, ${word} ${timer(usualMs)}`}`}
  >
    <circle cx="75" cy="75" r="64" className="ring-rest" />
    {fraction > 0 && <path d={arc(75, 75, 64, fraction)} className="ring-gone" />}
    <text x="75" y={usualMs === null ? 88 : 83} textAnchor="middle" className="ring-time">
      {timer(ms)}
    </text>
    {usualMs !== null && (
      <text x="75" y="105" textAnchor="middle" className="ring-usual">
        {word} {timer(usualMs)}
      </text>
    )}
  </svg>
)
