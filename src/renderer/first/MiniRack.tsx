import type { LampKind } from '#core/select-lamp.ts'
import { LampAt } from '../drawing/Lamp.tsx'

/** Heights of the machines in the picture, in units of 1U. */
const heights = [14, 31, 14, 14, 31, 31, 14, 31, 14, 14, 31]
const rows = 11
const boundA = 6
const boundB = 5

const boxes = heights.reduce<{ y: number; height: number }[]>((all, height) => {
  const last = all.at(-1)
  return [...all, { y: last ? last.y + last.height + 3 : 8, height }]
}, [])

const rowY = (i: number): number => 16 + i * 24.53

const lampA = (i: number, mapped: boolean): LampKind =>
  !mapped ? 'unknown' : i < boundA ? 'bound' : i === boundA ? 'now' : 'off'
const lampB = (i: number, mapped: boolean): LampKind => (!mapped ? 'unknown' : i < boundB ? 'bound' : 'off')

/** A rack in small: half mapped, or with nothing known of it. */
export const MiniRack = ({ mapped = false }: { mapped?: boolean }) => (
  <svg viewBox="0 0 380 290" className="mini" aria-hidden="true">
    <rect x="92" y="2" width="196" height="284" rx="3" className="frame" />
    <rect x="8" y="2" width="34" height="284" rx="5" className="pdu-body" />
    <rect x="338" y="2" width="34" height="284" rx="5" className="pdu-body" />
    {boxes.map(({ y, height }, i) => {
      const known = mapped && i <= boundA
      const middle = y + height / 2
      return (
        <g key={y}>
          {mapped && i < boundA && (
            <path d={`M36 ${rowY(i)}C66 ${rowY(i)} 70 ${middle} 102 ${middle}`} className="cord cord-a" />
          )}
          {mapped && i === boundA && (
            <path d={`M36 ${rowY(i)}C66 ${rowY(i)} 70 ${middle} 97 ${middle}`} className="cord path" />
          )}
          {mapped && i < boundB && (
            <path d={`M344 ${rowY(i)}C314 ${rowY(i)} 310 ${middle} 278 ${middle}`} className="cord cord-b" />
          )}
          <rect
            x="97"
            y={y}
            width="186"
            height={height}
            rx="2"
            className={!known ? 'box-lost' : i === boundA ? 'box-now' : 'box'}
          />
          {known && (
            <>
              <rect x="104" y={middle - 3.5} width="8" height="7" rx="1" className="inlet" />
              <rect x="268" y={middle - 3.5} width="8" height="7" rx="1" className="inlet" />
            </>
          )}
        </g>
      )
    })}
    {Array.from({ length: rows }, (_, i) => (
      <g key={i}>
        <LampAt kind={lampA(i, mapped)} x={17} y={rowY(i) - 8} size={16} />
        <LampAt kind={lampB(i, mapped)} x={347} y={rowY(i) - 8} size={16} />
      </g>
    ))}
  </svg>
)
