// Which outlet comes next: the queue in its order, and beside each outlet its partner on the other feed.
import { outletsInHand } from '../lane.ts'
import { sameOutlet, type OutletRef } from '../rack.ts'
import { takenBy } from '../safety.ts'
import { outletAt, type Run, type State } from '../state.ts'

/** Nobody has it in hand, and the run has not decided about it yet. */
const isOpen = (state: State, run: Run, ref: OutletRef): boolean => {
  const outlet = outletAt(state, ref)
  if (!outlet || outlet.binding || outlet.left?.run === run.id) return false
  return !Object.values(run.lanes).some(lane => outletsInHand(lane).some(other => sameOutlet(other, ref)))
}

/** Outlets of the run that no lane has taken yet. */
export const openOutlets = (state: State, run: Run): OutletRef[] =>
  run.queue.slice(run.next).filter(ref => isOpen(state, run, ref))

export const nextOutlet = (state: State, run: Run): OutletRef | null => {
  for (let i = run.next; i < run.queue.length; i++) {
    const ref = run.queue[i]
    if (ref && isOpen(state, run, ref) && !isSpoken(state, run, ref)) return ref
  }
  return null
}

/** The lane that proves the first cord of a machine proves its second too, so the other feed's outlet waits for it. */
const isSpoken = (state: State, run: Run, ref: OutletRef): boolean =>
  run.confirm !== 'none' &&
  Object.values(run.lanes).some(lane =>
    outletsInHand(lane).some(
      other => other.outlet === ref.outlet && state.pdus[other.pdu]?.feed !== state.pdus[ref.pdu]?.feed,
    ),
  )

/** Where the second cord of a machine on this outlet belongs: the same number on another feed, if this run may use it. */
export const partnerOf = (state: State, run: Run, ref: OutletRef): OutletRef | null => {
  const feed = state.pdus[ref.pdu]?.feed
  for (const id of run.pdus) {
    const pdu = state.pdus[id]
    const partner = { pdu: id, outlet: ref.outlet }
    const outlet = outletAt(state, partner)
    const free = outlet?.state === 'off' && outlet.before?.run === run.id && takenBy(state, partner) === null
    if (pdu && pdu.feed !== feed && free && isOpen(state, run, partner)) return partner
  }
  return null
}
