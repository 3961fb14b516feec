/* oxlint-disable jsx-a11y/prefer-tag-over-role -- SVG has no tags for lists and buttons */
import { memo } from 'react'
import { useShallow } from 'zustand/react/shallow'
import type { LampKind } from '#core/select-lamp.ts'
import { LampAt } from '../drawing/Lamp.tsx'
import { setDesk, useDesk } from '../state/desk.ts'
import { lampIn, useRack } from '../state/rack.ts'
import { choiceOf, pressOutlet, type Choice } from './choosing.ts'
import type { RowPlace, Side } from './geometry.ts'

interface Props {
  pdu: string
  row: RowPlace
  number: string
  side: Side
  stop: boolean
}

/** Words that a dense strip leaves to the shape of the lamp. */
const quiet: ReadonlySet<LampKind> = new Set<LampKind>(['off', 'on', 'bound'])

const rowClass = (kind: LampKind, lane: string | undefined, choice: Choice, keeping: boolean): string | null => {
  if (keeping && choice === 'in') return 'row-wait'
  if (kind === 'now') return 'row-now'
  if (kind === 'fault' || kind === 'person') return 'row-ask'
  return lane === undefined ? null : 'row-wait'
}

export const OutletRow = memo(function OutletRow({ pdu, row, number, side, stop }: Props) {
  const { id, y, height, size, inLens } = row
  const lamp = useRack(useShallow(rack => lampIn(rack, { pdu, outlet: id })))
  useDesk(useShallow(({ screen, filed, keep, draft }) => [screen, filed, keep, draft]))
  const choice = useRack(rack => choiceOf(rack, useDesk.getState(), { pdu, outlet: id }))
  const unanswered = useRack(({ state }) => state.pdus[pdu]?.keepOn === null)
  const keeping = unanswered && choice === 'in'
  const kind: LampKind = keeping ? 'keptOn' : lamp.kind
  const word = keeping ? 'stays on' : lamp.word
  const dense = size === 'dense'
  const mark = rowClass(kind, lamp.lane, choice, keeping)
  const strong = mark !== null
  const left = side === 'left'
  const lampSize = dense ? 10.5 : 18
  const lampX = left ? (dense ? 113.75 : 110) : dense ? 587.75 : 584
  const numberX = left ? 100 : 612
  const wordX = left ? 76 : 636
  const anchor = left ? 'end' : 'start'
  const showWord = !dense || !quiet.has(kind)
  const press = (): void => {
    if (dense) setDesk({ outlet: { pdu, outlet: id } })
    else pressOutlet({ pdu, outlet: id })
  }
  const faded = choice === 'out' && !unanswered
  const shape = `outlet${faded ? ' faded' : ''}`
  return (
    <g role="listitem">
      <g
        role="button"
        className={shape}
        tabIndex={stop ? 0 : -1}
        aria-label={
          choice === 'none' || choice === 'barred'
            ? lamp.spoken
            : `${lamp.spoken}, ${choice === 'in' ? 'chosen' : 'not chosen'}`
        }
        aria-pressed={choice === 'in' ? true : choice === 'out' ? false : undefined}
        data-outlet={id}
        data-y={y}
        onClick={press}
      >
        <rect className="hit" x={left ? 0 : 576} y={y - height / 2} width="136" height={height} />
        {mark && (
          <rect
            className={mark}
            x={inLens ? (left ? 6 : 582) : left ? 4 : 580}
            y={y - (dense ? height / 2 : 12.2)}
            width={inLens ? 124 : 128}
            height={dense ? height : inLens ? 24.4 : 25}
            rx="4"
          />
        )}
        <LampAt kind={kind} x={lampX} y={y - lampSize / 2} size={lampSize} fraction={lamp.fraction ?? 0} />
        <text
          x={numberX}
          y={y + (dense ? 3.9 : 4.6)}
          textAnchor={anchor}
          className={`num${dense ? ' dense' : ''}${strong ? ' strong' : ''}${lamp.tone === 'quiet' || kind === 'off' ? ' calm' : ''}`}
        >
          {number}
        </text>
        {showWord && (
          <text
            x={wordX}
            y={y + (dense ? 3.7 : 4.2)}
            textAnchor={anchor}
            className={`word${dense ? ' dense' : ''}${strong ? ' strong' : ''}${quiet.has(kind) ? ' usual' : ''}`}
          >
            {word}
          </text>
        )}
      </g>
    </g>
  )
})
