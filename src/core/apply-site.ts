// Folds the facts about the site. No rules here, and nothing fails: an event about something gone changes nothing.
import type { Event } from './event.ts'
import type { siteEvents } from './event-site.ts'
import { outletKey, sameOutlet, type OutletReading, type OutletRef, type Switch } from './rack.ts'
import type { Outlet, Pdu, State } from './state.ts'

export type SiteEvent = Extract<Event, { kind: (typeof siteEvents)[number]['shape']['kind']['value'] }>

export const setOutlet = (state: State, ref: OutletRef, change: (outlet: Outlet) => Outlet): State => {
  const pdu = state.pdus[ref.pdu]
  const outlet = pdu?.outlets[ref.outlet]
  if (!pdu || !outlet) return state
  return {
    ...state,
    pdus: { ...state.pdus, [ref.pdu]: { ...pdu, outlets: { ...pdu.outlets, [ref.outlet]: change(outlet) } } },
  }
}

const setPdu = (state: State, id: string, change: Partial<Pdu>): State => {
  const pdu = state.pdus[id]
  return pdu ? { ...state, pdus: { ...state.pdus, [id]: { ...pdu, ...change } } } : state
}

const seen = (outlet: Outlet, reading: OutletReading, at: number): Outlet => {
  const { state, watts } = reading
  return {
    ...outlet,
    // While the PDU still works on it, our own SET has not ended yet.
    pending: state === 'pending' ? outlet.pending : null,
    state,
    stateAt: at,
    watts,
    offSince: state !== 'off' ? null : outlet.state === 'off' ? outlet.offSince : at,
    // Where it stands otherwise another hand has been here, and it is no longer ours; where nobody could read it for a while, not.
    switchedOn: state === 'off' ? null : outlet.switchedOn,
    switchedOff: state === 'on' ? null : outlet.switchedOff,
  }
}

const outletsOf = (event: Extract<Event, { kind: 'pduAdded' }>, known: Pdu | undefined): Record<string, Outlet> => {
  const readings = new Map(event.readings.map(reading => [reading.outlet, reading]))
  return Object.fromEntries(
    event.facts.outlets.map(facts => {
      const reading = readings.get(facts.id)
      const old = known?.outlets[facts.id]
      if (old) return [facts.id, reading ? seen({ ...old, facts }, reading, event.at) : { ...old, facts }]
      const state = reading?.state ?? 'unknown'
      const fresh: Outlet = {
        facts,
        state,
        stateAt: event.at,
        watts: reading?.watts ?? null,
        offSince: state === 'off' ? event.at : null,
        switchedOn: null,
        switchedOff: null,
        pending: null,
        unlockedUntil: null,
        allocated: null,
        protected: null,
        taggedOut: null,
        binding: null,
        claim: null,
        left: null,
        before: null,
      }
      return [facts.id, fresh]
    }),
  )
}

