import { describe, expect, it } from 'vitest'
import { verifyJournal } from '#main/store/verify.ts'
import { VirtualClock } from '#sim/virtual-clock.ts'
import { startChild } from './fixtures/child.ts'
import { must, openNotes, sealIn, sealKey } from './fixtures/journals.ts'
import { tempDir } from './fixtures/temp-dir.ts'

describe('a writer killed in the middle', () => {
  it('loses nothing that it acknowledged, and what it left verifies', async () => {
    const dir = tempDir()
    for (let round = 0; round < 3; round++) {
      const child = startChild(new URL('fixtures/write-for-ever.ts', import.meta.url), [dir])
      let acknowledged = 0
      for (let n = 0; n < 20; n++) acknowledged = Number(await child.line())
      await child.kill()
      const { db, journal } = await openNotes(dir, new VirtualClock())
      expect(journal.broken).toBeUndefined()
      expect(must(await journal.head()).count).toBeGreaterThanOrEqual(acknowledged)
      expect(must(await journal.head()).count % 2).toBe(0)
      const clock = new VirtualClock()
      expect(must(await verifyJournal({ db, sealKey, sealPath: sealIn(dir), clock })).findings).toEqual([])
      db.close()
    }
  })
})
