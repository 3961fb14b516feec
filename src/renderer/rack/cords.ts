// Which cords are drawn, and how: bound ones quietly, the ones in hand plainly.
import { outletKey } from '#core/rack.ts'
import { openRun, outletAt } from '#core/state.ts'
import { lampOf } from '#core/select-lamp.ts'
import { machinesIn } from '../state/derived.ts'
import type { Rack } from '../state/rack.ts'

export type CordKind = 'bound' | 'off' | 'live' | 'path'
export interface CordEnd {
  readonly pdu: string
  readonly outlet: string
  /** A machine, or for a cord yet to be plugged the lane that asks for it. */
  readonly to: string
  readonly kind: CordKind
}

/** One line of text for each cord: stable while nothing changes, so that nothing is repainted. */
export const cordLines = ({ state, now, gauges }: Rack): string[] => {
  const run = openRun(state)
  const lines: string[] = []
  for (const machine of machinesIn(state)) {
    for (const ref of machine.outlets) {
      const power = outletAt(state, ref)?.state
      const kind: CordKind = machine.state === 'taken' || power !== 'on' ? 'off' : 'bound'
      lines.push(JSON.stringify([ref.pdu, ref.outlet, machine.id, kind]))
    }
  }
  for (const lane of run?.phase === 'working' ? Object.values(run.lanes) : []) {
    const { step } = lane
    if (step.at === 'awaiting' && !run?.paused) {
      const ref = step.outlet
      const kind: CordKind = lampOf(state, ref, now, gauges.watts[outletKey(ref)]).kind === 'now' ? 'path' : 'live'
      lines.push(JSON.stringify([ref.pdu, ref.outlet, lane.pair?.machine ?? `lane:${lane.name}`, kind]))
    }
    if (step.at === 'holding' || step.at === 'cutting' || step.at === 'listening') {
      const bound = outletAt(state, step.outlet)?.binding
      if (!bound) lines.push(JSON.stringify([step.outlet.pdu, step.outlet.outlet, step.machine, 'live']))
    }
  }
  return lines
}

export const cordEnd = (line: string): CordEnd => {
  const [pdu, outlet, to, kind] = JSON.parse(line) as [string, string, string, CordKind]
  return { pdu, outlet, to, kind }
}

export const cordKey = (end: CordEnd): string => `${outletKey(end)}>${end.to}`
