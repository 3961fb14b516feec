// The practice rack as a process of its own: a bench, and a data folder that knows how to reach it.
import { randomInt } from 'node:crypto'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { fault, ok, type Result } from '#core/fault.ts'
import type { By } from '#core/person.ts'
import { makeBench, type Bench } from '#sim/bench.ts'
import { makeTechnician } from '#sim/technician.ts'
import { makePduPort } from '../pdu/port.ts'
import { becomeEngine, type Hands } from '../site/door.ts'
import { practiceNumbers, setUpPractice } from '../site/practice.ts'
import { openForReading } from '../site/store.ts'
import { clock } from './folder.ts'
import type { SiteNeeds } from '../site/site.ts'

export interface RackWish {
  readonly dir: string
  readonly outlets: number
  readonly feeds: 1 | 2
  readonly seed: number
  readonly pace: number
  readonly lanes: readonly string[]
  readonly by: By
  readonly vaultSource: SiteNeeds['vaultSource']
  onBug(error: unknown, where: string): void
}

export interface Rack {
  readonly bench: Bench
  /** kid to the folder that stands for its stick */
  readonly sticks: ReadonlyMap<string, string>
}

const freePort = (): Promise<number> =>
  new Promise((resolve, reject) => {
    const server = createServer()
    server.once('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      server.close(() => resolve(typeof address === 'object' && address ? address.port : 0))
    })
  })

/** A loopback address for each feed, so that several racks may stand side by side. */
const someAddresses = (): ((feed: number) => string) => {
  const [second, third, fourth] = [randomInt(1, 255), randomInt(0, 256), randomInt(1, 250)]
  return feed => `127.${second}.${third}.${fourth + feed}`
}

const openBench = async ({ outlets, feeds, seed, pace }: RackWish): Promise<Result<Bench>> => {
  const bench = makeBench({ clock, outlets, feeds, seed, pace, address: someAddresses() })
  try {
    await bench.open()
    return ok(bench)
  } catch (error) {
    const detail = `A loopback address could not be opened: ${error instanceof Error ? error.message : String(error)}.`
    return fault('io', 'practice rack', detail, 'On macOS add addresses to lo0: sudo ifconfig lo0 alias 127.1.2.3.')
  }
}

const openFolder = async (wish: RackWish): Promise<Result<Hands>> => {
  const { dir, vaultSource, onBug, by } = wish
  const became = await becomeEngine({ dir, clock, pdus: makePduPort({ clock }), vaultSource, drives: null, onBug }, by)
  if (!became.ok) return became
  if ('heldBy' in became.value)
    return fault('busy', dir, 'Another Racklight works on this data folder.', 'Close it, or name another with --data.')
  const { site } = became.value
  const settings = site?.settings.get()
  const used = Object.keys(site?.engine.state().pdus ?? {}).length > 0
  if (settings?.ok && !settings.value.practice && used) {
    await became.value.close()
    return fault('denied', dir, 'This is the data folder of a real site.', 'Name another one with --data.')
  }
  return ok(became.value)
}

/** Opens the rack and makes the folder ready; the folder is free for others when this returns. */
export const openRack = async (wish: RackWish): Promise<Result<Rack>> => {
  const folder = await openFolder(wish)
  if (!folder.ok) return folder
  const bench = await openBench(wish)
  if (!bench.ok) {
    await folder.value.close()
    return bench
  }
  const sticks = await prepare(folder.value, bench.value, wish)
  await folder.value.close()
  if (sticks.ok) return ok({ bench: bench.value, sticks: sticks.value })
  await bench.value.close()
  return sticks
}

const prepare = async ({ site }: Hands, bench: Bench, wish: RackWish): Promise<Result<Map<string, string>>> => {
  if (!site) return fault('bug', 'practice rack', 'The folder was opened without its engine.')
  const set = site.settings.set({
    checkInHost: '127.0.0.1',
    checkInPort: await freePort(),
    numbers: practiceNumbers(wish.pace),
    maasEveryMs: 5_000,
    pduEveryMs: 1_000,
    writeUndrivable: true,
    practice: true,
  })
  if (!set.ok) return set
  const offer = {
    maas: { url: bench.maas.url, apiKey: bench.maas.apiKey },
    pdus: bench.pdus.map(({ name, feed, community, pdu }) => {
      return { name, feed, community, host: pdu.address, port: pdu.port }
    }),
  }
  return setUpPractice(site, offer, wish.lanes, join(wish.dir, 'sticks'), wish.by)
}

/** Lets a technician do what the lanes ask, as published by the journal, until `cancel`; a fault is the last word. */
export const employ = async (
  dir: string,
  { bench, sticks }: Rack,
  manners: { clumsy: number; seed: number; pace: number },
  cancel: AbortSignal,
): Promise<Result<void>> => {
  const opened = await openForReading(dir, clock)
  if (!opened.ok) return opened
  const { journal, state, close } = opened.value
  if (!journal) return fault('gone', dir, 'The journal is not there.')
  const technician = makeTechnician({ clock, bench, sticks, start: state, ...manners })
  try {
    for await (const row of journal.follow(state.head + 1, cancel)) {
      if (!row.ok) return row
      technician.read(row.value.event)
    }
    return ok(undefined)
  } finally {
    close()
  }
}
