// What SQLite may say about the world, in plain words. Anything else it throws is a bug and stays thrown.
import Sqlite from 'better-sqlite3'
import { fault, ok, type FaultKind, type Result } from '#core/fault.ts'

interface Words {
  kind: FaultKind
  detail: string
  mend: string
}

const damaged: Words = {
  kind: 'malformed',
  detail: 'the file is damaged or is not a database of Racklight',
  mend: 'Move the file aside and put back a copy, or start with an empty data folder. Keep the damaged file: it may be readable in part.',
}
const full: Words = {
  kind: 'io',
  detail: 'the disk is full; nothing of the last step was written',
  mend: 'Free some space on the disk that holds the data folder, then try again.',
}
const readOnly: Words = {
  kind: 'denied',
  detail: 'the file or its folder may be read but not written',
  mend: 'Give your user write access to the data folder, or choose another one with --data.',
}
const shut: Words = {
  kind: 'denied',
  detail: 'the file could not be opened',
  mend: 'Check that the data folder exists and belongs to your user.',
}
const busy: Words = {
  kind: 'busy',
  detail: 'another process holds it and did not let go in time',
  mend: 'Wait for the other Racklight to finish, or close it, then try again.',
}
const broken: Words = {
  kind: 'io',
  detail: 'the disk failed while reading or writing',
  mend: 'Check the disk that holds the data folder, then try again.',
}

// Primary result codes of SQLite; an extended code (SQLITE_READONLY_DIRECTORY) begins with its primary one.
const wordsOf: readonly (readonly [string, Words])[] = [
  ['SQLITE_FULL', full],
  ['SQLITE_READONLY', readOnly],
  ['SQLITE_PERM', readOnly],
  ['SQLITE_CANTOPEN', shut],
  ['SQLITE_CORRUPT', damaged],
  ['SQLITE_NOTADB', damaged],
  ['SQLITE_BUSY', busy],
  ['SQLITE_LOCKED', busy],
  ['SQLITE_PROTOCOL', busy],
  ['SQLITE_IOERR', broken],
]

/** Runs work on a database; what the disk or another process spoils is a fault, a wrong statement is a throw. */
export function attempt<T>(where: string, work: () => T): Result<T> {
  try {
    return ok(work())
  } catch (error) {
    const words = error instanceof Sqlite.SqliteError ? wordsFor(error.code) : undefined
    if (!words) throw error
    return fault(words.kind, where, words.detail, words.mend)
  }
}

function wordsFor(code: string): Words | undefined {
  return wordsOf.find(([primary]) => code === primary || code.startsWith(`${primary}_`))?.[1]
}
