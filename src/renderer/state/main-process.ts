// The one door to the main process: typed calls, and the stream of events that keeps the mirror true.
import { apply } from '#core/apply.ts'
import type { Command } from '#core/command.ts'
import { fault, type Fault, type Result } from '#core/fault.ts'
import type { Recorded } from '#core/event.ts'
import type { Clock } from '#core/ports.ts'
import type { Answer, Ask, Bridge, Bulletin, CallName, Receipt, Snapshot } from '#ipc/contract.ts'
import { browserClock } from './clock.ts'
import { useRack, wholeSecond, type Rack } from './rack.ts'

type WithoutBy<T> = T extends unknown ? Omit<T, 'by'> : never
export type CommandAsk = WithoutBy<Command>

interface Mirror {
  get(): Rack
  set(change: Partial<Rack>): void
}

export interface MainProcess {
  start(): void
  call<N extends CallName>(name: N, ask: Ask<N>): Promise<Answer<N>>
  /** The same, with a failed bridge told as a fault. */
  tryCall<N extends CallName>(name: N, ask: Ask<N>): Promise<Result<Answer<N>>>
  command(ask: CommandAsk): Promise<Receipt>
}

const keptEvents = 400
const reopenMs = 1_000

const folded = (rack: Rack, events: readonly Recorded[], rev: number): Partial<Rack> => {
  const last = rack.recent.at(-1)?.seq ?? 0
  return {
    rev,
    state: events.reduce((state, { event }) => apply(state, event), rack.state),
    recent: [...rack.recent, ...events.filter(({ seq }) => seq > last)].slice(-keptEvents),
  }
}

/** Calls whose own answer may be a fault. */
const mayBeNo: ReadonlySet<CallName> = new Set([
  'command',
  'startRun',
  'readPdu',
  'probePdu',
  'addPdu',
  'findPdus',
  'nameOutlet',
  'beginTrial',
  'listOn',
  'examine',
  'checkMaas',
  'makeKey',
  'makeKeys',
  'stampKey',
  'nextDrives',
  'writeKey',
  'saveLabels',
  'startPractice',
  'leavePractice',
])

const isDeclined = (answer: unknown): answer is { ok: false; fault: Fault } =>
  typeof answer === 'object' && answer !== null && 'ok' in answer && answer.ok === false && 'fault' in answer

/** Follows one bridge: opens, folds what is heard, opens again when a revision is missing or the bridge fails. */
export const followMain = (bridge: () => Bridge | undefined, mirror: Mirror, clock: Clock): MainProcess => {
  let opening = false
  let missed: Bulletin[] = []

  const call = async <N extends CallName>(name: N, ask: Ask<N>): Promise<Answer<N>> => {
    const there = bridge()
    if (!there) throw new Error('The window has no bridge to the main process')
    const answer = await there.call(name, ask)
    // Any call may be declined with a fault: the engine has ended, or the ask came from a stranger.
    if (isDeclined(answer) && !mayBeNo.has(name)) throw new Error(`${answer.fault.where}: ${answer.fault.detail}`)
    return answer as Answer<N>
  }

  const takeSnapshot = ({ rev, state, gauges, app }: Snapshot): void => {
    const aheadMs = gauges.at === 0 ? 0 : gauges.at - clock.now()
    mirror.set({ link: 'open', rev, state, gauges, app, aheadMs, now: wholeSecond(clock.now() + aheadMs) })
  }

  const hear = (bulletin: Bulletin): void => {
    if (opening) {
      missed.push(bulletin)
      return
    }
    switch (bulletin.kind) {
      case 'snapshot':
        // Another site has come to the front; its journal comes with it.
        return void open()
      case 'gauges':
        return mirror.set({ gauges: bulletin.gauges, aheadMs: bulletin.gauges.at - clock.now() })
      case 'events': {
        const rack = mirror.get()
        if (bulletin.to <= rack.rev) return
        if (bulletin.from !== rack.rev) return void open()
        return mirror.set(folded(rack, bulletin.events, bulletin.to))
      }
    }
  }

  const open = async (): Promise<void> => {
    if (opening) return
    opening = true
    for (;;) {
      missed = []
      try {
        takeSnapshot(await call('open', null))
        const recent = await call('journal', { before: null, limit: 100 })
        mirror.set({ recent: [...recent].sort((a, b) => a.seq - b.seq) })
        break
      } catch {
        mirror.set({ link: 'lost' })
        await clock.wait(reopenMs)
      }
    }
    opening = false
    for (const bulletin of missed) hear(bulletin)
  }

  return {
    call,
    start: () => {
      bridge()?.listen(bulletin => hear(bulletin as Bulletin))
      void open()
    },
    tryCall: async (name, ask) => {
      try {
        return { ok: true, value: await call(name, ask) }
      } catch (reason) {
        return fault(
          'bug',
          'Racklight',
          reason instanceof Error ? reason.message : String(reason),
          'Try again; if it stays, start Racklight again.',
        )
      }
    },
    command: async ask => {
      const { app } = mirror.get()
      const by = { person: app?.person ?? 'unknown', host: app?.host ?? '' }
      try {
        return await call('command', { ...ask, by } as Command)
      } catch (reason) {
        return fault('bug', 'Racklight', reason instanceof Error ? reason.message : String(reason))
      }
    },
  }
}

export const mainProcess = followMain(
  () => (globalThis as { racklight?: Bridge }).racklight,
  { get: useRack.getState, set: change => useRack.setState(change) },
  browserClock,
)
