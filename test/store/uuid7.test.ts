import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { madeAt, uuid7Source } from '#main/store/uuid7.ts'

const shape = /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/

describe('a UUIDv7', () => {
  it('has the example of RFC 9562, appendix A.6', () => {
    const random = (): Uint8Array => Buffer.from('0cc318c4dc0c0c07398f', 'hex')
    // The counter begins with 11 random bits, so rand_a differs from the example by its first bit alone.
    expect(uuid7Source({ now: () => 0x017f22e279b0 }, random)()).toBe('017f22e2-79b0-74c3-98c4-dc0c0c07398f')
  })

  it('is greater than the one before, whatever the clock does', () => {
    const steps = fc.array(fc.integer({ min: -5_000, max: 5_000 }), { maxLength: 200 })
    fc.assert(
      fc.property(steps, moves => {
        let now = Date.UTC(2026, 0, 5)
        const next = uuid7Source({ now: () => now })
        const ids = moves.map(move => {
          now += move
          return next()
        })
        expect(ids.every(id => shape.test(id))).toBe(true)
        expect([...ids].sort()).toEqual(ids)
        expect(new Set(ids).size).toBe(ids.length)
      }),
    )
  })

  it('stays in order when one millisecond brings more of them than the counter holds', () => {
    const next = uuid7Source({ now: () => 1_000 })
    const ids = Array.from({ length: 10_000 }, next)
    expect([...ids].sort()).toEqual(ids)
    expect(new Set(ids).size).toBe(ids.length)
    expect(madeAt(ids[0] ?? '')).toBe(1_000)
  })
})
