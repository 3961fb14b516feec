// What performers do for each effect, truthfully unless failures are wanted.
import type { Input } from '#core/decide.ts'
import type { Effect } from '#core/effect.ts'
import type { Event } from '#core/event.ts'
import { outletKey, type OutletRef, type Switch } from '#core/rack.ts'
import { isRefusal, type Refusal } from '#core/refusal.ts'
import { openRun, type State } from '#core/state.ts'
import { allOutlets, maasRead, reading } from './site.ts'
import type { Body, World } from './world.ts'

export interface Play {
  readonly world: World
  readonly state: State
  readonly mischief: { readonly failures: boolean; readonly confirm: 'cut' | 'meter' | 'none' }
  stray: Input[]
  tell(input: Input): Event[] | Refusal
  crash(): void
}

type SwitchEffect = Extract<Effect, { kind: 'switchOutlet' }>
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
      play.tell(maasRead(play.world.now))
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

/** Only where a run goes by meters does every outlet have one. */
const loadOf = ({ world, mischief }: Play, ref: OutletRef): number | null =>
  mischief.confirm === 'meter' ? world.load(outletKey(ref)) : null

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
  const readings = Object.keys(play.state.pdus[pdu]?.outlets ?? {}).map(outlet =>
    reading(outlet, play.world.relay({ pdu, outlet }).on ? 'on' : 'off', loadOf(play, { pdu, outlet })),
  )
  play.tell({ kind: 'pduRead', pdu, readings })
}

const doSwitch = (play: Play, { outlet, to, why, lane }: SwitchEffect, a: number, b: number): void => {
  const stands: Switch = play.world.relay(outlet).on ? 'on' : 'off'
  const reached = (sent: boolean, sentAt: number): Input => ({
    kind: 'switchReached',
    outlet,
    to,
    before: stands,
    sent,
    sentAt,
    reachedAt: play.world.now,
    watts: loadOf(play, outlet),
    lane,
  })
  if (stands === to) return void play.tell(reached(false, play.world.now))
  if (!play.state.pdus[outlet.pdu]) return
  const answer = play.tell({
    kind: 'switchReady',
    outlet,
    to,
    why,
    lane,
    seen: reading(outlet.outlet, stands, loadOf(play, outlet)),
  })
  if (isRefusal(answer) || !answer.some(event => event.kind === 'switchSent')) return
  const sentAt = play.world.now
  const luck = play.mischief.failures ? b % 12 : 11
  if (luck < 3) {
    if (luck === 0) play.world.switch(outlet, to, 'us')
    if (luck === 1) play.world.switchLate(outlet, to, sentAt + 20_000)
    play.world.advance(15_000)
    const fault = { kind: 'timeout' as const, where: outlet.pdu, detail: 'No answer.' }
    const failed: Input = { kind: 'switchFailed', outlet, to, fault, lane }
    if (a % 5 === 0) play.stray.push(failed)
    else if (a % 5 > 1) play.tell(failed)
    else play.crash()
    return
  }
  play.world.switch(outlet, to, 'us')
  play.world.advance(700)
  if (luck === 3) play.stray.push(reached(true, sentAt))
  else play.tell(reached(true, sentAt))
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
    watts: loadOf(play, outlet),
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
