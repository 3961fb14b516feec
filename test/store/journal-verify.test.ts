import { copyFileSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { macOf, type Row } from '#main/store/chain.ts'
import type { Database } from '#main/store/database.ts'
import { verifyJournal, type Verdict } from '#main/store/verify.ts'
import type { Head } from '#main/store/chain.ts'
import { VirtualClock } from '#sim/virtual-clock.ts'
import { databaseIn, fill, must, note, openNotes, sealIn, sealKey } from './fixtures/journals.ts'
import { tempDir } from './fixtures/temp-dir.ts'

const clock = new VirtualClock()

async function filled(): Promise<{ dir: string; db: Database; head: Head }> {
  const dir = tempDir()
  const { db, journal } = await openNotes(dir, clock)
  await fill(journal, ['one', 'two', 'three', 'four', 'five'])
  return { dir, db, head: must(await journal.head()) }
}

const unguard = (db: Database): Database => db.exec('DROP TRIGGER event_keeps_rows; DROP TRIGGER event_keeps_all')

async function verdictOf(dir: string, db: Database, printed: Head[] = []): Promise<Verdict> {
  return must(await verifyJournal({ db, sealKey, sealPath: sealIn(dir), clock, printed }))
}

async function found(dir: string, db: Database, printed: Head[] = []): Promise<unknown[]> {
  return (await verdictOf(dir, db, printed)).findings.map(({ what, seq }) => [what, seq])
}

describe('verifying the journal', () => {
  it('finds nothing in one that was left alone', async () => {
    const { dir, db, head } = await filled()
    expect(await verdictOf(dir, db, [head])).toEqual({ head, sealed: head, findings: [], more: false })
  })

  it.each(['id', 'site', 'cart', 'at', 'kind', 'body'])('finds a row whose %s was edited', async column => {
    const { dir, db } = await filled()
    unguard(db).prepare(`UPDATE event SET ${column} = ${column} || '1' WHERE seq = 3`).run()
    expect(await found(dir, db)).toEqual([['rowEdited', 3]])
  })

  it('finds a row taken out', async () => {
    const { dir, db } = await filled()
    unguard(db).exec('DELETE FROM event WHERE seq = 2')
    expect(await found(dir, db)).toEqual([['rowMissing', 2]])
  })

  it('finds two rows that changed places', async () => {
    const { dir, db } = await filled()
    unguard(db).exec('UPDATE event SET seq = seq + 100 WHERE seq = 2')
    db.exec('UPDATE event SET seq = 2 WHERE seq = 3; UPDATE event SET seq = 3 WHERE seq = 102')
    expect(await found(dir, db)).toEqual([
      ['rowEdited', 2],
      ['rowEdited', 3],
      ['rowEdited', 4],
    ])
  })

  it('finds a tail cut off, all of it too', async () => {
    const { dir, db } = await filled()
    unguard(db).exec('DELETE FROM event WHERE seq > 3')
    expect(await found(dir, db)).toEqual([['tailCut', 4]])
    db.exec('DELETE FROM event')
    expect(await found(dir, db)).toEqual([['tailCut', 1]])
  })

  it('finds a fork: another history of the same length, made with the right key', async () => {
    const { dir, db } = await filled()
    const other = await filled()
    other.db.pragma('wal_checkpoint(TRUNCATE)')
    other.db.close()
    db.close()
    copyFileSync(databaseIn(other.dir), databaseIn(dir))
    const swapped = await openNotes(dir, clock)
    expect(swapped.journal.broken).toMatchObject({ what: 'rewritten', seq: 5 })
  })

  it('finds a tail rewritten by somebody with the key but without the seal', async () => {
    const { dir, db } = await filled()
    const last = db.prepare<[], Row>('SELECT * FROM event WHERE seq = 5').get()
    const before = db.prepare<[], Row>('SELECT * FROM event WHERE seq = 4').get()
    if (!last || !before) throw new Error('five rows were written')
    const forged = { ...last, body: JSON.stringify(note('another five')) }
    const mac = macOf(sealKey, before.mac, forged)
    unguard(db).prepare('UPDATE event SET body = ?, mac = ? WHERE seq = 5').run(forged.body, mac)
    expect(await found(dir, db)).toEqual([['rewritten', 5]])
  })

  it('takes rows beyond the seal for a crash between the two, if they chain', async () => {
    const { dir, db, head } = await filled()
    const seal = readFileSync(sealIn(dir))
    const again = await openNotes(dir, clock)
    await fill(again.journal, ['six', 'seven'])
    writeFileSync(sealIn(dir), seal)
    const verdict = await verdictOf(dir, db)
    expect([verdict.head.count, verdict.sealed, verdict.findings]).toEqual([7, head, []])
    const opened = await openNotes(dir, clock)
    expect(opened.journal.broken).toBeUndefined()
    expect((await verdictOf(dir, db)).sealed?.count).toBe(7)
  })

  it('does not take a row beyond the seal that does not chain', async () => {
    const { dir, db } = await filled()
    db.exec(`INSERT INTO event SELECT 6, 'another', site, cart, at, kind, body, mac FROM event WHERE seq = 5`)
    expect(await found(dir, db)).toEqual([['rowEdited', 6]])
    expect((await openNotes(dir, clock)).journal.broken).toMatchObject({ what: 'rowEdited', seq: 6 })
  })

  it.each([
    ['', 'sealForged'],
    ['{"v":1', 'sealForged'],
    [JSON.stringify({ v: 1, count: 0, mac: '0'.repeat(64), breaks: [], hmac: 'f'.repeat(64) }), 'sealForged'],
    [undefined, 'sealMissing'],
  ])('finds a seal that is %j', async (seal, what) => {
    const { dir, db } = await filled()
    if (seal === undefined) rmSync(sealIn(dir))
    else writeFileSync(sealIn(dir), seal)
    expect(await found(dir, db)).toEqual([[what, null]])
  })

  it('finds everything strange under another installation key', async () => {
    const { dir, db } = await filled()
    const other = { db, sealKey: Buffer.alloc(32, 8), sealPath: sealIn(dir), clock }
    const { findings } = must(await verifyJournal(other))
    expect(findings.map(({ what }) => what)).toEqual([...Array(5).fill('rowEdited'), 'sealForged'])
  })

  it('never forgets: writing on after a cut does not heal it', async () => {
    const { dir, db } = await filled()
    unguard(db).exec('DELETE FROM event WHERE seq > 3')
    const opened = await openNotes(dir, clock)
    expect(opened.journal.broken).toMatchObject({ what: 'tailCut', seq: 4 })
    await fill(opened.journal, ['another four', 'another five', 'another six'])
    expect(await found(dir, db)).toEqual([['brokenBefore', 5]])
    expect((await openNotes(dir, clock)).journal.broken).toBeUndefined()
    expect(await found(dir, db)).toEqual([['brokenBefore', 5]])
  })

  it('holds the journal against heads printed on reports', async () => {
    const { dir, db, head } = await filled()
    const printed = [
      { count: 3, mac: 'ab'.repeat(32) },
      { count: 9, mac: head.mac },
    ]
    expect(await found(dir, db, printed)).toEqual([
      ['rewritten', 3],
      ['tailCut', 6],
    ])
  })

  it('lists a hundred findings and says that there are more', async () => {
    const dir = tempDir()
    const { db, journal } = await openNotes(dir, clock)
    must(
      await journal.append(
        must(await journal.head()),
        Array.from({ length: 150 }, () => note('x')),
      ),
    )
    unguard(db).exec(`UPDATE event SET site = 'elsewhere'`)
    const verdict = await verdictOf(dir, db)
    expect([verdict.findings.length, verdict.more]).toEqual([100, true])
  })
})
