// When a switch has to wait: gaps between outlets, a quiet rack before a cut, the watch after a first cut.
import { silentMs } from '../edge.ts'
import { isLoadKnown } from '../headroom.ts'
import { hasEdgeOpen } from '../lane.ts'
import { sameOutlet } from '../rack.ts'
import { notYet, type Refusal } from '../refusal.ts'
import type { Report } from '../report.ts'
import { mayReturn, wantsTimedCut } from '../safety.ts'
import { laneOf, numbersOf, openRun, outletAt, type State } from '../state.ts'

type Ready = Extract<Report, { kind: 'switchReady' }>

/** Why this switch has to wait a moment, if it has to. */
export const tooSoon = (state: State, report: Ready, now: number): Refusal | null => {
  const run = openRun(state)
  const pdu = state.pdus[report.outlet.pdu]
  if (!pdu || state.rescue.some(ref => sameOutlet(ref, report.outlet))) return null
  const numbers = numbersOf(state)
  const outlet = outletAt(state, report.outlet)
  // What was on a moment ago fits.
  const known = isLoadKnown(state, report.outlet) || (outlet !== undefined && mayReturn(state, outlet, now))
  const onGapMs = known ? numbers.onGapMs : Math.max(numbers.onGapMs, numbers.onGapUnknownMs)
  if (report.to === 'on' && now - pdu.lastOnAt < onGapMs) return notYet('gap', 'Outlets go on one after another.')
  if (report.to === 'off' && now - pdu.lastOffAt < numbers.offGapMs)
    return notYet('gap', 'Outlets go off one after another.')
  if (!run) return null
  const other = Object.values(run.lanes).find(lane => lane.name !== report.lane && hasEdgeOpen(lane))
  if (other) return notYet('edgeOpen', `Lane ${other.name} is listening for a heart.`)
  const cutting = laneOf(run, report.lane)?.step.at === 'cutting'
  // The cut has its own quiet time before it; the same holds for whoever comes after it.
  return cutting && now - run.lastSwitchAt < silentMs(numbers)
    ? notYet('quiet', 'The rack must be quiet before a cut.')
    : null
}

/** Whoever cuts asks again in the other way, or waits until what must stay on has outlived the first cut. */
export const tryFirst = (state: State, { outlet: ref, to, timed = false }: Ready, now: number): Refusal | null => {
  if (to === 'on') return null
  const wanted = wantsTimedCut(state, ref, now)
  if (wanted !== timed)
    return notYet('timedCut', wanted ? 'The PDU itself must bring it back the first time.' : 'It came back already.')
  const { canaryMs } = numbersOf(state)
  const offAt = outletAt(state, ref)?.tried?.offAt
  return offAt !== undefined && now - offAt < canaryMs
    ? notYet('canaries', 'What must stay on is still watched after the first cut.')
    : null
}
