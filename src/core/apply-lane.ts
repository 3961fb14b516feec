// Folds what happens to a lane: the machine of core/README.md, one event at a time.
import type { Event } from './event.ts'
import type { Held, Lane, LaneStep } from './lane.ts'
import { sameOutlet, type OutletRef } from './rack.ts'
import { laneOf, outletAt, type Run, type State } from './state.ts'

const setLane = (state: State, name: string | null, change: (lane: Lane, run: Run) => Partial<Lane>): State => {
  const run = state.run
  const lane = laneOf(run, name)
  if (!run || !lane) return state
  return { ...state, run: { ...run, lanes: { ...run.lanes, [lane.name]: { ...lane, ...change(lane, run) } } } }
}

/** A lane's outlet has been switched: the step that asked for it is over. `before` is the state the event came to. */
export const applySwitched = (
  state: State,
  event: Extract<Event, { kind: 'outletSwitched' }>,
  before: State,
): State => {
  const run = state.run
  if (!run) return state
  const ref: OutletRef = { pdu: event.pdu, outlet: event.outlet }
  const outlet = outletAt(before, ref)
  const offSince = outlet?.offSince ?? null
  // A SET that was lost from sight acted at some time after it was sent.
  const onAt = event.sent ? event.reachedAt : (outlet?.pending?.sentAt ?? outlet?.switchedOn?.at ?? event.reachedAt)
  const offForMs = offSince === null ? 0 : event.sentAt - offSince
  const timed = {
    ...state,
    run: { ...run, lastSwitchAt: event.sent ? Math.max(run.lastSwitchAt, event.reachedAt) : run.lastSwitchAt },
  }
  return setLane(timed, event.lane, (lane, { numbers }) => {
    const step = lane.step
    // The end of a switch that the lane has given up on moves it no more.
    if (!('outlet' in step) || !sameOutlet(step.outlet, ref)) return {}
    const next = ((): LaneStep => {
      if (event.to === 'on' && step.at === 'switchingOn')
        return { at: 'awaiting', outlet: ref, attempt: step.attempt, onAt, offForMs, late: 'no', keyLeftIn: null }
      if (event.to === 'off' && step.at === 'cutting') {
        const { orderedAt: _ordered, ...held } = step
        return { ...held, at: 'listening', setAt: event.sentAt, offAt: event.reachedAt }
      }
      if (event.to === 'on' && step.at === 'returning' && lane.pair) return { ...lane.pair, at: 'returning' }
      if (event.to === 'on' && step.at === 'returning') {
        const until = event.reachedAt + numbers.keyOutMs
        return { at: 'keyOut', outlet: ref, attempt: step.attempt, machine: step.machine, kid: step.kid, until }
      }
      if (event.to === 'off' && step.at === 'clearing') {
        const until = event.reachedAt + numbers.drainMs
        if (step.again) return { at: 'draining', outlet: ref, attempt: step.attempt + 1, until, last: step.reason }
      }
      return step
    })()
    const both = step.at === 'returning' && event.to === 'on'
    return { step: next, stalled: null, pair: both ? null : lane.pair }
  })
}

export type LaneEvent = Extract<
  Event,
  {
    kind:
      | 'outletTaken'
      | 'laneAsked'
      | 'laneLate'
      | 'proofAccepted'
      | 'machineReturned'
      | 'cutOrdered'
      | 'loadRose'
      | 'bound'
      | 'claimed'
      | 'edgeMissed'
      | 'outletFailed'
      | 'outletLeft'
      | 'laneWentOn'
      | 'laneStalled'
      | 'laneClosed'
  }
>

/** Without the cut an outlet counts only when it was verified off for a while before it goes on. */
const restedAt = (state: State, { confirm, numbers }: Run, ref: OutletRef): number => {
  const offSince = confirm === 'none' ? outletAt(state, ref)?.offSince : null
  return offSince === null || offSince === undefined ? 0 : offSince + numbers.drainMs
}

/** What lies before it in the queue has been decided, one way or the other. */
const firstOpen = (state: State, { queue, next, id }: Run): number => {
  const decided = (ref: OutletRef): boolean => {
    const outlet = outletAt(state, ref)
    return !outlet || outlet.binding !== null || outlet.left?.run === id
  }
  let i = next
  for (let ref = queue[i]; ref && decided(ref); ref = queue[i]) i++
  return i
}

const heldIn = ({ outlet, attempt, machine, kid, sid, onAt, bootAt, heldAt, rise }: Held): Held => ({
  outlet,
  attempt,
  machine,
  kid,
  sid,
  onAt,
  bootAt,
  heldAt,
  rise,
})

