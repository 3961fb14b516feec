// The engine of a data folder as a window shows it: a picture first, then everything that changes it.
import { apply } from '#core/apply.ts'
import { Recorded } from '#core/event.ts'
import { ok, type Result } from '#core/fault.ts'
import type { Clock } from '#core/ports.ts'
import { noGauges, type AppFacts, type Bulletin, type Snapshot } from '#ipc/contract.ts'
import type { Shown } from '../desk/shown.ts'
import { waysIntoVault } from '../store/vault.ts'
import type { Hands } from './door.ts'
import type { Site } from './site.ts'
import { openForReading } from './store.ts'

export interface ShownNeeds {
  readonly dir: string
  readonly clock: Clock
  readonly facts: Omit<AppFacts, 'vault' | 'dataDir'>
  /** The engine was in another process, and has ended. */
  onGone(why: string): void
}

const eventsOf = (events: readonly Recorded[]): Bulletin => ({
  kind: 'events',
  from: (events[0]?.seq ?? 1) - 1,
  to: events.at(-1)?.seq ?? 0,
  events: [...events],
})

const showHere = (site: Site, hands: Hands, facts: ShownNeeds['facts']): Shown => ({
  engineHere: true,
  snapshot: (): Snapshot => {
    const state = site.engine.state()
    const app = { ...facts, dataDir: site.dir, vault: site.vault.protection }
    return { kind: 'snapshot', rev: state.head, state, gauges: site.gauges(), app }
  },
  call: hands.call,
  listen: tell =>
    site.listen({
      onEvents: events => tell(eventsOf(events)),
      onGauges: gauges => tell({ kind: 'gauges', gauges }),
    }),
  close: hands.close,
})

// Gauges live with the engine; from afar there are none, and the view says how old its readings are.
const showFromAfar = async (hands: Hands, needs: ShownNeeds): Promise<Result<Shown>> => {
  const { dir, clock, facts, onGone } = needs
  const ways = await waysIntoVault(dir, clock)
  if (!ways.ok) return ways
  const read = await openForReading(dir, clock)
  if (!read.ok) return read
  let { state } = read.value
  read.value.close()
  const listeners = new Set<(bulletin: Bulletin) => void>()
  const hear = (row: unknown): void => {
    const recorded = Recorded.safeParse(row)
    if (!recorded.success) return onGone('it speaks another version')
    state = apply(state, recorded.data.event)
    listeners.forEach(tell => tell(eventsOf([recorded.data])))
  }
  const stop = hands.watch(state.head, hear, onGone)
  const app: AppFacts = {
    ...facts,
    dataDir: dir,
    vault: ways.value.includes('file') ? 'file' : (ways.value[0] ?? 'file'),
  }
  return ok({
    engineHere: false,
    snapshot: () => ({ kind: 'snapshot', rev: state.head, state, gauges: noGauges, app }),
    call: hands.call,
    listen: tell => {
      listeners.add(tell)
      return () => void listeners.delete(tell)
    },
    close: async () => {
      stop()
      await hands.close()
    },
  })
}

export const showHands = async (hands: Hands, needs: ShownNeeds): Promise<Result<Shown>> =>
  hands.site ? ok(showHere(hands.site, hands, needs.facts)) : showFromAfar(hands, needs)
