import type { LampKind } from '#core/select-lamp.ts'
import type { OutletFacts, OutletReading } from '#core/rack.ts'
import { LampAt } from '../drawing/Lamp.tsx'

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
