// A whole Racklight beside a whole rack of software: real UDP, real HTTPS, real SQLite; only the clock is virtual.
import { mkdtemp, rm } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Event, EventOf } from '#core/event.ts'
import type { Fault } from '#core/fault.ts'
import { Numbers } from '#core/numbers.ts'
import type { Outcome } from '#core/ports.ts'
import type { Feed } from '#core/rack.ts'
import { outletAt, type State } from '#core/state.ts'
import { freshenMaas } from '#main/site/maas-access.ts'
import { practiceNumbers, setUpPractice, type BenchOffer } from '#main/site/practice.ts'
import { makeBench, type Bench } from '#sim/bench.ts'
import { UdpProxy } from '#sim/pdu/proxy.ts'
import { makeTechnician, type Technician } from '#sim/technician.ts'
import { VirtualClock } from '#sim/virtual-clock.ts'
import { layCable } from './cable.ts'
import { makeHands, type Hands } from './hands.ts'
import { makeMortal, must } from './mortal.ts'
import type { TestRack, TestRackOptions } from './rack-shape.ts'
import { makeTold } from './story.ts'

export type { TestRack } from './rack-shape.ts'

export { must } from './mortal.ts'

export const by = { person: 'Ada', host: 'cart-1' }

// Every test process has an address of its own for its machines to check in at.
const checkInHost = `127.0.3.${1 + (Number(process.env['VITEST_POOL_ID'] ?? 1) % 250)}`
let addresses = 20

/** rPDU2OutletSwitchedControlCommand of the PDUs of the bench. */
const rpduWords: Readonly<Record<number, string>> = { 1: 'on', 2: 'off', 3: 'cut' }

/** Waiting costs a test time too: a story about waiting asks for the true numbers. */
const briskMs = { hintMs: 240_000, questionMs: 300_000, giveUpMs: 600_000 }

const freePort = (): Promise<number> =>
  new Promise(resolve => {
    const server = createServer()
    server.listen(0, checkInHost, () => {
      const address = server.address()
      server.close(() => resolve(typeof address === 'object' && address ? address.port : 0))
    })
  })

