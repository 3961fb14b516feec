// A lock between processes that the operating system lets go of when its holder dies.
import Sqlite from 'better-sqlite3'
import { ok, type Result } from '#core/fault.ts'
import type { Clock } from '#core/ports.ts'
import { attempt } from './sqlite-fault.ts'

const triesEveryMs = 50
const giveUpAfterMs = 10_000

/** Does `work` while no other holder of the same lock file does any; gives up with the fault `busy` after 10 s. */
export async function underLock<T>(path: string, clock: Clock, work: () => Promise<Result<T>>): Promise<Result<T>> {
  const until = clock.now() + giveUpAfterMs
  for (;;) {
    const held = attempt(path, () => hold(path))
    if (held.ok) {
      try {
        return await work()
      } finally {
        held.value()
      }
    }
    if (held.fault.kind !== 'busy' || clock.now() >= until) return held
    await clock.wait(triesEveryMs)
  }
}

// An exclusive transaction on an empty database: SQLite's byte-range lock, and nothing is ever written.
function hold(path: string): () => void {
  const db = new Sqlite(path, { timeout: 0 })
  try {
    db.exec('BEGIN EXCLUSIVE')
  } catch (error) {
    db.close()
    throw error
  }
  return () => void db.close()
}

/** The same for several callers within one process, in the order they came. */
export function oneAtATime(): <T>(work: () => Promise<Result<T>>) => Promise<Result<T>> {
  let last: Promise<unknown> = Promise.resolve(ok(undefined))
  return work => {
    const mine = last.then(work, work)
    last = mine
    return mine
  }
}
