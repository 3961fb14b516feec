// One SQLite file per data folder. The engine writes it; any number of others read along.
import { accessSync, closeSync, constants, existsSync, openSync } from 'node:fs'
import { dirname } from 'node:path'
import Sqlite from 'better-sqlite3'
import { fault, ok, type Result } from '#core/fault.ts'
import { migrations } from './migrations.ts'
import { fileFault } from './replace-file.ts'
import { attempt } from './sqlite-fault.ts'

export type Database = Sqlite.Database
export type Mode = 'write' | 'read'

const busyTimeoutMs = 5_000

/** Opens the database at `path`; `write` makes and upgrades it, `read` never changes it. */
export function openDatabase(path: string, mode: Mode): Result<Database> {
  const there = mode === 'write' ? make(path) : exists(path)
  if (!there.ok) return there
  const opened = attempt(path, () => new Sqlite(path, { readonly: mode === 'read', timeout: busyTimeoutMs }))
  if (!opened.ok) return opened
  const prepared = attempt(path, () => prepare(opened.value, mode, path))
  const ready = prepared.ok ? prepared.value : prepared
  if (ready.ok) return opened
  opened.value.close()
  return ready
}

/** Reads the whole file for damage; a second per gigabyte or so, for `doctor`. */
export function checkDatabase(db: Database): Result<void> {
  const checked = attempt(db.name, () => db.pragma('quick_check(1)', { simple: true }))
  if (!checked.ok) return checked
  if (checked.value === 'ok') return ok(undefined)
  return fault(
    'malformed',
    db.name,
    `the file is damaged: ${String(checked.value)}`,
    'Move it aside and put back a copy.',
  )
}

function exists(path: string): Result<void> {
  if (existsSync(path)) return ok(undefined)
  return fault('gone', path, 'there is no data here yet', 'Open the window once, or name the right folder with --data.')
}

// Made here rather than by SQLite, so that it, its log and its index are for this user alone from the first byte.
// Asked here whether it may be written, because SQLite would quietly open it for reading instead.
function make(path: string): Result<void> {
  if (!existsSync(dirname(path))) {
    return fault('gone', path, 'its folder does not exist', 'Make the data folder, or name another with --data.')
  }
  try {
    if (existsSync(path)) accessSync(path, constants.W_OK)
    else closeSync(openSync(path, 'a', 0o600))
    return ok(undefined)
  } catch (error) {
    return fileFault(error, path)
  }
}

function prepare(db: Database, mode: Mode, path: string): Result<void> {
  db.pragma('foreign_keys = ON')
  if (mode === 'write') {
    // FULL syncs the log at every commit: an event that was acknowledged outlives a pulled battery.
    db.pragma('journal_mode = WAL')
    db.pragma('synchronous = FULL')
    db.transaction(() => upgrade(db)).immediate()
  }
  const version = Number(db.pragma('user_version', { simple: true }))
  if (version === migrations.length) return ok(undefined)
  return version > migrations.length
    ? fault(
        'notSupported',
        path,
        'it was written by a newer Racklight',
        'Update this Racklight, or use another data folder.',
      )
    : fault('notSupported', path, 'it was written by an older Racklight', 'Open the window once; it upgrades the file.')
}

function upgrade(db: Database): void {
  const version = Number(db.pragma('user_version', { simple: true }))
  if (version >= migrations.length) return
  for (const step of migrations.slice(version)) db.exec(step)
  db.pragma(`user_version = ${migrations.length}`)
}