export const applyLane = (state: State, event: LaneEvent): State => {
  switch (event.kind) {
    case 'outletTaken': {
      const outlet = { pdu: event.pdu, outlet: event.outlet }
      const first = laneOf(state.run, event.lane)?.step.at === 'free'
      const taken = setLane(state, event.lane, (lane, run) => {
        const { attempt } = event
        const last = lane.step.at === 'draining' ? lane.step.last : null
        const until = first ? restedAt(state, run, outlet) : 0
        // The first cord's outlet stays dark, so that only the second can feed the machine.
        const pair = event.machine !== null && lane.step.at === 'returning' ? heldIn(lane.step) : lane.pair
        const step: LaneStep =
          event.at < until
            ? { at: 'draining', outlet, attempt, until, last }
            : { at: 'switchingOn', outlet, attempt, last }
        return { step, stalled: null, pair }
      })
      if (!taken.run || !first) return taken
      return { ...taken, run: { ...taken.run, next: firstOpen(taken, taken.run) } }
    }
    case 'laneLate':
      return setLane(state, event.lane, ({ step }) =>
        step.at === 'awaiting' ? { step: { ...step, late: event.stage } } : {},
      )
    case 'proofAccepted':
      return setLane(state, event.lane, ({ step }) => {
        if (step.at !== 'awaiting' && step.at !== 'holding') return {}
        const { outlet, attempt, onAt } = step
        const { sid, bootAt, at } = event
        return {
          step: {
            at: 'holding',
            outlet,
            attempt,
            onAt,
            machine: event.machine.uuid,
            kid: event.kid,
            sid,
            bootAt,
            heldAt: at,
            rise: null,
          },
          stalled: null,
        }
      })
    case 'machineReturned':
      return setLane(state, event.keyLeftIn, ({ step }) =>
        step.at === 'awaiting' ? { step: { ...step, keyLeftIn: event.uuid } } : {},
      )
    case 'loadRose':
      return setLane(state, event.lane, ({ step }) => {
        if (step.at !== 'holding') return {}
        const { fromWatts, toWatts, noiseWatts } = event
        return { step: { ...step, rise: { fromWatts, toWatts, noiseWatts } } }
      })
    case 'cutOrdered':
      return setLane(state, event.lane, ({ step }) => {
        if (step.at !== 'holding') return {}
        return { step: { ...step, at: 'cutting', orderedAt: event.at } }
      })
    case 'bound':
      return setLane(state, event.lane, (lane, { numbers }) => {
        const { step } = lane
        if (step.at === 'listening') {
          const { setAt: _set, offAt: _off, ...held } = step
          return { step: { ...held, at: 'returning' }, bound: lane.bound + 1 }
        }
        if (step.at !== 'holding') return { bound: lane.bound + 1 }
        const { outlet, attempt, machine, kid } = step
        return {
          step: { at: 'keyOut', outlet, attempt, machine, kid, until: event.at + numbers.keyOutMs },
          bound: lane.bound + 1,
        }
      })
    case 'claimed':
      return setLane(state, event.lane, ({ step }, { numbers }) => {
        if (step.at !== 'holding') return {}
        const { outlet, attempt, machine, kid } = step
        return { step: { at: 'keyOut', outlet, attempt, machine, kid, until: event.at + numbers.keyOutMs } }
      })
    case 'outletFailed':
      return setLane(state, event.lane, ({ step }) => {
        if (!('attempt' in step)) return {}
        return {
          step: {
            at: 'clearing',
            outlet: step.outlet,
            attempt: step.attempt,
            reason: event.reason,
            detail: event.detail,
            again: event.again,
          },
          stalled: null,
        }
      })
    case 'outletLeft':
      return setLane(state, event.lane, ({ step, pair }) => {
        if (step.at === 'closed') return {}
        return { step: pair ? { ...pair, at: 'returning' } : { at: 'free' }, stalled: null, pair: null }
      })
    case 'laneWentOn':
      return setLane(state, event.lane, ({ step }) => (step.at === 'keyOut' ? { step: { at: 'free' } } : {}))
    case 'laneStalled':
      return setLane(state, event.lane, () => ({ stalled: { fault: event.fault, at: event.at } }))
    case 'laneClosed':
      return setLane(state, event.lane, () => ({ step: { at: 'closed' }, stalled: null }))
    case 'laneAsked':
      return setLane(state, event.lane, () => ({ asked: { ask: event.ask, say: event.say, at: event.at } }))
    case 'edgeMissed':
      return state
  }
}

export const applyRefused = (state: State, event: Extract<Event, { kind: 'switchRefused' }>): State =>
  setLane(state, event.lane, ({ step }) =>
    'outlet' in step && sameOutlet(step.outlet, event) ? { stalled: { reasons: event.reasons, at: event.at } } : {},
  )
