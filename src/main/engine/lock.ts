// One engine per data folder: a lock that the operating system lets go of when its holder dies.
import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import Sqlite from 'better-sqlite3'
import { z } from 'zod'
import { fault, ok, type Result } from '#core/fault.ts'

/** What the living engine says of itself, in `engine.json`. */
const EngineAbout = z.object({
  pid: z.number().int(),
  /** Null where the system has no boot id. */
  bootId: z.string().nullable(),
  socket: z.string(),
  /** ISO 8601, UTC. */
  startedAt: z.string(),
})
export type EngineAbout = z.infer<typeof EngineAbout>

export interface Lock {
  readonly about: EngineAbout
  release(): void
}

/** `heldBy` is null in the moment before the other engine has written who it is. */
export type LockOutcome = { readonly lock: Lock } | { readonly heldBy: EngineAbout | null }

// A lock nobody refers to would be collected, and its file closed with it.
const held = new Set<Sqlite.Database>()

/** Takes the data folder for this process, or says who has it. `now` is milliseconds since the Unix epoch. */
export function takeLock(dir: string, socket: string, now: number): Result<LockOutcome> {
  try {
    mkdirSync(dir, { recursive: true, mode: 0o700 })
    const db = hold(join(dir, 'engine.lock'))
    if (!db) return ok({ heldBy: findEngine(dir) })
    const about = { pid: process.pid, bootId: bootId(), socket, startedAt: new Date(now).toISOString() }
    try {
      writeAbout(dir, about)
    } catch (error) {
      release(dir, db)
      throw error
    }
    return ok({ lock: { about, release: () => release(dir, db) } })
  } catch (error) {
    return lockFault(error, dir)
  }
}

/** The engine that lives on this data folder, for those who want to speak to it. */
export function findEngine(dir: string): EngineAbout | null {
  const about = readAbout(dir)
  return about && about.bootId === bootId() && isAlive(about.pid) ? about : null
}

// An exclusive transaction on an empty database: SQLite's own file lock, on every system it knows. Nothing is written.
function hold(path: string): Sqlite.Database | undefined {
  const db = new Sqlite(path, { timeout: 0 })
  try {
    db.exec('BEGIN EXCLUSIVE')
    held.add(db)
    return db
  } catch (error) {
    db.close()
    if (error instanceof Sqlite.SqliteError && error.code.startsWith('SQLITE_BUSY')) return undefined
    throw error
  }
}

// The lock file itself stays: taking it away would let two engines lock two files of one name.
function release(dir: string, db: Sqlite.Database): void {
  if (!held.delete(db)) return
  rmSync(join(dir, 'engine.json'), { force: true })
  db.close()
}

function writeAbout(dir: string, about: EngineAbout): void {
  const path = join(dir, 'engine.json')
  writeFileSync(`${path}.new`, `${JSON.stringify(about)}\n`, { mode: 0o600 })
  renameSync(`${path}.new`, path)
}

function readAbout(dir: string): EngineAbout | null {
  try {
    return EngineAbout.parse(JSON.parse(readFileSync(join(dir, 'engine.json'), 'utf8')))
  } catch {
    return null
  }
}

function bootId(): string | null {
  try {
    return readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()
  } catch {
    return null
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM'
  }
}

function lockFault(error: unknown, dir: string): Result<never> {
  const code = error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined
  if (code === undefined) throw error
  return fault(
    'denied',
    dir,
    `the data folder cannot be used for writing: ${code}`,
    'Check that the folder belongs to your user and that its disk is not full, or choose another with --data.',
  )
}
