// A whole Racklight beside a whole rack of software: real UDP, real HTTPS, real SQLite; only the clock is virtual.
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createServer } from 'node:net'
import type { Command } from '#core/command.ts'
import type { Event, EventOf } from '#core/event.ts'
import type { Fault, Result } from '#core/fault.ts'
import { Numbers } from '#core/numbers.ts'
import type { OutletRef } from '#core/rack.ts'
import type { State } from '#core/state.ts'
import { makePduPort } from '#main/pdu/port.ts'
import { freshenMaas } from '#main/site/maas-access.ts'
import { practiceNumbers, setUpPractice, type BenchOffer } from '#main/site/practice.ts'
import { openSite, type Site } from '#main/site/site.ts'
import type { Outcome } from '#core/ports.ts'
import { makeBench, type Bench, type BenchOptions } from '#sim/bench.ts'
import { makeTechnician, type Technician } from '#sim/technician.ts'
import { VirtualClock } from '#sim/virtual-clock.ts'

export const by = { person: 'Ada', host: 'cart-1' }

export const must = <T>(result: Result<T>): T => {
  if (!result.ok) throw new Error(`${result.fault.kind} at ${result.fault.where}: ${result.fault.detail}`)
  return result.value
}

const freePort = (): Promise<number> =>
  new Promise(resolve => {
    const server = createServer()
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      server.close(() => resolve(typeof address === 'object' && address ? address.port : 0))
    })
  })

export interface TestRack {
  readonly clock: VirtualClock
  readonly bench: Bench
  readonly dir: string
  readonly events: Event[]
  readonly sticks: ReadonlyMap<string, string>
  readonly bugs: string[]
  site(): Site
  state(): State
  technician: Technician | null
  /** A technician who follows the lanes from now on. */
  hire(clumsy?: number, seed?: number): Technician
  tell(command: Command): Promise<Outcome>
  start(wish?: Partial<Extract<Command, { kind: 'startRun' }>>): Promise<Outcome>
  scope(): OutletRef[]
  of<K extends Event['kind']>(kind: K): EventOf<K>[]
  /** Moves time until an event of this kind has come, counted from the call or from `since`. */
  until<K extends Event['kind']>(kind: K, limitMs?: number, holds?: (event: EventOf<K>) => boolean): Promise<EventOf<K>>
  /** Kills the engine where it stands and opens a new one on the same folder. */
  crash(): Promise<void>
  close(): Promise<void>
}

export interface TestRackOptions extends Partial<Omit<BenchOptions, 'clock'>> {
  readonly lanes?: readonly string[]
  readonly numbers?: Partial<Numbers>
  readonly timeouts?: { readTimeoutMs?: number; readRetries?: number; setTimeoutMs?: number }
  /** What hangs in the rack before Racklight comes. */
  readonly before?: (bench: Bench) => void
}

let addresses = 20

export const openTestRack = async (options: TestRackOptions = {}): Promise<TestRack> => {
  const { lanes = ['1'], timeouts, numbers, before, ...wanted } = options
  const clock = new VirtualClock()
  const dir = await mkdtemp(join(tmpdir(), 'racklight-'))
  const first = (addresses += 2)
  const bench = makeBench({ clock, outlets: 4, feeds: 1, address: feed => `127.0.1.${first + feed}`, ...wanted })
  await bench.open()
  before?.(bench)
  const pdus = makePduPort({ clock, timeouts: { readTimeoutMs: 250, readRetries: 1, setTimeoutMs: 500, ...timeouts } })
  const events: Event[] = []
  const bugs: string[] = []
  let technician: Technician | null = null
  let site: Site
  const open = async (): Promise<Site> => {
    const opened = must(
      await openSite({
        dir,
        clock,
        pdus,
        vaultSource: { kind: 'file' },
        onBug: (error, where) => bugs.push(`${where}: ${String(error)}`),
      }),
    )
    return opened
  }
  const listen = (to: Site): void => {
    to.listen({
      onEvents: recorded => {
        for (const { event } of recorded) {
          events.push(event)
          technician?.read(event)
        }
      },
    })
  }
  site = await open()
  must(
    site.settings.set({
      checkInHost: '127.0.0.1',
      checkInPort: await freePort(),
      writeUndrivable: true,
      practice: true,
      pduEveryMs: 5_000,
    }),
  )
  await site.close()
  site = await open()
  listen(site)
  const offer: BenchOffer = {
    pdus: bench.pdus.map(({ name, feed, community, pdu }) => ({
      name,
      feed,
      community,
      host: pdu.address,
      port: pdu.port,
    })),
    maas: { url: bench.maas.url, apiKey: bench.maas.apiKey },
  }
  const sticks = must(await setUpPractice(site, offer, lanes, join(dir, 'sticks'), by))

  const rack: TestRack = {
    clock,
    bench,
    dir,
    events,
    sticks,
    bugs,
    site: () => site,
    state: () => site.engine.state(),
    get technician() {
      return technician
    },
    hire: (clumsy = 0, seed = 7) => {
      technician = makeTechnician({ clock, bench, sticks, clumsy, seed })
      events.forEach(event => technician?.read(event))
      return technician
    },
    tell: command => site.engine.submit(command),
    scope: () =>
      Object.values(site.engine.state().pdus).flatMap(pdu =>
        Object.keys(pdu.outlets).map(outlet => ({ pdu: pdu.id, outlet })),
      ),
    start: async wish => {
      await freshenMaas(site)
      const keys = Object.values(site.engine.state().keys)
      return site.engine.submit({
        kind: 'startRun',
        run: site.newId(),
        mode: 'guided',
        scope: rack.scope(),
        lanes: keys.flatMap(key => ('lane' in key.for ? [{ name: key.for.lane, kid: key.kid }] : [])),
        confirm: 'cut',
        unlock: [],
        sync: true,
        offline: false,
        present: true,
        numbers: Numbers.parse({ ...practiceNumbers(1), ...numbers }),
        by,
        ...wish,
      })
    },
    of: <K extends Event['kind']>(kind: K) => events.filter((event): event is EventOf<K> => event.kind === kind),
    until: async <K extends Event['kind']>(
      kind: K,
      limitMs = 3 * 3_600_000,
      holds: (event: EventOf<K>) => boolean = () => true,
    ) => {
      const from = events.length
      const found = (): EventOf<K> | undefined =>
        events.slice(from).find((event): event is EventOf<K> => event.kind === kind && holds(event as EventOf<K>))
      await clock.until(() => found() !== undefined || bugs.length > 0, limitMs)
      const event = found()
      if (!event) throw new Error(`a bug instead of ${kind}: ${bugs.join('\n')}`)
      return event
    },
    crash: async () => {
      // Nothing is told to anybody: the runner and the database simply go.
      await site.close()
      site = await open()
      listen(site)
    },
    close: async () => {
      await site.close()
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

/** place to machine, as the cords truly hang */
export const truthOf = (bench: Bench): Record<string, string> =>
  Object.fromEntries(
    bench.pdus.flatMap(({ feed, pdu: _pdu }) =>
      bench.machines.flatMap(
        ({ machine, home }) => [[`${feed}-${home[feed]}`, machine.identity.uuid]] as [string, string][],
      ),
    ),
  )
