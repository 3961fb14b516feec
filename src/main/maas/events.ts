// MAAS's own diary, read from where one left off: does anything in it touch what is taken?
import { ok } from '#core/fault.ts'
import type { Result } from '#core/fault.ts'
import type { Cancel } from '#core/ports.ts'
import type { MaasClient } from './client.ts'
import { EventPage } from './shapes.ts'
import type { MaasEvent } from './shapes.ts'

const pageSize = 500
const maxPages = 20
/** An id is given when an entry is written, and seen when its transaction ends: an earlier one may turn up later. */
const overlap = 100

/** Kinds of entries (`type`) that every machine causes at every boot, and MAAS at every power query. All others count. */
const everyday: ReadonlySet<string> = new Set([
  'Performing PXE boot',
  'PXE Request',
  'TFTP Request',
  'HTTP Request',
  'Loading ephemeral',
  'Gathering information',
  'Running test',
  'Script',
  'Script result',
  "Queried node's BMC",
  "Failed to query node's BMC",
  'Powering node on',
  'Powering node off',
  'Node powered on',
  'Node powered off',
  'Rack import info',
  'Region import info',
])

/** True unless it is known to say nothing of who holds which outlet. */
export const mayMoveOutlets = (event: MaasEvent): boolean => !everyday.has(event.type)

export interface Diary {
  /** Entries since the last reading, oldest first, none twice; the first reading only finds where the diary stands. */
  read(cancel?: Cancel): Promise<Result<readonly MaasEvent[]>>
  /** How many entries so far may have moved an outlet, the beginning counted as one; only grows. */
  readonly stirs: number
}

/** Reads `events/?op=query` from DEBUG upwards, where changes of status stand. An ordinary user's list is always empty. */
export function makeDiary(client: MaasClient): Diary {
  let newest: number | null = null
  let known = new Set<number>()
  let stirs = 0

  const ask = (from: readonly (readonly [string, string])[], cancel?: Cancel) =>
    client.get('events/', EventPage, { query: [['op', 'query'], ['level', 'DEBUG'], ...from], cancel })

  const begin = async (cancel?: Cancel): Promise<Result<readonly MaasEvent[]>> => {
    const read = await ask([['limit', String(overlap)]], cancel)
    if (!read.ok) return read
    if (newest !== null) return ok([])
    known = new Set(read.value.events.map(event => event.id))
    newest = Math.max(0, ...known)
    stirs++
    return ok([])
  }

  const goOn = async (since: number, cancel?: Cancel): Promise<Result<readonly MaasEvent[]>> => {
    const seen: MaasEvent[] = []
    let after = Math.max(0, since - overlap)
    for (let page = 0; page < maxPages; page++) {
      const from = [['after', String(after)] as const, ['limit', String(pageSize)] as const]
      const read = await ask(from, cancel)
      if (!read.ok) return read
      seen.push(...read.value.events)
      after = Math.max(after, ...read.value.events.map(event => event.id))
      if (read.value.events.length < pageSize) break
    }
    const last = Math.max(newest ?? 0, after)
    const added = seen.filter(event => !known.has(event.id)).toSorted((a, b) => a.id - b.id)
    known = new Set([...known, ...added.map(event => event.id)].filter(id => id > last - 2 * overlap))
    newest = last
    stirs += added.filter(mayMoveOutlets).length
    return ok(added)
  }

  return {
    get stirs() {
      return stirs
    },
    read: cancel => (newest === null ? begin(cancel) : goOn(newest, cancel)),
  }
}
