// Weighs the outlet of a lane: did its load rise since it went on, and did any other?
import { outletKey, type OutletRef } from '#core/rack.ts'
import { laneOf, outletAt } from '#core/state.ts'
import type { EffectOf } from '#core/effect.ts'
import { untilStopped } from './until-stopped.ts'
import type { Performer, World } from './world.ts'

type Weigh = EffectOf<'weigh'>
interface Load {
  readonly at: number
  readonly watts: number
}

/** The largest step between two readings at rest. */
const noiseOf = (loads: readonly Load[]): number =>
  Math.max(0, ...loads.slice(1).map((load, i) => Math.abs(load.watts - (loads[i]?.watts ?? load.watts))))

const restedBefore = (loads: readonly Load[], at: number): readonly Load[] =>
  loads.filter(load => load.at < at).slice(-16)

/** `knownWatts`: its load as the state has it, for an outlet that was not read since the run began. */
const risen = ({ onAt, riseWatts, riseNoises }: Weigh, loads: readonly Load[], knownWatts: number): boolean => {
  const rested = restedBefore(loads, onAt)
  const since = loads.filter(load => load.at >= onAt)
  if (since.length === 0) return false
  const wanted = Math.max(riseWatts, riseNoises * noiseOf(rested))
  return Math.max(...since.map(load => load.watts)) - (rested.at(-1)?.watts ?? knownWatts) >= wanted
}

const refOf = (key: string): OutletRef => {
  const at = key.lastIndexOf('/')
  return { pdu: key.slice(0, at), outlet: key.slice(at + 1) }
}

const weighNow = (effect: Weigh, { loads, state }: World, heldAt: number) => {
  const knownWatts = (key: string): number => outletAt(state(), refOf(key))?.watts ?? 0
  const own = outletKey(effect.outlet)
  const history = loads.of(own)
  const since = history.filter(load => load.at >= effect.onAt)
  // A reading from before the machine answered says nothing of it.
  if (!since.some(load => load.at >= heldAt)) return null
  const rested = restedBefore(history, effect.onAt)
  return {
    // Nobody read it before: it was verified off, and off draws nothing.
    fromWatts: rested.at(-1)?.watts ?? 0,
    toWatts: Math.max(...since.map(load => load.watts)),
    noiseWatts: noiseOf(rested),
    others: loads
      .metered()
      .filter(key => key !== own && risen(effect, loads.of(key), knownWatts(key)))
      .map(refOf),
  }
}

/** Tells the load of a held machine's outlet after the first reading since it answered; the rules judge it. */
export const weigh: Performer<Weigh> = async (effect, world, cancel) => {
  const tell = async (): Promise<void> => {
    const step = laneOf(world.state().run, effect.lane)?.step
    if (cancel.aborted || step?.at !== 'holding') return
    const weighed = weighNow(effect, world, step.heldAt)
    if (weighed) await world.submit({ kind: 'loadWeighed', lane: effect.lane, sid: step.sid, ...weighed })
  }
  const unsubscribe = world.loads.subscribe(pdu => {
    if (pdu === effect.outlet.pdu) void tell()
  })
  await untilStopped(cancel)
  unsubscribe()
}
