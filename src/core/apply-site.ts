// Folds the facts about the site. No rules here, and nothing fails: an event about something gone changes nothing.
import type { Event } from './event.ts'
import type { siteEvents } from './event-site.ts'
import { outletKey, type OutletReading, type OutletRef } from './rack.ts'
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
  if (reading.state === outlet.state) return { ...outlet, watts: reading.watts, stateAt: at, pending: null }
  return {
    ...outlet,
    pending: null,
    state: reading.state,
    stateAt: at,
    watts: reading.watts,
    offSince: reading.state === 'off' ? at : null,
    // Another hand has been here: what we switched is no longer ours to cut.
    switchedOn: reading.state === 'on' || reading.state === 'off' ? null : outlet.switchedOn,
    switchedOff: reading.state === 'on' || reading.state === 'off' ? null : outlet.switchedOff,
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
        const fresh = { issuedAt: null, expiresAt: null, seenAt: null, spentAt: null, revokedAt: null, stampedAt: null }
        return [key.kid, { kid: key.kid, for: key.for, madeAt: event.at, ...fresh }] as const
      })
      return { ...state, keys: { ...state.keys, ...Object.fromEntries(made) } }
    }
    case 'keyIssued':
      return setKey(state, event.kid, { for: event.for, issuedAt: event.at, expiresAt: event.expiresAt })
    case 'keyStamped':
      return setKey(state, event.kid, { stampedAt: event.at })
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
      return sent.run ? { ...sent, run: { ...sent.run, lastSwitchAt: event.at } } : sent
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
      return event.lane === null ? { ...failed, hand: null } : failed
    }
    case 'switchRefused':
      return event.lane === null ? { ...state, hand: null } : state
  }
}

export const setKey = (state: State, kid: string, change: Partial<State['keys'][string]>): State => {
  const key = state.keys[kid]
  return key ? { ...state, keys: { ...state.keys, [kid]: { ...key, ...change } } } : state
}

const switched = (state: State, event: Extract<Event, { kind: 'outletSwitched' }>): State => {
  const { pdu: id, to, reachedAt, run, sent } = event
  const ref = { pdu: id, outlet: event.outlet }
  let next = setOutlet(state, event, outlet => {
    // An outlet that already stood as asked, with no SET of ours under way, stays as it was found.
    const ours = sent || outlet.pending?.to === to
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
  next = setPdu(next, id, to === 'on' ? { lastOnAt: reachedAt, silent: null } : { lastOffAt: reachedAt, silent: null })
  const recent = next.cuts.filter(
    cut => cut.at > reachedAt - 60_000 && !(cut.outlet.pdu === id && cut.outlet.outlet === ref.outlet),
  )
  return {
    ...next,
    cuts: to === 'off' && sent ? [...recent, { outlet: ref, at: reachedAt }] : recent,
    rescue:
      next.rescue.length === 0
        ? next.rescue
        : next.rescue.filter(other => !(other.pdu === id && other.outlet === ref.outlet)),
    hand: event.lane === null ? null : next.hand,
  }
}
