// decide(state, input, now): every rule of Racklight stands behind this door. Pure: the clock is an argument, ids come in.
import { apply } from './apply.ts'
import type { Command } from './command.ts'
import type { Event } from './event.ts'
import { isRefusal, type Refusal } from './refusal.ts'
import type { Report } from './report.ts'
import { deadBeat } from './rules/dead-heart.ts'
import { follow } from './rules/follow.ts'
import { beatOn, goOn, heardSilence, lostHeart, saidGoodbye, skipOutlet, steady, weighed } from './rules/lane.ts'
import { judgeProof } from './rules/proof.ts'
import { decideMaas, decidePduFailed, decideRead } from './rules/reading.ts'
import { endRun, makeSafe, restoreRun, resumeRun, startRun } from './rules/run.ts'
import { decidePolicy } from './rules/policy.ts'
import { decideSite } from './rules/site.ts'
import { failedSwitch, lostCanary, orderSwitch, reachedSwitch, readySwitch, triedCut } from './rules/switching.ts'
import { refuse } from './refusal.ts'
import { outletAt, openRun, type State } from './state.ts'
import { row } from './table.ts'
import { RejectReason } from './wire.ts'

export type Input = Command | Report

const decideFirst = (state: State, input: Input, now: number): Event[] | Refusal => {
  switch (input.kind) {
    case 'addPdu':
    case 'forgetPdu':
    case 'answerKeepOn':
    case 'allocate':
    case 'protect':
    case 'tagOut':
    case 'release':
    case 'attestAppliance':
    case 'attestChassis':
    case 'dissolveChassis':
    case 'unlock':
    case 'declareDark':
    case 'beginTrial':
    case 'trustControl':
    case 'confirmPresence':
    case 'setMaas':
    case 'makeKeys':
    case 'issueKey':
    case 'revokeKey':
    case 'takeKeyBack':
      return decideSite(state, input, now)
    case 'switchOutlet':
      return orderSwitch(state, input, now)
    case 'startRun':
      return startRun(state, input, now)
    case 'pauseRun':
    case 'unpauseRun':
      return pause(state, input, now)
    case 'makeSafe':
      return makeSafe(state, input.by, now)
    case 'resumeRun':
      return resumeRun(state, input, now)
    case 'restoreRun':
      return restoreRun(state, input, now)
    case 'endRun':
      return endRun(state, now)
    case 'skipOutlet':
      return skipOutlet(state, input.lane, now)
    case 'goOn':
      return goOn(state, input.lane, now)
    case 'engineStarted':
      return openRun(state) || state.hand || state.rescue.length > 0 ? [{ kind: 'runInterrupted', at: now }] : []
    case 'pduRead':
      return decideRead(state, input, now, openRun(state)?.phase === 'arming')
    case 'pduFailed':
      return decidePduFailed(state, input, now)
    case 'switchReady':
      return readySwitch(state, input, now)
    case 'switchReached':
      return reachedSwitch(state, input, now)
    case 'outletTried':
      return triedCut(state, input, now)
    case 'switchFailed':
      return failedSwitch(state, input, now)
    case 'due':
      return []
    case 'proofGiven':
      return judgeProof(state, input, now)
    case 'proofRefused': {
      const reason = RejectReason.catch('malformed').parse(input.reason)
      return [{ kind: 'proofRejected', at: now, kid: input.kid, uuid: input.uuid, reason, lane: null }]
    }
    case 'strangerSeen': {
      const { uuid, macs, serial, claimed } = input
      const known = row(state.machines, uuid)
      return known || state.strangers.some(other => other.uuid === uuid)
        ? []
        : [{ kind: 'strangerSeen', at: now, uuid, macs: [...macs], serial, claimed }]
    }
    case 'heartSteady':
      return steady(state, input, now)
    case 'loadWeighed':
      return weighed(state, input, now)
    case 'silenceHeard':
      return heardSilence(state, input, now)
    case 'stillBeating':
      return beatOn(state, input, now)
    case 'goodbyeSaid':
      return saidGoodbye(state, input, now)
    case 'heartLost':
      return lostHeart(state, input, now)
    case 'deadHeartBeat':
      return deadBeat(state, input, now)
    case 'canaryLost':
      return lostCanary(state, input, now)
    case 'maasRead':
    case 'maasLost':
      return decideMaas(state, input, now)
    case 'maasRecorded': {
      const { machine, systemId, changes, refused } = input
      return [{ kind: 'maasRecorded', at: now, machine, systemId, changes: [...changes], refused: [...refused] }]
    }
    case 'maasFailed':
      return [{ kind: 'maasFailed', at: now, machine: input.machine, fault: input.fault }]
    case 'policyRead':
    case 'policyLost':
      return decidePolicy(state, input, now)
    case 'outletNamed': {
      const { pdu, outlet, before, after, by } = input
      return outletAt(state, input) ? [{ kind: 'outletNamed', at: now, pdu, outlet, before, after, by }] : []
    }
    case 'keyStamped':
      return state.keys[input.kid]
        ? [{ kind: 'keyStamped', at: now, kid: input.kid, target: input.target.slice(0, 512), hints: input.hints }]
        : []
    case 'hintHeard': {
      const { kid, uuid, mac, serial } = input
      return state.keys[kid] ? [{ kind: 'hintHeard', at: now, kid, uuid, mac, serial }] : []
    }
  }
}

const pause = (
  state: State,
  input: Extract<Command, { kind: 'pauseRun' | 'unpauseRun' }>,
  now: number,
): Event[] | Refusal => {
  const run = openRun(state)
  if (!run) return refuse('noRun', 'No run is open.')
  if (input.kind === 'pauseRun') return run.paused ? [] : [{ kind: 'runPaused', at: now, by: input.by }]
  return run.paused ? [{ kind: 'runUnpaused', at: now, by: input.by }] : []
}

/** More than any input can bring about: follow-ups beyond this are a rule that chases its own tail. */
const mostFollowUps = 20_000

/** Facts that follow from an input, with all that follows from those; or the rule that says no. */
export const decide = (state: State, input: Input, now: number): Event[] | Refusal => {
  const first = decideFirst(state, input, now)
  if (isRefusal(first)) return first
  const events = [...first]
  let next = first.reduce(apply, state)
  for (let turn = 0; turn < mostFollowUps; turn++) {
    const more = follow(next, now)
    if (more.length === 0) return events
    events.push(...more)
    next = more.reduce(apply, next)
  }
  throw new Error(`a rule follows without end: ${events.at(-2)?.kind}, ${events.at(-1)?.kind}`)
}
