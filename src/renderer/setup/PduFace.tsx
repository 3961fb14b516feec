/* oxlint-disable jsx-a11y/prefer-tag-over-role -- SVG has no tags for lists and buttons */
import { memo } from 'react'
import { useShallow } from 'zustand/react/shallow'
import type { LampKind } from '#core/select-lamp.ts'
import type { OutletFacts, OutletReading } from '#core/rack.ts'
import { LampAt } from '../drawing/Lamp.tsx'
import { openOutlet } from '../state/desk.ts'
import { lampIn, useRack } from '../state/rack.ts'

const perRow = 24
const pitch = 27.2
const rowHeight = 58

interface Place {
  readonly x: number
  readonly y: number
}
const placeAt = (index: number): Place => {
  const column = index % perRow
  return { x: 26 + column * pitch + (column >= perRow / 2 ? 34 : 0), y: 18 + Math.floor(index / perRow) * rowHeight }
}

const Frame = ({ count, label, children }: { count: number; label: string; children: React.ReactNode }) => {
  const rows = Math.max(1, Math.ceil(count / perRow))
  const height = rows * rowHeight + 16
  return (
    <svg viewBox={`0 0 744 ${height}`} className="face" aria-label={label}>
      <rect x="1" y="1" width="742" height={height - 2} rx="8" className="pdu-body" aria-hidden="true" />
      {count > perRow / 2 && <path d={`M370.5 10V${height - 10}`} className="hair" aria-hidden="true" />}
      {children}
    </svg>
  )
}

const LiveOutlet = memo(function LiveOutlet({ pdu, facts, place }: { pdu: string; facts: OutletFacts; place: Place }) {
  const lamp = useRack(useShallow(rack => lampIn(rack, { pdu, outlet: facts.id })))
  const { x, y } = place
  return (
    <g
      role="button"
      tabIndex={0}
      aria-label={lamp.spoken}
      className="outlet"
      onClick={() => openOutlet({ pdu, outlet: facts.id })}
      onKeyDown={event => event.key === 'Enter' && openOutlet({ pdu, outlet: facts.id })}
    >
      <rect className="hit" x={x - 4} y={y - 8} width={pitch} height={rowHeight - 4} />
      <LampAt kind={lamp.kind} x={x} y={y} size={19} fraction={lamp.fraction ?? 0} />
      <text x={x + 9.5} y={y + 37} textAnchor="middle" className="face-number">
        {facts.id}
      </text>
    </g>
  )
})

/** The outlets of a PDU that is set up; each opens its card. */
export const LiveFace = ({ pdu }: { pdu: string }) => {
  const outlets = useRack(({ state }) => state.pdus[pdu]?.facts.outlets)
  if (!outlets) return null
  return (
    <Frame count={outlets.length} label={`${outlets.length} outlets`}>
      {outlets.map((facts, i) => (
        <LiveOutlet key={facts.id} pdu={pdu} facts={facts} place={placeAt(i)} />
      ))}
    </Frame>
  )
}

const probedKind = (facts: OutletFacts, reading: OutletReading | undefined): LampKind => {
  if (!facts.switchable) return 'never'
  if (reading?.state === 'off') return 'off'
  return reading?.state === 'on' ? 'locked' : 'unknown'
}

/** The outlets as a probe has just read them. */
export const ProbedFace = ({
  outlets,
  readings,
}: {
  outlets: readonly OutletFacts[]
  readings: readonly OutletReading[]
}) => {
  const by = new Map(readings.map(reading => [reading.outlet, reading]))
  const on = readings.filter(reading => reading.state === 'on').length
  return (
    <Frame count={outlets.length} label={`${outlets.length} outlets, ${on} on`}>
      {outlets.map((facts, i) => {
        const { x, y } = placeAt(i)
        return (
          <g key={facts.id} aria-hidden="true">
            <LampAt kind={probedKind(facts, by.get(facts.id))} x={x} y={y} size={19} />
            <text x={x + 9.5} y={y + 37} textAnchor="middle" className="face-number">
              {facts.id}
            </text>
          </g>
        )
      })}
    </Frame>
  )
}
