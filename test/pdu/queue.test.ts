import fc from 'fast-check'
import { expect, it } from 'vitest'
import { makeTurns } from '#main/pdu/queue.ts'
import { VirtualClock } from '#sim/virtual-clock.ts'

it('work under a common key never overlaps and keeps its order', async () => {
  const job = fc.record({
    keys: fc.uniqueArray(fc.constantFrom('a', 'b', 'c'), { minLength: 1, maxLength: 2 }),
    takesMs: fc.nat(50),
    fails: fc.boolean(),
  })
  await fc.assert(
    fc.asyncProperty(fc.array(job, { maxLength: 12 }), async jobs => {
      const clock = new VirtualClock()
      const turns = makeTurns()
      const running = new Set<string>()
      const order: Record<string, number[]> = {}
      const all = jobs.map(({ keys, takesMs, fails }, at) =>
        turns.take(keys, async () => {
          for (const key of keys) {
            expect(running.has(key)).toBe(false)
            running.add(key)
            ;(order[key] ??= []).push(at)
          }
          await clock.wait(takesMs)
          for (const key of keys) running.delete(key)
          if (fails) throw new Error('a bug in the work')
          return at
        }),
      )
      const ends = Promise.allSettled(all)
      await clock.advance(1000)
      const results = await ends
      expect(results.map(result => result.status)).toEqual(jobs.map(each => (each.fails ? 'rejected' : 'fulfilled')))
      for (const done of Object.values(order)) expect(done).toEqual([...done].sort((a, b) => a - b))
    }),
    { numRuns: 50 },
  )
})

it('work cancelled before its turn is never begun, and does not hold up the next', async () => {
  const clock = new VirtualClock()
  const turns = makeTurns()
  const stop = new AbortController()
  const begun: string[] = []
  const work = (name: string) => async () => {
    begun.push(name)
    await clock.wait(100)
    return name
  }
  const first = turns.take(['a'], work('first'))
  const second = turns.take(['a'], work('second'), stop.signal)
  const third = turns.take(['a'], work('third'))
  stop.abort()
  expect(await second).toBeUndefined()
  await clock.advance(500)
  expect([await first, await third]).toEqual(['first', 'third'])
  expect(begun).toEqual(['first', 'third'])
})
