// One engine per data folder: who comes first is it, and lets the others in through its socket.
import { fault, ok, type Result } from '#core/fault.ts'
import { By } from '#core/person.ts'
import { z } from 'zod'
import { takeLock } from '../engine/lock.ts'
import { connectEngine, type EngineClient } from '../engine/socket-client.ts'
import { socketPathOf } from '../engine/socket-path.ts'
import { serveEngine } from '../engine/socket.ts'
import { siteCalls } from './calls.ts'
import { openSite, type Site, type SiteNeeds } from './site.ts'

/** The way to the engine of a data folder, here or in another process. */
export interface Hands {
  call(name: string, ask: unknown): Promise<Result<unknown>>
  /** Every event after row `from`, also those to come; `onEnd` when the engine has gone. */
  watch(from: number, onEvent: (recorded: unknown) => void, onEnd: (why: string) => void): () => void
  /** The site itself, when this process is its engine. */
  readonly site: Site | null
  close(): Promise<void>
}

const Asked = z.object({ by: By, ask: z.unknown() })
const patienceMs = 5_000
const againMs = 50

/** Opens the folder as its engine and lets others in; `heldBy` when another process is the engine. */
export const becomeEngine = async (needs: SiteNeeds, by: By): Promise<Result<Hands | { heldBy: string | null }>> => {
  const path = socketPathOf(needs.dir)
  const taken = takeLock(needs.dir, path, needs.clock.now())
  if (!taken.ok) return taken
  if ('heldBy' in taken.value) return ok({ heldBy: taken.value.heldBy?.socket ?? null })
  const { lock } = taken.value
  const opened = await openSite(needs)
  if (!opened.ok) {
    lock.release()
    return opened
  }
  const site = opened.value
  const answer = siteCalls(site)
  const served = await serveEngine({
    path,
    onCall: async (name, asked) => {
      const parsed = Asked.safeParse(asked)
      return parsed.success
        ? answer(name, parsed.data.ask, parsed.data.by)
        : fault('malformed', `call ${name}`, 'It does not say who asks.')
    },
    subscribe: (from, send) => follow(site, from, send),
    onBug: error => needs.onBug(error, 'socket'),
  })
  if (!served.ok) {
    await site.close()
    lock.release()
    return served
  }
  return ok({
    site,
    call: (name, ask) => answer(name, ask, by),
    watch: (from, onEvent) => follow(site, from, onEvent),
    close: async () => {
      await site.close()
      await served.value.close()
      lock.release()
    },
  })
}

/** Rows already written first, then each new one, none twice and none left out. */
const follow = (site: Site, from: number, send: (recorded: unknown) => void): (() => void) => {
  let next = from + 1
  let caughtUp = false
  const waiting: { seq: number }[] = []
  const pass = (row: { seq: number }): void => {
    if (row.seq < next) return
    next = row.seq + 1
    send(row)
  }
  const stop = site.listen({ onEvents: rows => rows.forEach(row => (caughtUp ? pass(row) : waiting.push(row))) })
  void (async () => {
    for (;;) {
      const rows = await site.journal.read(next, 500)
      if (!rows.ok || rows.value.length === 0) break
      rows.value.forEach(({ seq, id, event }) => pass({ seq, id, event } as { seq: number }))
    }
    waiting.splice(0).forEach(pass)
    caughtUp = true
  })()
  return stop
}

const through = (client: EngineClient, by: By): Hands => ({
  site: null,
  call: async (name, ask) => {
    const answered = await client.call(name, { by, ask })
    return answered.ok ? (answered.value as Result<unknown>) : answered
  },
  watch: (from, onEvent, onEnd) => client.watch(from, onEvent, why => onEnd(why.detail)),
  close: async () => client.close(),
})

/** The living engine of the folder if there is one, else this process becomes it. */
export const openHands = async (needs: SiteNeeds, by: By): Promise<Result<Hands>> => {
  const until = needs.clock.now() + patienceMs
  for (;;) {
    const became = await becomeEngine(needs, by)
    if (!became.ok) return became
    if (!('heldBy' in became.value)) return ok(became.value)
    if (became.value.heldBy !== null) {
      const client = await connectEngine(became.value.heldBy)
      if (client.ok) return ok(through(client.value, by))
    }
    // It is just starting or just ending: its socket is not there yet, or no more.
    if (needs.clock.now() > until)
      return fault(
        'busy',
        needs.dir,
        'Another Racklight holds this data folder and does not answer.',
        'Close it, or wait until it has ended.',
      )
    await needs.clock.wait(againMs)
  }
}
