// Inputs that nobody expects at this moment: what people may ask at any time, and reports that are untrue.
import type { Input } from '#core/decide.ts'
import type { Fault } from '#core/fault.ts'
import type { OutletRef, Switch } from '#core/rack.ts'
import type { Run } from '#core/state.ts'
import { addPdu, allOutlets, by, machine, maasRead, reading } from './site.ts'

/** What a history may contain beside people who follow the lanes. */
export interface Mischief {
  /** Commands at any time: marks, switches by hand, revoked keys, pauses, stops. */
  readonly people: boolean
  /** Lost and late SETs, deaf PDUs, other hands, crashes, lost canaries. */
  readonly failures: boolean
  /** Reports that are simply untrue. */
  readonly lies: boolean
  readonly confirm: 'cut' | 'meter' | 'none'
  readonly lanes: 1 | 2
  /** Among outlets that must not be cut, instead of in a rack that is free. */
  readonly yard?: boolean
}

/** Anything a person may ask; `on` are the outlets that truly are on. */
export const commands = (b: number, on: readonly OutletRef[], now: number): Input[] => {
  const { pdu, outlet } = allOutlets[b % 8] as OutletRef
  const kid = b % 2 ? 'K1' : 'K2'
  const lane = b % 2 ? '1' : '2'
  return [
    { kind: 'makeSafe', by },
    { kind: 'pauseRun', by },
    { kind: 'unpauseRun', by },
    { kind: 'unpauseRun', by },
    { kind: 'skipOutlet', lane, by },
    { kind: 'goOn', lane, by },
    { kind: 'confirmPresence', by },
    { kind: 'unlock', pdu, outlet, by },
    { kind: 'allocate', pdu, outlets: [outlet], to: 'db-1', by },
    { kind: 'protect', pdu, outlets: [outlet], why: 'switch', by },
    { kind: 'tagOut', pdu, outlets: [outlet], why: 'arm inside', by },
    { kind: 'release', pdu, outlets: [outlet], by },
    { kind: 'release', pdu, outlets: ['1', '2', '3', '4'], by },
    { kind: 'answerKeepOn', pdu, outlets: b % 3 ? [] : [outlet], by },
    { kind: 'revokeKey', kid: b % 9 ? 'K9' : kid, by },
    { kind: 'issueKey', kid, lifeMs: b % 4 ? 43_200_000 : 30_000, by },
    { kind: 'switchOutlet', pdu, outlet, to: b % 3 ? 'on' : 'off', present: b % 4 > 0, offline: b % 5 === 0, by },
    { kind: 'forgetPdu', pdu: b % 6 ? 'PDU-Z' : pdu, by },
    addPdu(
      pdu,
      on.filter(ref => ref.pdu === pdu).map(ref => ref.outlet),
    ),
    maasRead(now, b % 3 ? [] : [{ pdu, outlet }]),
    b % 4
      ? { kind: 'policyRead', limits: b % 3 ? {} : { presenceMs: 600_000, attempts: 1 }, files: [] }
      : { kind: 'policyLost', fault: { kind: 'malformed', where: 'policy.json', detail: 'it is not JSON' } },
    { kind: 'policyRead', limits: {}, files: [] },
    { kind: 'confirmPresence', by },
  ]
}

/** Reports that a broken performer or a false world might make. */
export const lies = (run: Run | null, a: number, b: number, now: number): Input[] => {
  const lane = Object.values(run?.lanes ?? {})[b % 2]
  const outlet = lane && 'outlet' in lane.step && a % 3 > 0 ? lane.step.outlet : (allOutlets[b % 8] as OutletRef)
  const sid = lane && 'sid' in lane.step && b % 5 > 0 ? lane.step.sid : `sid-${b % 7}`
  const name = lane?.name ?? 'nobody'
  const to: Switch = b % 3 ? 'on' : 'off'
  const when = now - (b % 20) * 1_000
  const fault: Fault = {
    kind: (['timeout', 'denied', 'wrongDevice', 'cancelled', 'gone'] as const)[b % 5] ?? 'io',
    where: 'x',
    detail: 'y',
  }
  const reached = { before: to === 'on' ? ('off' as const) : ('on' as const), sentAt: when, reachedAt: now, watts: 7 }
  const silence = {
    offAt: when,
    lastBeatAt: when - 500,
    until: now,
    others: [{ sid: 'sid-1', lastBeatAt: now - (b % 9) * 2_000 }],
  }
  const own = { bootId: 'b', nonce: 'n', receivedAt: now, bootAt: now - b * 1_000 }
  return [
    {
      kind: 'switchReady',
      outlet,
      to,
      why: 'lie',
      lane: b % 4 ? name : null,
      seen: reading(outlet.outlet, (['on', 'off', 'pending', 'unknown'] as const)[b % 4] ?? 'on'),
    },
    { kind: 'switchReached', outlet, to, sent: a % 2 === 0, lane: b % 4 ? name : null, ...reached },
    { kind: 'switchFailed', outlet, to, fault, lane: b % 4 ? name : null },
    { kind: 'silenceHeard', lane: name, sid, impaired: a % 5 === 0, pduAnswers: a % 7 > 0, watts: null, ...silence },
    { kind: 'silenceHeard', lane: name, sid, impaired: false, pduAnswers: true, watts: null, ...silence, others: [] },
    { kind: 'stillBeating', lane: name, sid, beatAt: now, silenced: ['sid-1', 'sid-2'] },
    { kind: 'heartSteady', lane: name, sid, lastBeatAt: now - (b % 10) * 1_000 },
    { kind: 'heartLost', sid, lastBeatAt: when },
    { kind: 'deadHeartBeat', sid, beatAt: now },
    { kind: 'goodbyeSaid', sid, reason: 'tired' },
    {
      kind: 'proofGiven',
      kid: (['K1', 'K2', 'K3'] as const)[b % 3] ?? 'K1',
      machine: machine(1 + (a % 7)),
      sid: `lie-${now}-${a}`,
      ...own,
    },
    {
      kind: 'proofGiven',
      kid: 'K1',
      machine: { uuid: '00000000-0000-0000-0000-000000000000', serial: '', macs: [] },
      sid: 'z',
      ...own,
    },
    { kind: 'proofRefused', kid: '', uuid: 'x', reason: b % 2 ? 'badMac' : 'nonsense' },
    { kind: 'strangerSeen', uuid: machine(b % 9).uuid, macs: [], serial: '', claimed: 'no key' },
    {
      kind: 'pduRead',
      pdu: outlet.pdu,
      readings: [reading(outlet.outlet, (['on', 'off', 'pending', 'unknown'] as const)[a % 4] ?? 'on')],
    },
    { kind: 'pduRead', pdu: 'PDU-Z', readings: [reading('77', 'on')] },
    { kind: 'outletNamed', pdu: 'PDU-A', outlet: '1', before: '', after: 'ceph-3', by },
    { kind: 'keyStamped', kid: 'K1', target: 'x'.repeat(900), hints: b % 2 === 0 },
    { kind: 'hintHeard', kid: b % 2 ? 'K1' : 'K9', uuid: 'x', mac: '', serial: '' },
    { kind: 'canaryLost', canary: 'host', detail: 'd'.repeat(900) },
    { kind: 'maasFailed', machine: machine(9).uuid, fault },
    { kind: 'pduFailed', pdu: 'PDU-Z', fault },
  ]
}
