import { copyFileSync, mkdirSync, readFileSync, statSync, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { openDatabase } from '#main/store/database.ts'
import { openJournalReader } from '#main/store/journal-reader.ts'
import { verifyJournal } from '#main/store/verify.ts'
import { VirtualClock } from '#sim/virtual-clock.ts'
import { databaseIn, fill, must, Note, openNotes, sealIn, sealKey } from './fixtures/journals.ts'
import { tempDir } from './fixtures/temp-dir.ts'

const texts = Array.from({ length: 30 }, (_, n) => `event ${n + 1} ${'x'.repeat(n * 17)}`)

interface Cut {
  rows: string[]
  findings: string[]
}

async function openCopy(dir: string, copy: string, walBytes: number): Promise<Cut> {
  const clock = new VirtualClock()
  mkdirSync(copy, { recursive: true })
  copyFileSync(databaseIn(dir), databaseIn(copy))
  copyFileSync(sealIn(dir), sealIn(copy))
  copyFileSync(`${databaseIn(dir)}-wal`, `${databaseIn(copy)}-wal`)
  truncateSync(`${databaseIn(copy)}-wal`, walBytes)
  const db = must(openDatabase(databaseIn(copy), 'write'))
  const rows = must(await openJournalReader({ db, schema: Note, clock }).read(1))
  const verdict = must(await verifyJournal({ db, sealKey, sealPath: sealIn(copy), clock }))
  db.close()
  return { rows: rows.map(row => row.event.text), findings: verdict.findings.map(finding => finding.what) }
}

describe('a log cut short', () => {
  it('anywhere leaves the first so many events, and the cut is noticed', async () => {
    const dir = tempDir()
    const { db, journal } = await openNotes(dir, new VirtualClock())
    await fill(journal, texts.slice(0, 10))
    db.pragma('wal_checkpoint(TRUNCATE)')
    await fill(journal, texts.slice(10))
    const size = statSync(`${databaseIn(dir)}-wal`).size
    const counts: number[] = []
    // A prime step, so that the cuts fall on every part of a frame.
    for (let bytes = 0; bytes <= size; bytes += 2_399) {
      const { rows, findings } = await openCopy(dir, join(dir, 'copy'), bytes)
      expect(rows).toEqual(texts.slice(0, rows.length))
      expect(findings).toEqual(rows.length === texts.length ? [] : ['tailCut'])
      counts.push(rows.length)
    }
    expect(counts).toEqual(counts.toSorted((a, b) => a - b))
    expect(counts[0]).toBe(10)
    expect(new Set(counts).size).toBeGreaterThan(10)
    expect((await openCopy(dir, join(dir, 'copy'), size)).rows).toEqual(texts)
    db.close()
  })

  it('in its very first steps leaves an empty journal that can be used', async () => {
    const dir = tempDir()
    const { db, journal } = await openNotes(dir, new VirtualClock())
    await fill(journal, texts.slice(0, 2))
    for (const bytes of [0, 31, 33, 4_000, 5_000])
      expect((await openCopy(dir, join(dir, 'copy'), bytes)).rows).toEqual([])
    db.close()
  })

  it('with garbage after it loses nothing', async () => {
    const dir = tempDir()
    const { db, journal } = await openNotes(dir, new VirtualClock())
    await fill(journal, texts)
    const wal = `${databaseIn(dir)}-wal`
    const whole = readFileSync(wal)
    db.close()
    const copy = tempDir()
    writeFileSync(databaseIn(copy), readFileSync(databaseIn(dir)))
    writeFileSync(`${databaseIn(copy)}-wal`, Buffer.concat([whole, Buffer.alloc(9_000, 0x5a)]))
    const opened = must(openDatabase(databaseIn(copy), 'write'))
    const rows = must(await openJournalReader({ db: opened, schema: Note, clock: new VirtualClock() }).read(1))
    expect(rows.map(row => row.event.text)).toEqual(texts)
    opened.close()
  })
})