export const applySite = (state: State, event: SiteEvent): State => {
  switch (event.kind) {
    case 'pduAdded': {
      const known = state.pdus[event.pdu]
      const { pdu: id, name, address, feed, facts, at } = event
      const added: Pdu = {
        id,
        name,
        address,
        feed,
        facts,
        keepOn: known?.keepOn ?? null,
        outlets: outletsOf(event, known),
        silent: null,
        readAt: at,
        lastOnAt: known?.lastOnAt ?? 0,
        lastOffAt: known?.lastOffAt ?? 0,
      }
      return { ...state, pdus: { ...state.pdus, [id]: added } }
    }
    case 'pduForgotten': {
      const { [event.pdu]: _gone, ...pdus } = state.pdus
      return { ...state, pdus }
    }
    case 'keepOnAnswered':
      return setPdu(state, event.pdu, { keepOn: event.outlets })
    case 'outletAllocated':
      return setOutlet(state, event, outlet => ({ ...outlet, allocated: event.to }))
    case 'outletProtected':
      return setOutlet(state, event, outlet => ({ ...outlet, protected: event.why }))
    case 'outletTaggedOut':
      return setOutlet(state, event, outlet => ({ ...outlet, taggedOut: event.why }))
    case 'outletReleased':
      return setOutlet(state, event, outlet => ({
        ...outlet,
        allocated: event.from.includes('allocated') ? null : outlet.allocated,
        protected: event.from.includes('protected') ? null : outlet.protected,
        taggedOut: event.from.includes('taggedOut') ? null : outlet.taggedOut,
      }))
    case 'outletUnlocked':
      return setOutlet(state, event, outlet => ({ ...outlet, unlockedUntil: event.until }))
    case 'outletsSeen': {
      const pdu = state.pdus[event.pdu]
      if (!pdu) return state
      const outlets = { ...pdu.outlets }
      for (const reading of event.readings) {
        const outlet = outlets[reading.outlet]
        if (outlet) outlets[reading.outlet] = seen(outlet, reading, event.at)
      }
      return { ...state, pdus: { ...state.pdus, [event.pdu]: { ...pdu, outlets, readAt: event.at, silent: null } } }
    }
    case 'outletChanged':
    case 'canaryLost':
      return event.kind === 'canaryLost' ? { ...state, rescue: event.outlets, cuts: [] } : state
    case 'pduSilent':
      return setPdu(state, event.pdu, { silent: event.fault })
    case 'pduAnswered':
      return setPdu(state, event.pdu, { silent: null })
    case 'maasRead': {
      const named: Record<string, string> = {}
      const whole: Record<string, string> = {}
      for (const { pdu, outlet, hostname, systemId } of event.named) {
        if (outlet === null) whole[pdu] = hostname || systemId
        else named[outletKey({ pdu, outlet })] = hostname || systemId
      }
      const { readAt, tookMs, deployedUnknown } = event
      return { ...state, maas: { readAt, tookMs, named, whole, deployedUnknown }, maasLost: null }
    }
    case 'maasLost':
      return { ...state, maasLost: event.fault }
    case 'maasSet':
      return {
        ...state,
        maasSite: { url: event.url, username: event.username, version: event.version },
        maas: null,
        maasLost: null,
      }
    case 'keysMade': {
      const made = event.keys.map(key => {
        const fresh = {
          issuedAt: null,
          expiresAt: null,
          seenAt: null,
          spentAt: null,
          revokedAt: null,
          stampedAt: null,
          hints: false,
        }
        return [key.kid, { kid: key.kid, for: key.for, madeAt: event.at, ...fresh }] as const
      })
      return { ...state, keys: { ...state.keys, ...Object.fromEntries(made) } }
    }
    case 'keyIssued':
      return setKey(state, event.kid, { for: event.for, issuedAt: event.at, expiresAt: event.expiresAt })
    case 'keyStamped':
      // Once it was on a stick that boots, such a stick may be in use.
      return setKey(state, event.kid, { stampedAt: event.at, ...(event.hints ? { hints: true } : {}) })
    case 'keyRevoked':
      return setKey(state, event.kid, { revokedAt: event.at })
    case 'presenceConfirmed':
      return { ...state, presence: { by: event.by, at: event.at } }
    case 'switchOrdered':
      return {
        ...state,
        hand: { outlet: { pdu: event.pdu, outlet: event.outlet }, to: event.to, offline: event.offline, by: event.by },
      }
    case 'switchSent': {
      const sent = setOutlet(state, event, outlet => ({
        ...outlet,
        pending: { to: event.to, sentAt: event.at },
        unlockedUntil: null,
      }))
      const timed = setPdu(sent, event.pdu, event.to === 'on' ? { lastOnAt: event.at } : { lastOffAt: event.at })
      return timed.run ? { ...timed, run: { ...timed.run, lastSwitchAt: event.at } } : timed
    }
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

export const setKey = (state: State, kid: string, change: Partial<State['keys'][string]>): State => {
  const key = state.keys[kid]
  return key ? { ...state, keys: { ...state.keys, [kid]: { ...key, ...change } } } : state
}

/** A switch by hand is over when its own outlet was switched, or could not be. */
const handAfter = ({ hand }: State, event: OutletRef & { to: Switch; lane: string | null }): State['hand'] =>
  hand && event.lane === null && sameOutlet(hand.outlet, event) && hand.to === event.to ? null : hand

/** Verified as asked: by a SET sent just now, or by an earlier one of ours that was lost from sight. */
export const isOurs = (outlet: Outlet, event: { to: Switch; sent: boolean }): boolean =>
  event.sent || outlet.pending?.to === event.to

const switched = (state: State, event: Extract<Event, { kind: 'outletSwitched' }>): State => {
  const { pdu: id, to, reachedAt, run } = event
  const ref = { pdu: id, outlet: event.outlet }
  const was = state.pdus[id]?.outlets[event.outlet]
  const isCut = to === 'off' && was !== undefined && isOurs(was, event)
  let next = setOutlet(state, event, outlet => {
    // An outlet that already stood as asked, with no SET of ours under way, stays as it was found.
    const ours = isOurs(outlet, event)
    const mark = ours ? { at: reachedAt, run } : null
    return {
      ...outlet,
      state: to,
      stateAt: reachedAt,
      watts: event.watts,
      offSince: to === 'off' ? (ours ? reachedAt : (outlet.offSince ?? reachedAt)) : null,
      switchedOn: to === 'on' ? (ours ? mark : outlet.switchedOn) : null,
      switchedOff: to === 'off' ? (ours ? mark : outlet.switchedOff) : null,
      pending: null,
    }
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
