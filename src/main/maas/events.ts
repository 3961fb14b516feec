// MAAS's own diary from INFO upwards, read from where one left off.
import { ok } from '#core/fault.ts'
import type { Fault, Result } from '#core/fault.ts'
import type { Cancel } from '#core/ports.ts'
import type { MaasClient } from './client.ts'
import { EventPage } from './shapes.ts'
import type { MaasEvent } from './shapes.ts'

export interface EventsRead {
  /** Oldest first. */
  readonly events: readonly MaasEvent[]
  /** Ask again with this. */
  readonly newest: number
  readonly readAt: number
}

const pageSize = 500
const maxPages = 20

/** Events after the id `after`; null reads only where the diary stands now. An ordinary user's list is always empty. */
export async function readEvents(
  client: MaasClient,
  after: number | null,
  cancel?: Cancel,
): Promise<Result<EventsRead>> {
  const readAt = client.clock.now()
  const events: MaasEvent[] = []
  let newest = after ?? 0
  for (let page = 0; page < maxPages; page++) {
    const from =
      after === null
        ? [['limit', '1'] as const]
        : [['after', String(newest)] as const, ['limit', String(pageSize)] as const]
    const query = [['op', 'query'] as const, ['level', 'INFO'] as const, ...from]
    const read = await client.get('events/', EventPage, { query, cancel })
    if (!read.ok) return read
    const sorted = read.value.events.toSorted((a, b) => a.id - b.id)
    newest = Math.max(newest, ...sorted.map(event => event.id))
    if (after === null) break
    events.push(...sorted)
    if (sorted.length < pageSize) break
  }
  return ok({ events, newest, readAt })
}

/** Reads every `everyMs` until cancelled, telling each reading and each failure; goes on after a failure. */
export async function watchEvents(
  client: MaasClient,
  options: { readonly after: number | null; readonly everyMs: number; readonly cancel: Cancel },
  tell: (read: Result<EventsRead, Fault>) => void,
): Promise<void> {
  const { everyMs, cancel } = options
  let after = options.after
  while (!cancel.aborted) {
    const read = await readEvents(client, after, cancel)
    if (cancel.aborted) return
    if (read.ok) after = read.value.newest
    tell(read)
    await client.clock.wait(everyMs, cancel)
  }
}
