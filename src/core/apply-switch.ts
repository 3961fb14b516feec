// Folds what happens to a switch, from its order to its end.
import { setOutlet, setPdu } from './apply-outlet.ts'
import type { Event, EventOf } from './event.ts'
import { sameOutlet, type OutletRef, type Switch } from './rack.ts'
import type { Outlet, State } from './state.ts'

export type SwitchEvent = EventOf<
  'switchOrdered' | 'switchSent' | 'outletTried' | 'outletSwitched' | 'switchFailed' | 'switchRefused'
>

export const applySwitch = (state: State, event: SwitchEvent): State => {
  switch (event.kind) {
    case 'switchOrdered':
      return {
        ...state,
        hand: { outlet: { pdu: event.pdu, outlet: event.outlet }, to: event.to, offline: event.offline, by: event.by },
      }
    case 'switchSent': {
      const byHand = state.hand !== null && sameOutlet(state.hand.outlet, event)
      const sent = setOutlet(state, event, outlet => ({
        ...outlet,
        pending: { to: event.to, sentAt: event.at, byHand },
        // What comes back by itself is not the switch yet that the unlock was for.
        unlockedUntil: event.timed ? outlet.unlockedUntil : null,
      }))
      const cuts = event.timed
        ? [...sent.cuts, { outlet: { pdu: event.pdu, outlet: event.outlet }, at: event.at }]
        : sent.cuts
      const timed = setPdu(
        { ...sent, cuts },
        event.pdu,
        event.to === 'on' ? { lastOnAt: event.at } : { lastOffAt: event.at },
      )
      return timed.run ? { ...timed, run: { ...timed.run, lastSwitchAt: event.at } } : timed
    }
    case 'outletTried':
      return tried(state, event)
    case 'outletSwitched':
      return switched(state, event)
    case 'switchFailed': {
      const failed = setOutlet(state, event, outlet => ({
        ...outlet,
        state: 'unknown',
        stateAt: event.at,
        offSince: null,
      }))
      return { ...failed, hand: handAfter(failed, event) }
    }
    case 'switchRefused':
      return { ...state, hand: handAfter(state, event) }
  }
}

/** A switch by hand is over when its own outlet was switched, or could not be. */
const handAfter = ({ hand }: State, event: OutletRef & { to: Switch; lane: string | null }): State['hand'] =>
  hand && event.lane === null && sameOutlet(hand.outlet, event) && hand.to === event.to ? null : hand

/** Verified as asked: by a SET sent just now, or by an earlier one of ours that was lost from sight. */
export const isOurs = (outlet: Outlet, event: { to: Switch; sent: boolean }): boolean =>
  event.sent || outlet.pending?.to === event.to

/** The unlock lasts until what must stay on has been watched, and a little longer for the switch itself. */
const unlockAfterMs = 60_000

const tried = (state: State, event: Extract<Event, { kind: 'outletTried' }>): State => {
  const ref = { pdu: event.pdu, outlet: event.outlet }
  const { offAt, backAt, at } = event
  const next = setOutlet(state, ref, outlet => ({
    ...outlet,
    state: 'on',
    stateAt: backAt,
    offSince: null,
    pending: null,
    tried: { offAt, backAt },
    unlockedUntil: Math.max(outlet.unlockedUntil ?? 0, at + unlockAfterMs),
  }))
  const cuts = next.cuts.map(cut => (sameOutlet(cut.outlet, ref) ? { ...cut, at: offAt } : cut))
  return { ...next, cuts }
}

const switched = (state: State, event: Extract<Event, { kind: 'outletSwitched' }>): State => {
  const { pdu: id, to, reachedAt, run } = event
  const ref = { pdu: id, outlet: event.outlet }
  const was = state.pdus[id]?.outlets[event.outlet]
  const isCut = to === 'off' && was !== undefined && isOurs(was, event)
  let next = setOutlet(state, event, outlet => {
    // An outlet that already stood as asked, with no SET of ours under way, stays as it was found.
    const ours = isOurs(outlet, event)
    // What was lost from sight counts from its SET: nobody knows how long it has stood so.
    const fresh = ours ? { at: outlet.pending?.sentAt ?? reachedAt, run } : null
    // A second report of a SET whose end is known adds nothing to whose it is.
    const known = to === 'on' ? outlet.switchedOn : outlet.switchedOff
    const mark = outlet.pending === null && known !== null ? known : fresh
    return {
      ...outlet,
      state: to,
      stateAt: reachedAt,
      watts: event.watts,
      mostWatts: to === 'on' && event.watts !== null ? Math.max(event.watts, outlet.mostWatts ?? 0) : outlet.mostWatts,
      tried: null,
      offSince: to === 'off' ? (ours ? reachedAt : (outlet.offSince ?? reachedAt)) : null,
      switchedOn: to === 'on' ? (mark ?? outlet.switchedOn) : null,
      switchedOff: to === 'off' ? (mark ?? outlet.switchedOff) : null,
      pending: null,
    }
  })
  const trial = state.pdus[id]?.trial
  if (trial?.outlet === event.outlet && event.sent)
    next = setPdu(next, id, {
      trial: { ...trial, wentOn: trial.wentOn || to === 'on', wentOff: trial.wentOff || to === 'off' },
    })
  const { lastOnAt = 0, lastOffAt = 0 } = next.pdus[id] ?? {}
  const lastAt =
    to === 'on' ? { lastOnAt: Math.max(lastOnAt, reachedAt) } : { lastOffAt: Math.max(lastOffAt, reachedAt) }
  next = setPdu(next, id, { ...lastAt, silent: null })
  const recent = next.cuts.filter(cut => cut.at > reachedAt - 60_000 && !sameOutlet(cut.outlet, ref))
  return {
    ...next,
    cuts: isCut ? [...recent, { outlet: ref, at: reachedAt }] : recent,
    rescue: to === 'on' ? next.rescue.filter(other => !sameOutlet(other, ref)) : next.rescue,
    hand: handAfter(next, event),
  }
}
