/* oxlint-disable jsx-a11y/prefer-tag-over-role -- SVG has no tags for lists and buttons */
import { memo, useState, type KeyboardEvent } from 'react'
import { useShallow } from 'zustand/react/shallow'
import type { MachineState, MachineView } from '#core/select.ts'
import { crack, heart } from '../drawing/lamp-paths.ts'
import { LampAt } from '../drawing/Lamp.tsx'
import { openOutlet } from '../state/desk.ts'
import { machinesIn } from '../state/derived.ts'
import { useRack } from '../state/rack.ts'
import { box, type MachinePlace } from './geometry.ts'
import { walk } from './walk.ts'

const boxClass = ({ state, lane }: MachineView): string => {
  if (lane !== null) return 'box-now'
  if (state === 'question') return 'box-ask'
  if (state === 'holding' || state === 'cut') return 'box-wait'
  if (state === 'taken') return 'box-dim'
  return state === 'lost' ? 'box-lost' : 'box'
}

const HeartAt = ({ y, state }: { y: number; state: 'holding' | 'cut' }) => (
  <g transform={`translate(268 ${y - 7}) scale(${14 / 24})`} aria-hidden="true">
    {state === 'holding' ? (
      <path d={heart} className="heart" />
    ) : (
      <>
        <path d={heart} className="heart-out" />
        <path d={crack} className="heart-out" />
      </>
    )}
  </g>
)

const hasSign = (state: MachineState): boolean => state === 'holding' || state === 'cut' || state === 'question'

const psuX = [235, 451] as const
const inletX = [238, 465] as const

export const MachineBody = ({ y, height, className }: MachinePlace & { className: string }) => (
  <g aria-hidden="true">
    <rect x={box.left} y={y} width={box.width} height={height} rx="2" className={className} />
    {psuX.map((x, i) => (
      <g key={x}>
        <rect x={x} y={y + 3} width="26" height={height - 6} rx="1.5" className="psu" />
        <rect x={inletX[i]} y={y + height / 2 - 4} width="9" height="8" rx="1" className="inlet" />
      </g>
    ))}
    {height >= 24 && (
      <path
        d={`M270 ${y + height - 9}h26M300 ${y + height - 9}h26M330 ${y + height - 9}h26M360 ${y + height - 9}h26`}
        className="slot"
      />
    )}
  </g>
)

const MachineBox = memo(function MachineBox({ id, place, stop }: { id: string; place: MachinePlace; stop: boolean }) {
  const machine = useRack(useShallow(({ state }) => machinesIn(state).find(one => one.id === id)))
  if (!machine) return null
  const { y, height } = place
  const slots = height >= 24
  const textY = y + (slots ? height / 2 - 0.5 : height / 2 + 4.2)
  const { state } = machine
  const dim = state === 'taken' || state === 'lost'
  const [first] = machine.outlets
  const open = (): void => {
    if (first) openOutlet(first)
  }
  return (
    <g role="listitem">
      <g
        role="button"
        tabIndex={stop ? 0 : -1}
        aria-label={machine.spoken}
        data-machine={id}
        data-y={y + height / 2}
        className="machine"
        onClick={open}
      >
        <MachineBody y={y} height={height} className={boxClass(machine)} />
        {(state === 'holding' || state === 'cut') && <HeartAt y={textY - 4} state={state} />}
        {state === 'question' && <LampAt kind="person" x={268} y={textY - 11} size={14} />}
        <text x={hasSign(state) ? 288 : 270} y={textY} className={`machine-name${dim ? ' dim' : ''}`}>
          {machine.name.slice(0, 18)}
        </text>
        <text x="442" y={textY} textAnchor="end" className="machine-more">
          {machine.detail.slice(0, 17)}
        </text>
      </g>
    </g>
  )
})

export const Machines = ({ ids, at }: { ids: readonly string[]; at: (index: number) => MachinePlace }) => {
  const [stop, setStop] = useState<string | null>(null)
  const keyed = (event: KeyboardEvent): void => {
    const next = walk(event, 'data-machine')
    if (next !== null) setStop(next)
  }
  const current = stop !== null && ids.includes(stop) ? stop : ids[0]
  return (
    <g role="list" aria-label="Machines, in the order found" data-list="machines" onKeyDown={keyed}>
      {ids.map((id, index) => (
        <MachineBox key={id} id={id} place={at(index)} stop={id === current} />
      ))}
    </g>
  )
}
