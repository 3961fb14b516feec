// Folds the facts about the site. No rules here, and nothing fails: an event about something gone changes nothing.
import { setOutlet, setPdu } from './apply-outlet.ts'
import { applySwitch } from './apply-switch.ts'
import type { Event } from './event.ts'
import type { siteEvents } from './event-site.ts'
import { defaultNumbers } from './numbers.ts'
import { tighten } from './policy.ts'
import { outletKey, type OutletReading } from './rack.ts'
import type { Outlet, Pdu, State } from './state.ts'

export type SiteEvent = Extract<Event, { kind: (typeof siteEvents)[number]['shape']['kind']['value'] }>

const seen = (outlet: Outlet, reading: OutletReading, at: number): Outlet => {
  const { state, watts, amps } = reading
  return {
    ...outlet,
    // While the PDU still works on it, our own SET has not ended yet.
    pending: state === 'pending' ? outlet.pending : null,
    state,
    stateAt: at,
    watts,
    amps,
    mostWatts: state === 'on' && watts !== null ? Math.max(watts, outlet.mostWatts ?? 0) : outlet.mostWatts,
    tried: state === 'off' ? null : outlet.tried,
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
        amps: reading?.amps ?? null,
        mostWatts: state === 'on' ? (reading?.watts ?? null) : null,
        offSince: state === 'off' ? event.at : null,
        switchedOn: null,
        switchedOff: null,
        pending: null,
        unlockedUntil: null,
        tried: null,
        allocated: null,
        protected: null,
        taggedOut: null,
        appliance: null,
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
        // Whoever adds it again has looked at it.
        doubted: null,
        loads: event.loads,
        watched: known?.watched ?? false,
        trial: known?.trial ?? null,
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
    case 'outletNamed':
      return setOutlet(state, event, outlet => ({ ...outlet, facts: { ...outlet.facts, name: event.after } }))
    case 'outletTaggedOut':
      return setOutlet(state, event, outlet => ({ ...outlet, taggedOut: event.why }))
    case 'outletReleased':
      return setOutlet(state, event, outlet => ({
        ...outlet,
        allocated: event.from.includes('allocated') ? null : outlet.allocated,
        protected: event.from.includes('protected') ? null : outlet.protected,
        taggedOut: event.from.includes('taggedOut') ? null : outlet.taggedOut,
        appliance: event.from.includes('appliance') ? null : outlet.appliance,
      }))
    case 'applianceAttested':
      return setOutlet(state, event, outlet => ({ ...outlet, appliance: { name: event.name, what: event.what } }))
    case 'chassisAttested': {
      const { name, machines } = event
      return { ...state, chassis: { ...state.chassis, [name]: { name, machines } } }
    }
    case 'chassisDissolved': {
      const { [event.name]: _gone, ...chassis } = state.chassis
      return { ...state, chassis }
    }
    case 'outletUnlocked':
      return setOutlet(state, event, outlet => ({ ...outlet, unlockedUntil: event.until, tried: null }))
    case 'pduDeclaredDark': {
      const { pdu, until } = event
      return event.outlets.reduce(
        (next, { outlet: id }) =>
          setOutlet(next, { pdu, outlet: id }, outlet => ({ ...outlet, unlockedUntil: until, tried: null })),
        state,
      )
    }
    case 'trialBegun':
      return setPdu(state, event.pdu, { trial: { outlet: event.outlet, wentOn: false, wentOff: false } })
    case 'controlWatched':
      return setPdu(state, event.pdu, { watched: true, trial: null })
    case 'loadsSeen':
      return setPdu(state, event.pdu, { loads: event.loads })
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
    case 'outletChanged': {
      // Another hand on the outlet on trial: what was watched there is no longer Racklight's doing.
      const onTrial = state.pdus[event.pdu]?.trial?.outlet === event.outlet
      return onTrial ? setPdu(state, event.pdu, { trial: null }) : state
    }
    case 'canaryLost':
      return { ...state, rescue: event.outlets, cuts: [] }
    case 'pduSilent':
      return setPdu(state, event.pdu, { silent: event.fault })
    case 'pduDoubted':
      return setPdu(state, event.pdu, { doubted: { outlet: event.outlet, why: event.why, at: event.at } })
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
    case 'policyRead': {
      const { limits, files } = event
      return { ...state, policy: { limits, files, numbers: tighten(defaultNumbers, limits), fault: null } }
    }
    case 'policyLost':
      return { ...state, policy: { ...state.policy, fault: event.fault } }
    case 'keysMade': {
      const made = event.keys.map(key => {
        const fresh = {
          issuedAt: null,
          expiresAt: null,
          seenAt: null,
          spentAt: null,
          revokedAt: null,
          stampedAt: null,
          backAt: null,
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
    case 'switchSent':
    case 'outletTried':
    case 'outletSwitched':
    case 'switchFailed':
    case 'switchRefused':
      return applySwitch(state, event)
  }
}

export const setKey = (state: State, kid: string, change: Partial<State['keys'][string]>): State => {
  const key = state.keys[kid]
  return key ? { ...state, keys: { ...state.keys, [kid]: { ...key, ...change } } } : state
}
