// The practice rack in the window: equipment made of software, and a site of its own that knows it by address alone.
import { randomInt } from 'node:crypto'
import { mkdir, rm } from 'node:fs/promises'
import type { Event } from '#core/event.ts'
import { fault, ok, type Fault, type Result } from '#core/fault.ts'
import type { Shown } from './shown.ts'

export interface PracticeWish {
  readonly outlets: number
  readonly feeds: 1 | 2
  /** Somebody made of software does what the lanes ask. */
  readonly technician: boolean
}

/** Addresses and passwords of the bench: all that the site learns of it. */
export interface Offer {
  readonly pdus: readonly { name: string; feed: string; host: string; port: number; community: string }[]
  readonly maas: { readonly url: string; readonly apiKey: string }
}

export interface PracticeSite {
  readonly shown: Shown
  /** Adds what is offered and stamps a key for each lane; kid to the folder that stands for its stick. */
  setUp(offer: Offer, lanes: readonly string[]): Promise<Result<ReadonlyMap<string, string>>>
}

/** The simulated rack, as much as the window needs of it. */
export interface Bench {
  readonly pdus: readonly {
    readonly name: string
    readonly feed: string
    readonly community: string
    readonly pdu: { readonly address: string; readonly port: number }
  }[]
  readonly maas: { readonly url: string; readonly apiKey: string }
  /** The hidden truth. */
  wiring(): { readonly feed: string; readonly outlet: string; readonly machine: { readonly uuid: string } }[]
  open(): Promise<void>
  close(): Promise<void>
}

export interface BenchOptions {
  readonly outlets: number
  readonly feeds: 1 | 2
  readonly seed: number
  readonly address: (feed: number) => string
  /** Where machines without a key ask how long to wait for one; real ones find it by its name on the network. */
  readonly checkInUrl: string
}

export interface PracticeNeeds<B extends Bench> {
  readonly dir: string
  makeBench(options: BenchOptions): B
  /** Hands back the ear of a technician at this bench, who learns everything from events. */
  hire(bench: B, sticks: ReadonlyMap<string, string>): (event: Event) => void
  freePort(): Promise<number>
  openSite(dir: string, checkInPort: number): Promise<Result<PracticeSite>>
}

export interface Practice {
  readonly shown: Shown
  readonly wiring: Bench['wiring']
}

// Elsewhere than on Linux and Windows only the first loopback address is there without being set up.
const address = (feed: number): string => (process.platform === 'darwin' ? '127.0.0.1' : `127.0.0.${11 + feed}`)

const offerOf = ({ pdus, maas: { url, apiKey } }: Bench): Offer => ({
  pdus: pdus.map(({ name, feed, community, pdu }) => ({ name, feed, community, host: pdu.address, port: pdu.port })),
  maas: { url, apiKey },
})

const failed = (dir: string, error: unknown): { ok: false; fault: Fault } =>
  fault('io', dir, `The practice rack could not be set up: ${error instanceof Error ? error.message : String(error)}`)

/** One lane for a short rack; two where one would make the time long. */
const lanesFor = (outlets: number): string[] => (outlets > 3 ? ['1', '2'] : ['1'])

/** Events in order to whoever listens last, those included that came before. */
const eventsFrom = (shown: Shown): ((tell: (event: Event) => void) => void) => {
  const heard: Event[] = []
  let tell: ((event: Event) => void) | null = null
  shown.listen(bulletin => {
    if (bulletin.kind !== 'events') return
    for (const { event } of bulletin.events) {
      if (tell) tell(event)
      else heard.push(event)
    }
  })
  return to => {
    tell = to
    heard.splice(0).forEach(to)
  }
}

export const openPractice = async <B extends Bench>(
  { dir, makeBench, hire, freePort, openSite }: PracticeNeeds<B>,
  { outlets, feeds, technician }: PracticeWish,
): Promise<Result<Practice>> => {
  const port = await freePort()
  const checkInUrl = `https://127.0.0.1:${port}`
  const bench = makeBench({ outlets, feeds, address, checkInUrl, seed: randomInt(1, 10_000) })
  try {
    await rm(dir, { recursive: true, force: true })
    await mkdir(dir, { recursive: true, mode: 0o700 })
    await bench.open()
  } catch (error) {
    await bench.close()
    return failed(dir, error)
  }
  const opened = await openSite(dir, port)
  if (!opened.ok) {
    await bench.close()
    return opened
  }
  const { shown, setUp } = opened.value
  const close = async (): Promise<void> => {
    await shown.close()
    await bench.close()
  }
  const follow = eventsFrom(shown)
  const sticks = await setUp(offerOf(bench), lanesFor(outlets))
  if (!sticks.ok) {
    await close()
    return sticks
  }
  follow(technician ? hire(bench, sticks.value) : () => {})
  return ok({ shown: { ...shown, close }, wiring: bench.wiring })
}
