// A rack made of software: PDUs, machines with hidden wiring, sticks, a MAAS. The practice rack and the tests use the same one.
import type { Clock } from '#core/ports.ts'
import type { Feed } from '#core/rack.ts'
import { enlistInMaas } from './enlist.ts'
import { chanceUuid, seededChance, type Chance } from './machine/chance.ts'
import type { VirtualMachineOptions } from './machine/machine-shape.ts'
import { makeVirtualMachine, type VirtualMachine } from './machine/virtual-machine.ts'
import { makeVirtualMaas, type VirtualMaas } from './maas/virtual-maas.ts'
import { makeVirtualPdu, type VirtualPdu } from './pdu/virtual-pdu.ts'

export interface BenchOptions {
  readonly clock: Clock
  readonly outlets: number
  readonly feeds: 1 | 2
  readonly seed?: number
  /** Divides the boot delays of machines; never a time-out of anything else. */
  readonly pace?: number
  /** Of the PDUs: a name in `pdu/kinds.ts`. */
  readonly kind?: string
  readonly visibleAfterMs?: number
  readonly port?: number
  /** Of each bank. */
  readonly breakerAmps?: number
  /** What those breakers really stand. */
  readonly tripAmps?: number
  /** First of the loopback addresses that the PDUs use. */
  readonly address?: (feed: number) => string
  readonly machine?: Partial<VirtualMachineOptions>
  /** How many machines stay off after AC returns until somebody presses the button, 0 to 1. */
  readonly staysOffRate?: number
  readonly maasVersion?: string
  /** How many machines have a second cord where there are two feeds, 0 to 1; all, if nothing is said. */
  readonly secondCordRate?: number
}

export interface BenchPdu {
  readonly name: string
  readonly feed: Feed
  readonly community: string
  readonly pdu: VirtualPdu
}

/** Where the cords of a machine belong; `plugged` says where they are now. */
export interface BenchMachine {
  readonly machine: VirtualMachine
  readonly home: Readonly<Record<Feed, number>>
}

export interface Wire {
  readonly pdu: string
  readonly outlet: string
  readonly feed: Feed
  readonly machine: { readonly uuid: string; readonly serial: string; readonly macs: readonly string[] }
}

export interface Bench {
  readonly pdus: readonly BenchPdu[]
  readonly machines: readonly BenchMachine[]
  readonly maas: VirtualMaas
  /** The hidden truth: which cord belongs where. */
  wiring(): Wire[]
  /** What hangs on an outlet at this moment. */
  pluggedInto(feed: Feed, outlet: number): BenchMachine | null
  plug(who: BenchMachine, feed: Feed, outlet: number): void
  unplug(who: BenchMachine, feed: Feed): void
  machineOf(feed: Feed, outlet: number): BenchMachine | undefined
  open(): Promise<void>
  close(): Promise<void>
}

const feedNames = ['A', 'B'] as const

const macOf = (chance: Chance): string =>
  [
    '52',
    '54',
    ...Array.from({ length: 4 }, () =>
      Math.floor(chance() * 256)
        .toString(16)
        .padStart(2, '0'),
    ),
  ].join(':')

const serialOf = (chance: Chance): string => {
  const letters = '0123456789BCDFGHJKLMNPQRSTVWXYZ'
  return Array.from({ length: 7 }, () => letters[Math.floor(chance() * letters.length)]).join('')
}

const shuffled = (count: number, chance: Chance): number[] => {
  const order = Array.from({ length: count }, (_, i) => i + 1)
  for (let i = count - 1; i > 0; i--) {
    const j = Math.floor(chance() * (i + 1))
    ;[order[i], order[j]] = [order[j] ?? 0, order[i] ?? 0]
  }
  return order
}

