import { chmodSync, chownSync, closeSync, openSync, statSync, writeFileSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { checkDatabase, openDatabase } from '#main/store/database.ts'
import { openJournalReader } from '#main/store/journal-reader.ts'
import { VirtualClock } from '#sim/virtual-clock.ts'
import { startChild } from './fixtures/child.ts'
import { databaseIn, fill, must, Note, openNotes } from './fixtures/journals.ts'
import { tempDir } from './fixtures/temp-dir.ts'

const kindOf = (path: string, mode: 'read' | 'write'): string => {
  const opened = openDatabase(path, mode)
  if (opened.ok) opened.value.close()
  return opened.ok ? 'ok' : opened.fault.kind
}

describe('the database', () => {
  it('is made for its owner alone, its log and index too, and syncs every commit', () => {
    const path = databaseIn(tempDir())
    const db = must(openDatabase(path, 'write'))
    expect([path, `${path}-wal`, `${path}-shm`].map(file => statSync(file).mode & 0o777)).toEqual([0o600, 0o600, 0o600])
    expect(db.pragma('journal_mode', { simple: true })).toBe('wal')
    expect(db.pragma('synchronous', { simple: true })).toBe(2)
    expect(db.pragma('foreign_keys', { simple: true })).toBe(1)
    db.close()
  })

  it('is read by others while it is being written, and they cannot change it', async () => {
    const dir = tempDir()
    const { db, journal } = await openNotes(dir, new VirtualClock())
    const reader = must(openDatabase(databaseIn(dir), 'read'))
    await fill(journal, ['one'])
    expect(reader.prepare('SELECT count(*) AS n FROM event').get()).toEqual({ n: 1 })
    expect(() => reader.exec('DROP TABLE setting')).toThrow(/readonly/)
    reader.close()
    db.close()
  })

  it('that is not there is gone to a reader, and so is a folder to a writer', () => {
    const dir = tempDir()
    expect(kindOf(databaseIn(dir), 'read')).toBe('gone')
    expect(kindOf(join(dir, 'missing', 'racklight.db'), 'write')).toBe('gone')
  })

  it('of a newer Racklight is refused by reader and writer', () => {
    const path = databaseIn(tempDir())
    const db = must(openDatabase(path, 'write'))
    db.pragma('user_version = 99')
    db.close()
    expect([kindOf(path, 'read'), kindOf(path, 'write')]).toEqual(['notSupported', 'notSupported'])
  })

  it('of an older Racklight is upgraded by the writer and refused by the reader', () => {
    const path = databaseIn(tempDir())
    writeFileSync(path, '')
    expect(kindOf(path, 'read')).toBe('notSupported')
    expect(kindOf(path, 'write')).toBe('ok')
    expect(kindOf(path, 'read')).toBe('ok')
  })

  it('that is something else is a fault, not a crash', () => {
    const path = databaseIn(tempDir())
    writeFileSync(path, 'this is a shopping list, and a long one '.repeat(200))
    expect([kindOf(path, 'read'), kindOf(path, 'write')]).toEqual(['malformed', 'malformed'])
  })

  it('that is damaged inside is found by the check, and reading it is a fault', async () => {
    const dir = tempDir()
    const path = databaseIn(dir)
    const { db, journal } = await openNotes(dir, new VirtualClock())
    await fill(
      journal,
      Array.from({ length: 60 }, () => 'x'.repeat(900)),
    )
    db.close()
    const file = openSync(path, 'r+')
    for (let at = 3 * 4096; at < statSync(path).size; at += 4096) writeSync(file, Buffer.alloc(4096, 0xab), 0, 4096, at)
    closeSync(file)
    const damaged = must(openDatabase(path, 'read'))
    const checked = checkDatabase(damaged)
    const read = await openJournalReader({ db: damaged, schema: Note, clock: new VirtualClock() }).read(1)
    damaged.close()
    expect([checked, read].map(result => result.ok || result.fault.kind)).toEqual(['malformed', 'malformed'])
  })

  it.skipIf(process.platform === 'win32')('in a folder that may not be written is denied, in plain words', async () => {
    const dir = tempDir()
    chmodSync(dir, 0o555)
    const child = startChild(new URL('fixtures/as-nobody.ts', import.meta.url), [databaseIn(dir)])
    const outcome: unknown = JSON.parse(await child.line())
    chmodSync(dir, 0o755)
    expect(outcome).toMatchObject({ ok: false, fault: { kind: 'denied' } })
  })

  it.skipIf(process.platform === 'win32')('that may be read but not written is denied to the writer', async () => {
    const dir = tempDir()
    must(openDatabase(databaseIn(dir), 'write')).close()
    chmodSync(databaseIn(dir), 0o444)
    if (process.getuid?.() === 0) chownSync(dir, 65534, 65534)
    const child = startChild(new URL('fixtures/as-nobody.ts', import.meta.url), [databaseIn(dir)])
    expect(JSON.parse(await child.line())).toMatchObject({ ok: false, fault: { kind: 'denied' } })
  })
})
