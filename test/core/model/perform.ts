// What performers do for each effect, truthfully unless failures are wanted.
import type { Input } from '#core/decide.ts'
import type { Effect } from '#core/effect.ts'
import type { Event } from '#core/event.ts'
import { outletKey } from '#core/rack.ts'
import { isRefusal, type Refusal } from '#core/refusal.ts'
import { openRun, type State } from '#core/state.ts'
import { allOutlets, maasRead } from './site.ts'
import { bankLoads } from './yard.ts'
import type { Body, World } from './world.ts'

export interface Play {
  readonly world: World
  readonly state: State
  readonly mischief: { readonly failures: boolean }
  stray: Input[]
  tell(input: Input): Event[] | Refusal
  crash(): void
}

type SwitchEffect = Extract<Effect, { kind: 'switchOutlet' }>
type Ready = Extract<Input, { kind: 'switchReady' }>
type ListenEffect = Extract<Effect, { kind: 'listen' }>

export const performOne = (play: Play, effect: Effect, a: number, b: number): void => {
  switch (effect.kind) {
    case 'readPdu':
    case 'watchPdu':
      return read(play, effect.pdu)
    case 'switchOutlet':
      return doSwitch(play, effect, a, b)
    case 'wait':
      play.world.advance(Math.max(0, effect.until - play.world.now))
      play.tell({ kind: 'due', key: effect.key })
      return
    case 'steadyHeart': {
      const body = play.world.withSession(effect.sid)
      if (!body || !play.world.isHolding(body)) return
      play.world.advance(Math.max(0, 15_000 - (play.world.now - (openRun(play.state)?.lastSwitchAt ?? 0))))
      const lastBeatAt = play.world.lastBeat(body, effect.beatMs)
      play.tell({ kind: 'heartSteady', lane: effect.lane, sid: effect.sid, lastBeatAt })
      return
    }
    case 'weigh':
      return weigh(play, effect)
    case 'listen':
      return listen(play, effect)
    case 'watchHearts':
      return missHearts(play, effect.silentMs)
    case 'watchMaas':
      play.tell(maasRead(play.world.now, play.world.named))
      return
    case 'recordInMaas':
      play.tell({ kind: 'maasRecorded', machine: effect.machine, systemId: 'abc', changes: [], refused: [] })
      return
    case 'serveCheckIn':
    case 'serveHints':
    case 'watchCanaries':
      return
  }
}

const weigh = (play: Play, { lane, outlet, onAt }: Extract<Effect, { kind: 'weigh' }>): void => {
  const step = openRun(play.state)?.lanes[lane]?.step
  if (step?.at !== 'holding') return
  const risen = play.world.risenSince(onAt)
  const own = outletKey(outlet)
  const others = allOutlets.filter(ref => outletKey(ref) !== own && risen.includes(outletKey(ref)))
  const toWatts = risen.includes(own) ? play.world.load(own) : 0
  play.tell({ kind: 'loadWeighed', lane, sid: step.sid, fromWatts: 0, toWatts, noiseWatts: 0, others })
}

export const read = (play: Play, pdu: string): void => {
  const { world, state } = play
  const readings = Object.keys(state.pdus[pdu]?.outlets ?? {}).map(outlet => world.shown({ pdu, outlet }))
  play.tell({ kind: 'pduRead', pdu, readings })
}

/** As a performer asks: in the way the rules want it done, and with MAAS's word where they ask for it. */
const askReady = (play: Play, { outlet, to, why, lane }: SwitchEffect, a: number): Ready | null => {
  const { world } = play
  const loads = to === 'on' ? bankLoads(world, play.state.pdus[outlet.pdu]) : []
  let ready: Ready = { kind: 'switchReady', outlet, to, why, lane, seen: world.shown(outlet), loads }
  for (let turn = 0; turn < 3; turn += 1) {
    const answer = play.tell(ready)
    if (!isRefusal(answer)) return answer.some(event => event.kind === 'switchSent') ? ready : null
    if (answer.refused === 'timedCut') ready = { ...ready, timed: !ready.timed }
    else if (answer.refused !== 'askMaas') return null
    else {
      const fault = { kind: 'timeout' as const, where: 'MAAS', detail: 'No answer.' }
      const answers = !play.mischief.failures || a % 4 > 0
      play.tell(answers ? { ...maasRead(world.now, world.named), keep: 'always' } : { kind: 'maasLost', fault })
      ready = { ...ready, maas: answers ? { readAt: world.now } : { fault } }
    }
  }
  return null
}

