// One data folder, open and alive: store, engine, adapters. Window and command line are two views of this.
import { plan } from '#core/plan.ts'
import type { Recorded } from '#core/event.ts'
import { fault, ok, type Result } from '#core/fault.ts'
import type { Clock, PduPort, PduReading } from '#core/ports.ts'
import type { State } from '#core/state.ts'
import type { Gauges } from '#ipc/contract.ts'
import { makeSpares, type Spares } from '../drive-write/spares.ts'
import type { Work } from '#ipc/setup.ts'
import { makeEngine, type Engine } from '../engine/engine.ts'
import { makeRunner, type Runner } from '../engine/runner.ts'
import { performIn } from '../perform/perform.ts'
import { watchMaasIdle } from '../perform/maas.ts'
import type { MaasPort, World } from '../perform/world.ts'
import type { Head } from '../store/chain.ts'
import type { VaultSource } from '../store/vault-key.ts'
import { makeCanaries } from './canaries.ts'
import { makeCheckIn } from './check-in.ts'
import { makeWriting, type DriveHands, type Writing } from './drives.ts'
import { secretNames } from './files.ts'
import { makeGauges } from './gauges.ts'
import { makeLoads } from './loads.ts'
import { makeMaasPort } from './maas.ts'
import { targetIn } from './pdu-access.ts'
import { policyReport } from './policy.ts'
import { watchedIn } from './settings-shape.ts'
import { openForWriting, readyFolder, type Opened } from './store.ts'
import { tellOnce } from './told-once.ts'

export interface SiteNeeds {
  readonly dir: string
  readonly clock: Clock
  readonly pdus: PduPort
  readonly vaultSource: VaultSource
  /** Null where no real drive is written. */
  readonly drives: DriveHands | null
  onBug(error: unknown, where: string): void
  /** Default: Linux's own. */
  readonly powerSupplies?: string
}

export interface Heard {
  onEvents?(events: readonly Recorded[]): void
  onGauges?(gauges: Gauges): void
}

export interface Site extends Pick<Opened, 'db' | 'vault' | 'settings' | 'journal' | 'newId'> {
  readonly dir: string
  readonly clock: Clock
  readonly pdus: PduPort
  readonly drives: DriveHands | null
  readonly writing: Writing
  /** Writing processes that wait for an order; null where no real drive is written. */
  readonly spares: Spares | null
  readonly engine: Engine
  readonly runner: Runner
  gauges(): Gauges
  /** A reading taken outside a run, for the gauges. */
  onReading(id: string, reading: PduReading): void
  /** What somebody waits for, and how far it is; null when it is done. */
  onWork(work: Work | null): void
  maas(): MaasPort | null
  /** Reads anew how MAAS is reached, after it was set. */
  connectMaas(): void
  listen(heard: Heard): () => void
  close(): Promise<void>
}

