// Hands at the rack: cords, keys and buttons, moved by a story or by what the lanes ask.
import type { Event, EventOf } from '#core/event.ts'
import type { Clock } from '#core/ports.ts'
import type { Feed } from '#core/rack.ts'
import type { State } from '#core/state.ts'
import type { Bench, BenchMachine } from '#sim/bench.ts'

export type Asked = EventOf<'laneAsked'>

export interface Hands {
  /** The machine whose cord belongs to this outlet of feed A. */
  machine(home: number): BenchMachine
  /** Puts a machine's cord into an outlet; whatever hung there is pulled. */
  cord(home: number, outlet?: number, feed?: Feed): void
  pull(home: number, feed?: Feed): void
  /** There is one stick of each lane: it is in one machine, or in the hand. */
  key(lane: string, home: number | null): void
  /** Presses the button of a machine whose lamp is off. */
  press(home: number): void
  /** Holds the button until the machine is off, then lets it start anew. */
  restart(home: number): void
  /** Does what the lanes ask from now on; `instead` answers true when it has dealt with an ask itself. */
  follow(instead?: (asked: Asked) => boolean): void
  read(event: Event): void
}

export interface HandsNeeds {
  readonly clock: Clock
  readonly bench: Bench
  readonly sticks: ReadonlyMap<string, string>
  state(): State
}

const readingMs = 10_000

export const makeHands = ({ clock, bench, sticks, state }: HandsNeeds): Hands => {
  const keyIn = new Map<string, BenchMachine>()
  const turns = new Map<string, number>()
  let following: ((asked: Asked) => boolean) | null = null

  const kidOf = (lane: string): string => {
    const key = Object.values(state().keys).find(one => 'lane' in one.for && one.for.lane === lane)
    if (!key) throw new Error(`no key for lane ${lane}`)
    return key.kid
  }
  const hands: Hands = {
    machine: home => {
      const found = bench.machineOf('A', home)
      if (!found) throw new Error(`no machine belongs to outlet ${home}`)
      return found
    },
    cord: (home, outlet = home, feed = 'A') => {
      const who = hands.machine(home)
      const squatter = bench.pluggedInto(feed, outlet)
      if (squatter && squatter !== who) bench.unplug(squatter, feed)
      bench.plug(who, feed, outlet)
    },
    pull: (home, feed = 'A') => bench.unplug(hands.machine(home), feed),
    key: (lane, home) => {
      const kid = kidOf(lane)
      keyIn.get(kid)?.machine.removeKey()
      keyIn.delete(kid)
      if (home === null) return
      const who = hands.machine(home)
      for (const [other, holder] of keyIn) if (holder === who) keyIn.delete(other)
      who.machine.insertKey(sticks.get(kid) ?? '')
      keyIn.set(kid, who)
    },
    press: home => {
      const { machine } = hands.machine(home)
      if (machine.phase === 'standby') machine.pressPower()
    },
    restart: home => {
      const { machine } = hands.machine(home)
      machine.shutDown()
      hands.press(home)
    },
    follow: (instead = () => false) => {
      following = instead
    },
    read: event => {
      if (event.kind === 'laneAsked' && following) void act(event)
    },
  }

  const act = async (asked: Asked): Promise<void> => {
    const turn = (turns.get(asked.lane) ?? 0) + 1
    turns.set(asked.lane, turn)
    await clock.wait(readingMs)
    if (turns.get(asked.lane) !== turn || following?.(asked)) return
    const home = Number(asked.outlet)
    switch (asked.ask) {
      case 'plug':
        hands.cord(home)
        hands.key(asked.lane, home)
        await clock.wait(readingMs)
        if (turns.get(asked.lane) === turn) hands.press(home)
        return
      case 'look':
        hands.cord(home)
        hands.key(asked.lane, home)
        hands.restart(home)
        return
      case 'takeKeyOut':
        hands.key(asked.lane, null)
        hands.press(home)
        return
      case 'done':
        hands.key(asked.lane, null)
        return
      case 'wait':
        return
    }
  }
  return hands
}