const doSwitch = (play: Play, effect: SwitchEffect, a: number, b: number): void => {
  const { outlet, to, lane } = effect
  const { world } = play
  const before = world.shown(outlet).state
  const reached = (sent: boolean, sentAt: number): Input => ({
    kind: 'switchReached',
    outlet,
    to,
    before,
    sent,
    sentAt,
    reachedAt: world.now,
    watts: world.shown(outlet).watts,
    lane,
  })
  if (before === to) return void play.tell(reached(false, world.now))
  if (!play.state.pdus[outlet.pdu]) return
  const ready = askReady(play, effect, a)
  if (!ready) return
  if (ready.timed) return cutTimed(play, effect, a, b)
  const sentAt = world.now
  const luck = play.mischief.failures ? b % 12 : 11
  if (luck < 3) {
    if (luck === 0) world.switch(outlet, to, 'us')
    if (luck === 1) world.switchLate(outlet, to, sentAt + 20_000)
    world.advance(15_000)
    const fault = { kind: 'timeout' as const, where: outlet.pdu, detail: 'No answer.' }
    const failed: Input = { kind: 'switchFailed', outlet, to, fault, lane }
    if (a % 5 === 0) play.stray.push(failed)
    else if (a % 5 > 1) play.tell(failed)
    else play.crash()
    return
  }
  world.switch(outlet, to, 'us')
  world.advance(700)
  if (luck === 3) play.stray.push(reached(true, sentAt))
  else play.tell(reached(true, sentAt))
}

/** The PDU takes it off and brings it back, or does so unseen, or only the first of it; something may go down with it. */
const cutTimed = (play: Play, { outlet, lane }: SwitchEffect, a: number, b: number): void => {
  const { world } = play
  const sentAt = world.now
  const luck = play.mischief.failures ? b % 9 : 8
  const was = { ...world.relay(outlet) }
  world.switch(outlet, 'off', 'us')
  world.advance(1_000)
  const offAt = world.now
  if (luck === 0) play.tell({ kind: 'canaryLost', canary: 'gateway', detail: 'no answer' })
  world.advance(5_000)
  if (luck !== 1) {
    world.switch(outlet, 'on', 'us')
    // It came back by itself, and is no more ours than before.
    Object.assign(world.relay(outlet), { ...was, on: true })
  }
  if (luck === 1 || luck === 2) {
    world.advance(15_000)
    const fault = { kind: 'timeout' as const, where: outlet.pdu, detail: 'No answer.' }
    return void play.tell({ kind: 'switchFailed', outlet, to: 'off', fault, lane, timed: true })
  }
  if (luck === 3) return play.crash()
  play.tell({ kind: 'outletTried', outlet, sentAt, offAt, backAt: world.now, offSeconds: 5 })
  if (a % 3 > 0) world.advance(10_000)
}

const listen = (play: Play, { lane, sid, outlet, setAt, offAt, beatMs, silentMs, inFlightMs }: ListenEffect): void => {
  const { world } = play
  const others = world.bodies.filter(
    one => one.session && one.session.sid !== sid && world.lastBeat(one, beatMs) >= setAt - 1.5 * beatMs,
  )
  const body = world.withSession(sid)
  world.advance(Math.max(0, offAt + inFlightMs + silentMs + beatMs - world.now))
  const lastOf = (one: Body | undefined): number => (one ? world.lastBeat(one, beatMs) : 0)
  const sidOf = (one: Body): string => one.session?.sid ?? ''
  const beatAt = lastOf(body)
  if (beatAt > offAt + inFlightMs) {
    const silenced = others.filter(one => lastOf(one) <= offAt + inFlightMs).map(sidOf)
    return void play.tell({ kind: 'stillBeating', lane, sid, beatAt, silenced })
  }
  play.tell({
    kind: 'silenceHeard',
    lane,
    sid,
    offAt,
    lastBeatAt: beatAt,
    until: world.now,
    others: others.map(one => ({ sid: sidOf(one), lastBeatAt: lastOf(one) })),
    impaired: false,
    pduAnswers: !world.relay(outlet).on,
    watts: world.shown(outlet).watts,
  })
}

const missHearts = (play: Play, silentMs: number): void => {
  for (const lane of Object.values(openRun(play.state)?.lanes ?? {})) {
    if (lane.step.at !== 'holding') continue
    const { sid, heldAt } = lane.step
    const body = play.world.withSession(sid)
    if (body && play.world.isHolding(body)) continue
    const lastBeatAt = body ? play.world.lastBeat(body, 5_000) : 0
    play.world.advance(Math.max(0, Math.max(lastBeatAt, heldAt) + silentMs - play.world.now))
    play.tell({ kind: 'heartLost', sid, lastBeatAt })
  }
}
