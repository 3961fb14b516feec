// Turns beats into reports: beats themselves never reach the rules.
import { aliveMs } from '#core/edge.ts'
import type { EffectOf } from '#core/effect.ts'
import { row, rows } from '#core/table.ts'
import type { HeartSeen, Performer, World } from './world.ts'

const oftenMs = (beatMs: number): number => Math.min(1_000, Math.max(100, beatMs / 4))
/** A machine whose session outlived our own restart may need this long to find us again. */
const refindMs = 30_000

/** Tells when a held machine beats freshly; the rules pick the moment of the cut. */
export const steadyHeart: Performer<EffectOf<'steadyHeart'>> = async ({ lane, sid, beatMs }, world, cancel) => {
  while (await world.clock.wait(oftenMs(beatMs), cancel)) {
    const heart = world.checkIn.hearts.of(sid)
    if (heart && heart.lastAt > 0 && heart.goodbye === null)
      await world.submit({ kind: 'heartSteady', lane, sid, lastBeatAt: heart.lastAt })
  }
}

/** Listens after a cut: who fell silent, and who went on. */
export const listen: Performer<EffectOf<'listen'>> = async (effect, world, cancel) => {
  const { lane, sid, outlet, setAt, offAt, beatMs, silentMs, inFlightMs } = effect
  const { hearts } = world.checkIn
  const alive = (heart: HeartSeen): boolean =>
    heart.sid !== sid && heart.proved && heart.goodbye === null && heart.lastAt >= setAt - aliveMs(beatMs)
  const others = hearts
    .all()
    .filter(alive)
    .map(heart => heart.sid)
  const lastOf = (id: string): number => hearts.of(id)?.lastAt ?? 0
  for (;;) {
    const until = Math.max(offAt + inFlightMs, lastOf(sid)) + silentMs
    const now = world.clock.now()
    const beatingOn = lastOf(sid) > offAt + inFlightMs
    if (beatingOn && now >= offAt + inFlightMs + silentMs) {
      const silenced = others.filter(id => lastOf(id) <= offAt + inFlightMs)
      await world.submit({ kind: 'stillBeating', lane, sid, beatAt: lastOf(sid), silenced })
      return
    }
    if (!beatingOn && now >= until) break
    if (!(await world.clock.wait(Math.min(Math.max(until - now, 1), oftenMs(beatMs)), cancel))) return
  }
  const target = world.targetOf(outlet.pdu)
  const reading = target ? await world.pdus.read(target, cancel) : null
  const still = reading?.ok ? reading.value.readings.find(one => one.outlet === outlet.outlet) : undefined
  if (cancel.aborted) return
  const until = world.clock.now()
  await world.submit({
    kind: 'silenceHeard',
    lane,
    sid,
    offAt,
    lastBeatAt: lastOf(sid),
    until,
    others: others.map(id => ({ sid: id, lastBeatAt: lastOf(id) })),
    impaired: hearts.impairedBetween(setAt, until, sid).length > 0,
    pduAnswers: still?.state === 'off',
    watts: still?.watts ?? null,
  })
}

/** Watches over the hearts of the whole run: one that stops unasked, one that beats though a cut had stopped it. */
export const watchHearts: Performer<EffectOf<'watchHearts'>> = async ({ beatMs, silentMs }, world, cancel) => {
  const since = world.clock.now()
  const { hearts } = world.checkIn
  const unsubscribe = hearts.subscribe(pulse => {
    const heart = pulse.heart
    if (pulse.kind !== 'beat' || !heart) return
    const { machines, sessions } = world.state()
    const session = row(sessions, heart.uuid)
    const isOver = session?.sid === heart.sid && session.endedAt !== null
    if (isOver || row(machines, heart.uuid)?.endedSid === heart.sid)
      void world.submit({ kind: 'deadHeartBeat', sid: heart.sid, beatAt: heart.lastAt })
  })
  while (await world.clock.wait(oftenMs(beatMs), cancel)) await reportLost(world, since, silentMs)
  unsubscribe()
}

const reportLost = async (world: World, since: number, silentMs: number): Promise<void> => {
  const lanes = Object.values(world.state().run?.lanes ?? {})
  for (const { sid, startedAt, endedAt } of rows(world.state().sessions)) {
    const lane = lanes.find(({ step }) => 'sid' in step && step.sid === sid)
    if (endedAt !== null || (lane && lane.step.at !== 'holding')) continue
    const { hearts } = world.checkIn
    const lastAt = hearts.of(sid)?.lastAt ?? 0
    const now = world.clock.now()
    const silentSince = Math.max(lastAt, since, startedAt)
    const patienceMs = lastAt === 0 ? refindMs : silentMs
    if (now - silentSince < patienceMs || hearts.impairedBetween(silentSince, now, sid).length > 0) continue
    await world.submit({ kind: 'heartLost', sid, lastBeatAt: lastAt })
  }
}