/** Opens the data folder as its one engine; the caller holds the lock. */
export const openSite = async (needs: SiteNeeds): Promise<Result<Site>> => {
  const { dir, clock, pdus, vaultSource, drives, onBug, powerSupplies = '/sys/class/power_supply' } = needs
  const folder = readyFolder(dir)
  if (!folder.ok) return folder
  const opened = await openForWriting(dir, clock, vaultSource)
  if (!opened.ok) return opened
  const { vault, settings, journal, newId } = opened.value
  const present = settings.get()
  if (!present.ok) return present
  const head = await journal.head()
  if (!head.ok) return head

  const heard = new Set<Heard>()
  const gauges = makeGauges(clock, now => heard.forEach(one => one.onGauges?.(now)))
  const append = makeAppend(opened.value, head.value)
  let maas: MaasPort | null = null

  const engine: Engine = makeEngine({
    clock,
    start: opened.value.state,
    append,
    publish: events => heard.forEach(one => one.onEvents?.(events)),
    reconcile: effects => runner.reconcile(effects),
  })
  const {
    checkInHost: host,
    checkInPort: port,
    hintPort,
    maasEveryMs,
    maasEventsEveryMs,
    maasIdleEveryMs,
    pduEveryMs,
  } = present.value
  const checkIn = makeCheckIn({
    clock,
    vault,
    engine: () => engine,
    host,
    port,
    hintPort,
    onState: state => gauges.change({ checkIn: state }),
    onBug: error => onBug(error, 'check-in'),
  })
  const watched = (): ReturnType<typeof watchedIn> => {
    const now = settings.get()
    return watchedIn(now.ok ? now.value : present.value)
  }
  const silentPdus = (): string[] => {
    const { run, pdus: known } = engine.state()
    return (run?.pdus ?? []).flatMap(id => (known[id]?.silent ? [known[id].name] : []))
  }
  const loads = makeLoads()
  const onReading = (id: string, reading: PduReading): void => {
    gauges.read(id, reading)
    loads.read(id, reading.readings, clock.now())
  }
  const closing = new AbortController()
  const spares = drives && makeSpares(drives.startWriter, clock)
  const writing = makeWriting(writes => gauges.change({ writes: { ...writes } }))
  const world: World = {
    clock,
    state: engine.state,
    submit: tellOnce(engine, clock, closing.signal),
    pdus,
    targetOf: id => targetIn(engine.state(), vault, id),
    checkIn,
    get maas() {
      return maas
    },
    canaries: makeCanaries({ clock, watched, maas: () => maas, silentPdus, powerSupplies }),
    loads,
    onReading,
    maasEveryMs,
    maasEventsEveryMs,
    pduEveryMs,
  }
  const runner: Runner = makeRunner(performIn(world), (error, effect) => onBug(error, effect.key))
  checkIn.hearts.subscribe(({ heart }) => heart && gauges.beat(heart.sid, heart.lastAt))

  const connectMaas = (): void => {
    maas = maasOf(engine.state(), opened.value, clock)
  }
  connectMaas()
  await engine.submit(await policyReport(dir, clock))
  const begun = await engine.submit({ kind: 'engineStarted' })
  if (!begun.ok)
    return 'fault' in begun
      ? { ok: false, fault: begun.fault }
      : fault('bug', 'engine', begun.refusal.reasons.join(' '))
  runner.reconcile(plan(engine.state()))
  const idling = watchMaasIdle(world, maasIdleEveryMs, closing.signal).catch(error => onBug(error, 'MAAS while idle'))

  return ok({
    dir,
    clock,
    pdus,
    drives,
    writing,
    spares,
    db: opened.value.db,
    vault,
    settings,
    journal,
    newId,
    engine,
    runner,
    gauges: gauges.now,
    onReading,
    onWork: work => gauges.change({ work }),
    maas: () => maas,
    connectMaas,
    listen: one => {
      heard.add(one)
      return () => void heard.delete(one)
    },
    close: async () => {
      closing.abort()
      writing.cancel(null)
      spares?.close()
      await idling
      await runner.close()
      await engine.close()
      await journal.settled()
      opened.value.db.close()
    },
  })
}

const maasOf = (state: State, { vault, settings }: Opened, clock: Clock): MaasPort | null => {
  const apiKey = vault.get(secretNames.maas)
  const present = settings.get()
  if (!state.maasSite || apiKey === undefined || !present.ok) return null
  const made = makeMaasPort({ url: state.maasSite.url, apiKey }, clock, present.value.writeUndrivable)
  return made.ok ? made.value : null
}

const makeAppend = (opened: Opened, start: Head) => {
  let head: Head = start
  return async (events: Parameters<typeof opened.journal.append>[1]): Promise<Result<readonly Recorded[]>> => {
    const written = await opened.journal.append(head, events)
    if (!written.ok) return written
    head = { count: written.value.count, mac: written.value.mac }
    return ok(written.value.rows.map(({ seq, id, event }) => ({ seq, id, event })))
  }
}
