// One engine per data folder: who comes first is it, and lets the others in through its socket.
import { fault, ok, type Result } from '#core/fault.ts'
import { By } from '#core/person.ts'
import { z } from 'zod'
import { takeLock } from '../engine/lock.ts'
import { connectEngine, type EngineClient } from '../engine/socket-client.ts'
import { socketPathOf } from '../engine/socket-path.ts'
import { closing, serveEngine } from '../engine/socket.ts'
import { siteCalls, type SiteCalls } from './calls.ts'
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
const Greeting = z.object({ ok: z.literal(true), value: z.object({ lasting: z.boolean() }) })
const patienceMs = 15_000
const againMs = 50

/** A call that came too late: nothing of it was done, so it may be made again elsewhere. */
const isTooLate = (answer: Result<unknown>): boolean => !answer.ok && answer.fault.detail === closing.detail

/** Answers the calls of others, until told to take no more; the last of them are waited for. */
const makeReception = (answer: SiteCalls, lasting: boolean) => {
  const underWay = new Set<Promise<unknown>>()
  let closed = false
  return {
    onCall: async (name: string, asked: unknown): Promise<Result<unknown>> => {
      if (closed) return { ok: false, fault: closing }
      if (name === 'hello') return ok({ lasting })
      const parsed = Asked.safeParse(asked)
      if (!parsed.success) return fault('malformed', `call ${name}`, 'It does not say who asks.')
      const work = answer(name, parsed.data.ask, parsed.data.by)
      underWay.add(work)
      return work.finally(() => underWay.delete(work))
    },
    close: async (): Promise<void> => {
      closed = true
      while (underWay.size > 0) await Promise.allSettled(underWay)
    },
  }
}

/**
 * Opens the folder as its engine and lets others in; `heldBy` when another process is the engine. `lasting` says that it
 * stays, so that others may leave longer work with it.
 */
export const becomeEngine = async (
  needs: SiteNeeds,
  by: By,
  lasting = true,
): Promise<Result<Hands | { heldBy: string | null }>> => {
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
  const reception = makeReception(answer, lasting)
  const served = await serveEngine({
    path,
    onCall: reception.onCall,
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
      // A search through a network may take minutes; nobody waits for it now.
      await answer('stopFinding', null, by)
      await reception.close()
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

/** Null where nobody answers, or where the engine is about to go and the work needs one that stays. */
const reach = async (path: string, by: By, lasting: boolean): Promise<Hands | null> => {
  const client = await connectEngine(path)
  if (!client.ok) return null
  const answered = await client.value.call('hello', null)
  const greeted = Greeting.safeParse(answered.ok ? answered.value : null)
  if (greeted.success && (greeted.data.value.lasting || !lasting)) return through(client.value, by)
  client.value.close()
  return null
}

const openOnce = async (needs: SiteNeeds, by: By, lasting: boolean): Promise<Result<Hands>> => {
  const until = needs.clock.now() + patienceMs
  for (;;) {
    const became = await becomeEngine(needs, by, lasting)
    if (!became.ok) return became
    if (!('heldBy' in became.value)) return ok(became.value)
    const reached = became.value.heldBy === null ? null : await reach(became.value.heldBy, by, lasting)
    if (reached) return ok(reached)
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

/**
 * The living engine of the folder if there is one, else this process becomes it. `lasting` for work that outlives a call,
 * such as a run: it is left only with an engine that stays.
 */
export const openHands = async (needs: SiteNeeds, by: By, lasting = true): Promise<Result<Hands>> => {
  const first = await openOnce(needs, by, lasting)
  if (!first.ok) return first
  let now = first.value
  return ok({
    get site() {
      return now.site
    },
    call: async (name, ask) => {
      for (;;) {
        const answered = await now.call(name, ask)
        if (!isTooLate(answered)) return answered
        await now.close()
        const next = await openOnce(needs, by, lasting)
        if (!next.ok) return next
        now = next.value
      }
    },
    watch: (from, onEvent, onEnd) => now.watch(from, onEvent, onEnd),
    close: () => now.close(),
  })
}
