import { describe, expect, it } from 'vitest'
import { KeyFile } from '#core/wire.ts'
import { makeKey, newKid, secretBytes, serializeKey } from '#main/keys/make.ts'
import { VirtualClock } from '#sim/virtual-clock.ts'

const pin = `sha256//${'A'.repeat(43)}=`
const wanted = { for: { lane: '1' }, urls: ['https://192.0.2.7:8443'], pin }
const clock = new VirtualClock()

describe('a new key', () => {
  it('has a short unambiguous name, 32 bytes of secret and the moment it was made', () => {
    const made = makeKey(clock, new Set(), wanted)
    if (!made.ok) throw new Error(made.fault.detail)
    expect(made.value.kid).toMatch(/^K[2-9ACEFHJKMNPRTWXY]{3}$/)
    expect(secretBytes(made.value)).toHaveLength(32)
    expect(made.value.madeAt).toBe('2026-01-05T08:00:00.000Z')
    expect(KeyFile.safeParse(made.value).success).toBe(true)
  })

  it('never bears a name of the stock, and names grow before they become crowded', () => {
    const taken = new Set<string>()
    for (let i = 0; i < 3000; i++) {
      const kid = newKid(taken)
      expect(taken.has(kid)).toBe(false)
      taken.add(kid)
    }
    expect(Math.max(...[...taken].map(kid => kid.length))).toBe(5)
  })

  it('has another secret each time', () => {
    const secrets = Array.from({ length: 50 }, () => makeKey(clock, new Set(), wanted)).map(
      made => made.ok && made.value.secret,
    )
    expect(new Set(secrets).size).toBe(50)
  })

  it.each([
    ['plain http', { ...wanted, urls: ['http://192.0.2.7'] }],
    ['five addresses', { ...wanted, urls: Array.from({ length: 5 }, (_, i) => `https://192.0.2.${i}`) }],
    ['a pin that is none', { ...wanted, pin: 'sha256//short' }],
    ['addresses beyond 4 KiB', { ...wanted, urls: [`https://192.0.2.7/${'x'.repeat(4096)}`] }],
  ])('is refused with %s', (_what, asked) => {
    expect(makeKey(clock, new Set(), asked)).toMatchObject({ ok: false, fault: { kind: 'malformed' } })
  })

  it('is under 4 KiB as a file', () => {
    const made = makeKey(clock, new Set(), {
      ...wanted,
      urls: Array.from({ length: 4 }, (_, i) => `https://h${i}.example:8443/`),
    })
    const bytes = made.ok && serializeKey(made.value)
    expect(bytes && bytes.ok && bytes.value.length).toBeLessThan(1024)
  })
})
