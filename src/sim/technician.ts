// A technician made of software: reads what the lanes ask, does it, and errs as often as asked.
import { emptyState, type State } from '#core/state.ts'
import { apply } from '#core/apply.ts'
import type { Event } from '#core/event.ts'
import type { Clock } from '#core/ports.ts'
import type { Bench, BenchMachine } from './bench.ts'
import { between, seededChance, type Chance } from './machine/chance.ts'

export interface TechnicianOptions {
  readonly clock: Clock
  readonly bench: Bench
  /** kid to the folder that stands for its stick */
  readonly sticks: ReadonlyMap<string, string>
  /** How often a step goes wrong, 0 to 1. */
  readonly clumsy?: number
  readonly seed?: number
  /** Between reading and doing, at pace 1. */
  readonly slowMs?: number
  readonly pace?: number
  /** What he has read before; nothing of it is done again. */
  readonly start?: State
}

export interface Technician {
  /** Everything he knows comes through here: the journal, as published. */
  read(event: Event): void
  readonly mistakes: readonly string[]
}

type Asked = Extract<Event, { kind: 'laneAsked' }>

export const makeTechnician = (options: TechnicianOptions): Technician => {
  const { clock, bench, sticks, clumsy = 0, pace = 1, slowMs = 30_000 } = options
  const chance: Chance = seededChance(options.seed ?? 7)
  const mistakes: string[] = []
  const keyIn = new Map<string, BenchMachine>()
  const turn = new Map<string, number>()
  let state: State = options.start ?? emptyState

  const errs = (what: string): boolean => {
    const wrong = chance() < clumsy
    if (wrong) mistakes.push(what)
    return wrong
  }
  const anyOther = (than: BenchMachine): BenchMachine =>
    bench.machines[Math.floor(chance() * bench.machines.length)] ?? than

  /** Only where the lamp is off: the button of a running machine switches it off. */
  const press = (who: BenchMachine): void => {
    if (who.machine.phase === 'standby') who.machine.pressPower()
  }
  const takeOut = (kid: string): void => {
    keyIn.get(kid)?.machine.removeKey()
    keyIn.delete(kid)
  }
  const putIn = (kid: string, who: BenchMachine): void => {
    const folder = sticks.get(kid)
    if (folder === undefined) return
    takeOut(kid)
    for (const [other, holder] of keyIn) if (holder === who) takeOut(other)
    who.machine.insertKey(folder)
    keyIn.set(kid, who)
  }

  const plug = async (asked: Asked, mine: () => boolean): Promise<void> => {
    const pdu = asked.pdu === null ? undefined : state.pdus[asked.pdu]
    const outlet = Number(asked.outlet)
    const who = pdu ? bench.machineOf(pdu.feed, outlet) : undefined
    if (!pdu || !who) return
    // A cord that hangs in somebody else's place is put right before anything else.
    const squatter = bench.pluggedInto(pdu.feed, outlet)
    if (squatter && squatter !== who) bench.unplug(squatter, pdu.feed)
    bench.plug(who, pdu.feed, outlet)
    if (errs(`left key ${asked.kid} where it was`)) return
    putIn(asked.kid, errs(`put key ${asked.kid} into another machine`) ? anyOther(who) : who)
    await clock.wait(between(chance, 0.2, 0.6) * (slowMs / pace))
    if (!mine()) return
    if (errs(`pressed the button of another machine`)) anyOther(who).machine.pressPower()
    else press(who)
    if (errs(`pulled key ${asked.kid} at once`)) takeOut(asked.kid)
  }

  const act = async (asked: Asked): Promise<void> => {
    const mine = (
      (now: number) => (): boolean =>
        turn.get(asked.lane) === now
    )((turn.get(asked.lane) ?? 0) + 1)
    turn.set(asked.lane, (turn.get(asked.lane) ?? 0) + 1)
    await clock.wait(between(chance, 0.3, 1) * (slowMs / pace))
    if (!mine()) return
    switch (asked.ask) {
      case 'plug':
        return plug(asked, mine)
      case 'look': {
        const pdu = asked.pdu === null ? undefined : state.pdus[asked.pdu]
        const who = pdu ? bench.machineOf(pdu.feed, Number(asked.outlet)) : undefined
        if (!who) return
        putIn(asked.kid, who)
        press(who)
        return
      }
      case 'takeKeyOut':
        if (!errs(`forgot key ${asked.kid} in the machine`)) takeOut(asked.kid)
        for (const { machine } of bench.machines)
          if (machine.identity.uuid === asked.machine && machine.phase === 'standby') machine.pressPower()
        return
      case 'done':
        takeOut(asked.kid)
        return
      case 'wait':
        return
    }
  }

  return {
    mistakes,
    read: event => {
      state = apply(state, event)
      if (event.kind === 'laneAsked') void act(event)
    },
  }
}