export const makeBench = (options: BenchOptions): Bench => {
  const { clock, outlets, feeds, pace = 1 } = options
  const chance = seededChance(options.seed ?? 1)
  const maas = makeVirtualMaas({ clock, ...(options.maasVersion ? { version: options.maasVersion } : {}) })
  const names = feedNames.slice(0, feeds)
  /** cord to what it hangs on: `A/7` to the machine */
  const sockets = new Map<string, { who: BenchMachine; feed: Feed }>()
  const where = new Map<string, number>()

  const pdus: BenchPdu[] = names.map((feed, i) => {
    const pdu = makeVirtualPdu({
      clock,
      kind: options.kind ?? 'rpdu2',
      serial: `ZA${(options.seed ?? 1).toString().padStart(4, '0')}${feed}${Math.floor(chance() * 9000 + 1000)}`,
      name: `pdu-${feed.toLowerCase()}`,
      outlets,
      visibleAfterMs: options.visibleAfterMs ?? 1_500,
      communityRead: 'practice-read',
      communityWrite: 'practice-write',
      address: options.address?.(i) ?? `127.0.0.${11 + i}`,
      ...(options.port === undefined ? {} : { port: options.port }),
      ...(options.breakerAmps === undefined ? {} : { breakerAmps: options.breakerAmps }),
      ...(options.tripAmps === undefined ? {} : { tripAmps: options.tripAmps }),
      loadWattsOf: outlet => sockets.get(`${feed}/${outlet}`)?.who.machine.loadOf(feed) ?? 0,
    })
    return { name: `pdu-${feed.toLowerCase()}`, feed, community: 'practice-write', pdu }
  })
  const feedOf = (feed: Feed): BenchPdu | undefined => pdus.find(one => one.feed === feed)

  // As careful racks are wired: the same number on both feeds.
  const order = shuffled(outlets, chance)
  const machines: BenchMachine[] = Array.from({ length: outlets }, (_, i) => {
    const cords = names.filter((_feed, n) => n === 0 || chance() < (options.secondCordRate ?? 1))
    const machine = makeVirtualMachine({
      clock,
      uuid: chanceUuid(chance),
      serial: serialOf(chance),
      macs: [macOf(chance), macOf(chance)],
      cords,
      seed: Math.floor(chance() * 1e9),
      pace,
      staysOffAfterAcLoss: chance() < (options.staysOffRate ?? 0.5),
      onEnlist: facts => enlistInMaas(maas, clock, facts, pace),
      ...options.machine,
    })
    machine.onChange(() => pdus.forEach(({ pdu }) => pdu.loadChanged()))
    return { machine, home: Object.fromEntries(cords.map(feed => [feed, order[i] ?? 0])) }
  })

  const unplug = (who: BenchMachine, feed: Feed): void => {
    const cord = `${who.machine.identity.uuid}/${feed}`
    const outlet = where.get(cord)
    if (outlet === undefined) return
    where.delete(cord)
    sockets.delete(`${feed}/${outlet}`)
    who.machine.power(feed, false)
    feedOf(feed)?.pdu.loadChanged()
  }

  return {
    pdus,
    machines,
    maas,
    wiring: () =>
      pdus.flatMap(({ name, feed }) =>
        machines
          .filter(({ home }) => home[feed] !== undefined)
          .map(({ machine, home }): Wire => ({
            pdu: name,
            outlet: String(home[feed]),
            feed,
            machine: { ...machine.identity },
          }))
          .sort((a, b) => Number(a.outlet) - Number(b.outlet)),
      ),
    pluggedInto: (feed, outlet) => sockets.get(`${feed}/${outlet}`)?.who ?? null,
    machineOf: (feed, outlet) => machines.find(({ home }) => home[feed] === outlet),
    unplug,
    plug: (who, feed, outlet) => {
      const cord = `${who.machine.identity.uuid}/${feed}`
      if (where.get(cord) === outlet) return
      unplug(who, feed)
      if (sockets.has(`${feed}/${outlet}`)) return
      sockets.set(`${feed}/${outlet}`, { who, feed })
      where.set(cord, outlet)
      who.machine.power(feed, feedOf(feed)?.pdu.isLive(outlet) ?? false)
    },
    open: async () => {
      await maas.open()
      for (const { pdu, feed } of pdus) {
        pdu.setInitial(false)
        await pdu.open()
        pdu.onPower((outlet, live) => sockets.get(`${feed}/${outlet}`)?.who.machine.power(feed, live))
      }
    },
    close: async () => {
      for (const { machine, home } of machines) for (const feed of Object.keys(home)) machine.power(feed, false)
      for (const { pdu } of pdus) await pdu.close()
      await maas.close()
    },
  }
}
