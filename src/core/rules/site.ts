// Rules for what a person sets up: PDUs, marks, keys.
import type { Command } from '../command.ts'
import type { Event } from '../event.ts'
import { isOut, keyState } from '../key.ts'
import { unlockMs } from '../numbers.ts'
import { looserThan, usualKeyLifeMs } from '../policy.ts'
import { placeOf } from '../place.ts'
import { refuse, type Refusal } from '../refusal.ts'
import { takenBy } from '../safety.ts'
import { openRun, type Pdu, type State } from '../state.ts'
import { pduOf, withOutlets } from './known.ts'
import { attestAppliance, attestChassis } from './equipment.ts'
import { beginTrial, declareDark, trustControl } from './unlocking.ts'

export type SiteCommand = Extract<
  Command,
  {
    kind:
      | 'addPdu'
      | 'forgetPdu'
      | 'answerKeepOn'
      | 'allocate'
      | 'protect'
      | 'tagOut'
      | 'release'
      | 'attestAppliance'
      | 'attestChassis'
      | 'dissolveChassis'
      | 'unlock'
      | 'declareDark'
      | 'beginTrial'
      | 'trustControl'
      | 'confirmPresence'
      | 'setMaas'
      | 'makeKeys'
      | 'issueKey'
      | 'revokeKey'
      | 'takeKeyBack'
  }
>

export const decideSite = (state: State, command: SiteCommand, now: number): Event[] | Refusal => {
  const at = now
  switch (command.kind) {
    case 'addPdu': {
      const { name, address, feed, facts, readings, loads, by } = command
      const namesake = Object.values(state.pdus).find(pdu => pdu.name === name && pdu.id !== facts.id)
      if (namesake)
        return refuse(
          'nameTaken',
          `Another PDU is called ${name} already. Choose another name, or forget that one first.`,
        )
      const run = openRun(state)
      if (run?.pdus.includes(facts.id)) return refuse('runOpen', 'A run is using this PDU. Make it safe first.')
      return [{ kind: 'pduAdded', at, pdu: facts.id, name, address, feed, facts, readings, loads, by }]
    }
    case 'forgetPdu': {
      const pdu = pduOf(state, command.pdu)
      if ('refused' in pdu) return pdu
      if (openRun(state)?.pdus.includes(pdu.id))
        return refuse('runOpen', 'A run is using this PDU. Make it safe first.')
      if (state.run?.phase === 'stopped' && state.run.pdus.includes(pdu.id))
        return refuse('runStopped', 'A stopped run stands on this PDU. Put everything back, or end the run first.')
      if ([...state.rescue, ...(state.hand ? [state.hand.outlet] : [])].some(ref => ref.pdu === pdu.id))
        return refuse('busy', 'One of its outlets is being switched. Wait a moment.')
      return [{ kind: 'pduForgotten', at, pdu: pdu.id, by: command.by }]
    }
    case 'answerKeepOn': {
      const checked = withOutlets(state, command, () => [])
      return 'refused' in checked
        ? checked
        : [{ kind: 'keepOnAnswered', at, pdu: command.pdu, outlets: command.outlets, by: command.by }]
    }
    case 'allocate':
      return withOutlets(state, command, (pdu, outlet) => [
        { kind: 'outletAllocated', at, pdu: pdu.id, outlet, to: command.to, by: command.by },
      ])
    case 'protect':
      return withOutlets(state, command, (pdu, outlet) => [
        { kind: 'outletProtected', at, pdu: pdu.id, outlet, why: command.why, by: command.by },
      ])
    case 'tagOut':
      return withOutlets(state, command, (pdu, outlet) => [
        { kind: 'outletTaggedOut', at, pdu: pdu.id, outlet, why: command.why, by: command.by },
      ])
    case 'release':
      return withOutlets(state, command, (pdu, outlet) => released(pdu, outlet, command.by, at))
    case 'attestAppliance':
      return attestAppliance(state, command, at)
    case 'attestChassis':
      return attestChassis(state, command, at)
    case 'dissolveChassis':
      return state.chassis[command.name]
        ? [{ kind: 'chassisDissolved', at, name: command.name, by: command.by }]
        : refuse('unknownChassis', `There is no chassis ${command.name}.`)
    case 'unlock': {
      const taken = takenBy(state, command)
      const pdu = state.pdus[command.pdu]
      if (pdu && taken)
        return refuse('allocated', `${placeOf(pdu, command.outlet)} is allocated to ${taken} and cannot be unlocked.`)
      return withOutlets(state, { pdu: command.pdu, outlets: [command.outlet] }, (known, outlet) => [
        { kind: 'outletUnlocked', at, pdu: known.id, outlet, until: now + unlockMs, by: command.by },
      ])
    }
    case 'declareDark':
      return declareDark(state, command, at)
    case 'beginTrial':
      return beginTrial(state, command, at)
    case 'trustControl':
      return trustControl(state, command, at)
    case 'confirmPresence':
      return [{ kind: 'presenceConfirmed', at, by: command.by }]
    case 'setMaas': {
      const { url, username, version, by } = command
      return [{ kind: 'maasSet', at, url, username, version, by }]
    }
    case 'makeKeys': {
      const twice = command.keys.find(key => state.keys[key.kid])
      if (twice) return refuse('kidTaken', `There is a key ${twice.kid} already.`)
      return [{ kind: 'keysMade', at, keys: command.keys, by: command.by }]
    }
    case 'issueKey': {
      const key = state.keys[command.kid]
      if (!key) return refuse('unknownKey', `There is no key ${command.kid} in stock.`)
      const life = keyState(key, now)
      if (life === 'revoked' || life === 'spent')
        return refuse('keyDead', `Key ${key.kid} is ${life} and cannot be issued again.`)
      const { limits } = state.policy
      const looser = command.lifeMs === undefined ? [] : looserThan(limits, { keyLifeMs: command.lifeMs })
      if (looser.length > 0) return refuse('policy', ...looser)
      const expiresAt = now + (command.lifeMs ?? usualKeyLifeMs(limits))
      return [{ kind: 'keyIssued', at, kid: key.kid, for: command.for ?? key.for, expiresAt, by: command.by }]
    }
    case 'takeKeyBack': {
      const key = state.keys[command.kid]
      if (!key) return refuse('unknownKey', `There is no key ${command.kid} in stock.`)
      return isOut(key) ? [{ kind: 'keyBack', at, kid: key.kid, by: command.by }] : []
    }
    case 'revokeKey': {
      const key = state.keys[command.kid]
      if (!key) return refuse('unknownKey', `There is no key ${command.kid} in stock.`)
      return key.revokedAt === null ? [{ kind: 'keyRevoked', at, kid: key.kid, by: command.by }] : []
    }
  }
}

const released = (pdu: Pdu, id: string, by: SiteCommand['by'], at: number): Event[] => {
  const outlet = pdu.outlets[id]
  if (!outlet) return []
  const marks = [
    outlet.allocated === null ? null : ('allocated' as const),
    outlet.protected === null ? null : ('protected' as const),
    outlet.taggedOut === null ? null : ('taggedOut' as const),
    outlet.appliance === null ? null : ('appliance' as const),
  ].filter(mark => mark !== null)
  const events: Event[] =
    marks.length > 0 ? [{ kind: 'outletReleased', at, pdu: pdu.id, outlet: id, from: marks, by }] : []
  const binding = outlet.binding
  return binding
    ? [
        ...events,
        {
          kind: 'bindingRetracted',
          at,
          pdu: pdu.id,
          outlet: id,
          machine: binding.machine,
          why: `released by ${by.person}`,
        },
      ]
    : events
}