export const openTestRack = async (options: TestRackOptions = {}): Promise<TestRack> => {
  const {
    lanes = ['1'],
    timeouts,
    numbers,
    before,
    settings,
    proxied,
    cabled,
    found,
    powerSupplies,
    ...wanted
  } = options
  const clock = new VirtualClock()
  const dir = await mkdtemp(join(tmpdir(), 'racklight-'))
  const first = (addresses += 2)
  const checkInPort = await freePort()
  const cablePort = cabled ? await freePort() : checkInPort
  const bench = makeBench({
    clock,
    outlets: 4,
    feeds: 1,
    address: feed => `127.0.1.${first + feed}`,
    ...wanted,
    machine: { ...(found ? { lanUrls: [`https://${checkInHost}:${cablePort}`] } : {}), ...wanted.machine },
  })
  await bench.open()
  before?.(bench)
  const lines = new Map<Feed, UdpProxy>()
  if (proxied)
    for (const { feed, pdu } of bench.pdus) {
      const target = { host: pdu.address, port: pdu.port }
      const line = new UdpProxy({ clock, target, address: pdu.address })
      await line.open()
      lines.set(feed, line)
    }
  const events: Event[] = []
  const bugs: string[] = []
  const watches = new Set<(event: Event) => void>()
  let technician: Technician | null = null
  let hands: Hands | null = null
  const told = makeTold({ bench, state: () => rack.state() })
  const mortal = await makeMortal({
    clock,
    dir,
    timeouts: { readTimeoutMs: 250, readRetries: 1, setTimeoutMs: 500, ...timeouts },
    settings: { checkInHost, checkInPort: cablePort, writeUndrivable: true, practice: true, ...settings },
    onEvent: event => {
      events.push(event)
      technician?.read(event)
      hands?.read(event)
      for (const watch of [...watches]) watch(event)
    },
    onBug: bug => bugs.push(bug),
    powerSupplies,
  })
  const offer: BenchOffer = {
    pdus: bench.pdus.map(({ name, feed, community, pdu }) => {
      const host = pdu.address
      return { name, feed, community, host, port: lines.get(feed)?.address.port ?? pdu.port }
    }),
    maas: { url: bench.maas.url, apiKey: bench.maas.apiKey },
  }
  const sticks = must(await setUpPractice(mortal.site(), offer, lanes, join(dir, 'sticks'), by))
  if (cabled) await mortal.reopenWith({ checkInPort })
  const cable = cabled ? await layCable(checkInHost, cablePort, checkInPort) : null

  const benchPdu = (feed: Feed) => {
    const one = bench.pdus.find(other => other.feed === feed)
    if (!one) throw new Error(`no PDU on feed ${feed}`)
    return one
  }
  hands = makeHands({ clock, bench, sticks, state: () => mortal.site().engine.state() })
  const rack: TestRack = {
    clock,
    bench,
    dir,
    events,
    sticks,
    bugs,
    cable,
    hands,
    site: mortal.site,
    state: () => mortal.site().engine.state(),
    ref: (number, feed = 'A') => {
      const pdu = Object.values(rack.state().pdus).find(one => one.feed === feed)
      return { pdu: pdu?.id ?? '', outlet: String(number) }
    },
    outlet: (number, feed = 'A') => {
      const outlet = outletAt(rack.state(), rack.ref(number, feed))
      if (!outlet) throw new Error(`no outlet ${feed}-${number}`)
      return outlet
    },
    pdu: (feed = 'A') => benchPdu(feed).pdu,
    line: (feed = 'A') => {
      const line = lines.get(feed)
      if (!line) throw new Error('open the rack with `proxied`')
      return line
    },
    sets: () =>
      bench.pdus
        .flatMap(({ feed, pdu }) => pdu.sets.map(set => ({ feed, ...set })))
        .filter(set => set.outcome === 'noError')
        .toSorted((a, b) => a.at - b.at)
        .map(({ feed, oid, value }) => `${feed}-${oid.split('.').at(-1)} ${rpduWords[Number(value)] ?? `? ${value}`}`),
    deploy: (number, hostname, feed = 'A') => {
      const { address } = benchPdu(feed).pdu
      return bench.maas.addMachine({
        macs: [`52:54:00:aa:00:${String(number).padStart(2, '0')}`],
        hostname,
        status: 'Deployed',
        powerType: 'apc',
        powerParameters: { power_address: address, node_outlet: String(number) },
      })
    },
    get technician() {
      return technician
    },
    hire: (clumsy = 0, seed = 7) => {
      technician = makeTechnician({ clock, bench, sticks, clumsy, seed })
      events.forEach(event => technician?.read(event))
      return technician
    },
    tell: command => mortal.site().engine.submit(command),
    scope: () =>
      Object.values(rack.state().pdus).flatMap(pdu =>
        Object.keys(pdu.outlets).map(outlet => ({ pdu: pdu.id, outlet })),
      ),
    start: async wish => {
      await clock.through(freshenMaas(mortal.site()))
      const keys = Object.values(rack.state().keys)
      return rack.tell({
        kind: 'startRun',
        run: mortal.site().newId(),
        mode: 'guided',
        scope: rack.scope(),
        lanes: keys.flatMap(key => ('lane' in key.for ? [{ name: key.for.lane, kid: key.kid }] : [])),
        confirm: 'cut',
        unlock: [],
        sync: true,
        offline: false,
        present: true,
        numbers: Numbers.parse({ ...practiceNumbers(1), ...briskMs, ...numbers }),
        by,
        ...wish,
      })
    },
    of: <K extends Event['kind']>(kind: K) => events.filter((event): event is EventOf<K> => event.kind === kind),
    story: (since = 0) => events.slice(since).flatMap(event => told.line(event) ?? []),
    until: async <K extends Event['kind']>(
      kind: K,
      limitMs = 3 * 3_600_000,
      holds: (event: EventOf<K>) => boolean = () => true,
    ) => {
      const from = events.length
      const match = (): EventOf<K> | undefined =>
        events.slice(from).find((event): event is EventOf<K> => event.kind === kind && holds(event as EventOf<K>))
      await clock
        .until(() => match() !== undefined || bugs.length > 0, limitMs)
        .catch(error => {
          throw new Error(`${String(error)}: no ${kind} came. So far:\n${rack.story().slice(-20).join('\n')}`)
        })
      const event = match()
      if (!event) throw new Error(`a bug instead of ${kind}: ${bugs.join('\n')}`)
      return event
    },
    pausedUntilHeld: async machines => {
      await rack.until('proofAccepted')
      await rack.tell({ kind: 'pauseRun', by })
      for (let held = 1; held < machines; held++) await rack.until('proofAccepted')
    },
    once: (kind, act, holds = () => true) => {
      const watch = (event: Event): void => {
        if (event.kind !== kind || !holds(event as EventOf<typeof kind>)) return
        watches.delete(watch)
        act()
      }
      watches.add(watch)
    },
    ended: async () => {
      const last = rack.of('runEnded').at(-1)
      return last && rack.state().run?.phase === 'ended' ? last : rack.until('runEnded')
    },
    crash: async () => {
      mortal.kill()
      await mortal.reopen()
    },
    crashOn: async (fatal, begin) => {
      mortal.killOn(fatal)
      const begun = begin?.()
      await clock.until(() => mortal.isDead(), 3 * 3_600_000)
      await begun
      await mortal.reopen()
    },
    close: async () => {
      await mortal.close()
      await cable?.pull()
      for (const line of lines.values()) await line.close()
      await bench.close()
      await rm(dir, { recursive: true, force: true })
    },
  }
  return rack
}

export const faultIn = (outcome: Outcome): Fault | null => (!outcome.ok && 'fault' in outcome ? outcome.fault : null)

/** place to machine, as the run has bound them */
export const mapOf = (state: State): Record<string, string> =>
  Object.fromEntries(
    Object.values(state.pdus).flatMap(pdu =>
      Object.entries(pdu.outlets).flatMap(([outlet, { binding }]) =>
        binding ? [[`${pdu.feed}-${outlet}`, binding.machine]] : [],
      ),
    ),
  )

/** place to machine, as the cords belong */
export const truthOf = (bench: Bench): Record<string, string> =>
  Object.fromEntries(
    bench.pdus.flatMap(({ feed }) =>
      bench.machines.map(({ machine, home }) => [`${feed}-${home[feed]}`, machine.identity.uuid] as const),
    ),
  )
