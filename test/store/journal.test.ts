import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { systemClock } from '#main/engine/system-clock.ts'
import { openDatabase } from '#main/store/database.ts'
import { openJournalReader } from '#main/store/journal-reader.ts'
import { verifyJournal } from '#main/store/verify.ts'
import { VirtualClock } from '#sim/virtual-clock.ts'
import { startChild } from './fixtures/child.ts'
import { databaseIn, fill, must, Note, note, openNotes, sealIn, sealKey } from './fixtures/journals.ts'
import { tempDir } from './fixtures/temp-dir.ts'

describe('the journal', () => {
  it('numbers events from 1 without gaps and gives them back as they came', async () => {
    const { journal } = await openNotes(tempDir(), new VirtualClock())
    const empty = must(await journal.head())
    expect(empty).toEqual({ count: 0, mac: '0'.repeat(64) })
    const first = must(await journal.append(empty, [note('one'), note('two')]))
    must(await journal.append(first, [note('three')]))
    const rows = must(await journal.read(1))
    expect(rows.map(row => [row.seq, row.site, row.cart, row.event.text])).toEqual([
      [1, 'site', 'cart', 'one'],
      [2, 'site', 'cart', 'two'],
      [3, 'site', 'cart', 'three'],
    ])
    expect(first.rows).toEqual(rows.slice(0, 2))
    expect(must(await journal.read(3)).map(row => row.seq)).toEqual([3])
    expect(must(await journal.read(1, 2)).map(row => row.seq)).toEqual([1, 2])
  })

  it('goes on where it ended when it is opened again', async () => {
    const dir = tempDir()
    const { db, journal } = await openNotes(dir, new VirtualClock())
    await fill(journal, ['one', 'two'])
    const head = must(await journal.head())
    db.close()
    const again = await openNotes(dir, new VirtualClock())
    expect(must(await again.journal.head())).toEqual(head)
    expect(again.journal.broken).toBeUndefined()
    expect(must(await again.journal.append(head, [note('three')])).count).toBe(3)
  })

  it('refuses a writer that does not know the latest event', async () => {
    const dir = tempDir()
    const one = await openNotes(dir, new VirtualClock())
    const other = await openNotes(dir, new VirtualClock())
    const head = must(await one.journal.head())
    must(await other.journal.append(head, [note('mine')]))
    expect(await one.journal.append(head, [note('mine too')])).toMatchObject({ fault: { kind: 'busy' } })
    expect(must(await one.journal.read(1)).map(row => row.event.text)).toEqual(['mine'])
  })

  it('refuses an event that would not read back, with all that came along', async () => {
    const { journal } = await openNotes(tempDir(), new VirtualClock())
    const head = must(await journal.head())
    expect(await journal.append(head, [note('fine'), note('no date', Number.NaN)])).toMatchObject({
      fault: { kind: 'bug' },
    })
    expect(must(await journal.head()).count).toBe(0)
  })

  it('names the row it cannot understand', async () => {
    const clock = new VirtualClock()
    const { db, journal } = await openNotes(tempDir(), clock)
    await fill(journal, ['one', 'two words'])
    const schema = z.object({ kind: z.literal('noted'), at: z.number(), text: z.string().max(3) })
    const read = await openJournalReader({ db, schema, clock }).read(1)
    expect(read).toMatchObject({ fault: { kind: 'malformed', where: 'journal row 2' } })
  })

  it('lets nobody change or take out a row', async () => {
    const { db, journal } = await openNotes(tempDir(), new VirtualClock())
    await fill(journal, ['one'])
    expect(() => db.exec(`UPDATE event SET body = '{}'`)).toThrow(/append-only/)
    expect(() => db.exec('DELETE FROM event')).toThrow(/append-only/)
  })

  it('on a full disk says so, writes nothing of the batch and goes on when there is room', async () => {
    const { db, journal } = await openNotes(tempDir(), new VirtualClock())
    await fill(journal, ['before'])
    const head = must(await journal.head())
    const pages = Number(db.pragma('page_count', { simple: true }))
    db.pragma(`max_page_count = ${pages}`)
    const large = Array.from({ length: 40 }, () => note('x'.repeat(2_000)))
    expect(await journal.append(head, large)).toMatchObject({ fault: { kind: 'io', detail: /disk is full/ } })
    expect(must(await journal.head())).toEqual(head)
    db.pragma(`max_page_count = ${pages + 1_000}`)
    expect(must(await journal.append(head, large)).count).toBe(41)
  })

  it('keeps any events in any batches, and they verify', async () => {
    const text = fc.string({ unit: 'binary', maxLength: 40 })
    const batches = fc.array(fc.array(text, { maxLength: 5 }), { maxLength: 8 })
    await fc.assert(
      fc.asyncProperty(batches, async all => {
        const dir = tempDir()
        const clock = new VirtualClock()
        const { db, journal } = await openNotes(dir, clock)
        let head = must(await journal.head())
        for (const batch of all)
          head = must(
            await journal.append(
              head,
              batch.map(one => note(one)),
            ),
          )
        expect(must(await journal.read(1)).map(row => row.event.text)).toEqual(all.flat())
        must(await journal.settled())
        const verdict = must(await verifyJournal({ db, sealKey, sealPath: sealIn(dir), clock }))
        expect(verdict).toMatchObject({ head: { count: all.flat().length }, findings: [] })
        expect(verdict.sealed).toEqual(verdict.head)
        db.close()
      }),
      { numRuns: 25 },
    )
  })
})

describe('following the journal', () => {
  it('gives what is there, then what comes, until it is stopped', async () => {
    const clock = new VirtualClock()
    const { journal } = await openNotes(tempDir(), clock)
    await fill(journal, ['one', 'two'])
    const stop = new AbortController()
    const seen: string[] = []
    const done = (async () => {
      for await (const row of journal.follow(2, stop.signal)) seen.push(must(row).event.text)
    })()
    await clock.advance(1_000)
    expect(seen).toEqual(['two'])
    await fill(journal, ['three'])
    await clock.until(() => seen.length === 2, 5_000)
    stop.abort()
    await done
    expect(seen).toEqual(['two', 'three'])
  })

  it('works in a second process that may only read', async () => {
    const dir = tempDir()
    const child = startChild(new URL('fixtures/write-on-word.ts', import.meta.url), [dir])
    await child.line()
    const db = must(openDatabase(databaseIn(dir), 'read'))
    const stop = new AbortController()
    const rows = openJournalReader({ db, schema: Note, clock: systemClock }).follow(1, stop.signal)
    for (const text of ['one', 'two', 'three']) {
      const next = rows.next()
      child.say(text)
      const row = await next
      expect(row.value && must(row.value).event.text).toBe(text)
    }
    stop.abort()
    expect((await rows.next()).done).toBe(true)
    db.close()
  })
})
