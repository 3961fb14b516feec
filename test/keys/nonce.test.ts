import { createHmac } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { makeNonces } from '#main/keys/nonce.ts'
import { VirtualClock } from '#sim/virtual-clock.ts'

const key = Buffer.alloc(32, 7)
const about = ['K3F', '8c0f6d52-1f0a-4c7e-9a35-5b1d20c0aa01', 'boot-1'] as const
const lab = () => {
  const clock = new VirtualClock()
  return { clock, nonces: makeNonces(clock, { key, run: 'run-1' }) }
}

describe('a nonce', () => {
  it('is base64url of stamp, 16 random bytes and half an HMAC over them and the machine', () => {
    const bytes = Buffer.from(lab().nonces.mint(...about), 'base64url')
    const head = bytes.subarray(0, -16)
    const mac = createHmac('sha256', key)
      .update(Buffer.concat([head, Buffer.from(about.join(''))]))
      .digest()
    expect(bytes.subarray(-16).equals(mac.subarray(0, 16))).toBe(true)
    expect(head.readUInt32BE(4)).toBe(Date.UTC(2026, 0, 5, 8) / 1000)
  })

  it('lives 120 seconds', async () => {
    const { clock, nonces } = lab()
    const nonce = nonces.mint(...about)
    await clock.advance(120_000)
    expect(nonces.state(nonce, ...about)).toBe('fresh')
    await clock.advance(1_000)
    expect(nonces.state(nonce, ...about)).toBe('stale')
  })

  it('is spent once', () => {
    const { nonces } = lab()
    const [one, other] = [nonces.mint(...about), nonces.mint(...about)]
    nonces.spend(one)
    expect([nonces.state(one, ...about), nonces.state(other, ...about)]).toEqual(['spent', 'fresh'])
  })

  it('is honoured by a resumed run, which remembers what was spent', () => {
    const { clock, nonces } = lab()
    const [spent, unspent] = [nonces.mint(...about), nonces.mint(...about)]
    const resumed = makeNonces(clock, { key, run: 'run-1', spent: [spent] })
    expect([resumed.state(spent, ...about), resumed.state(unspent, ...about)]).toEqual(['spent', 'fresh'])
  })

  it('means nothing in another run, even under the same key', () => {
    const { clock, nonces } = lab()
    const nonce = nonces.mint(...about)
    expect(makeNonces(clock, { key, run: 'run-2' }).state(nonce, ...about)).toBe('stale')
    expect(makeNonces(clock, { key: Buffer.alloc(32, 8), run: 'run-1' }).state(nonce, ...about)).toBe('stale')
  })

  it('does not become young again when the clock is set back', () => {
    let now = Date.UTC(2026, 0, 5)
    const wall = { now: () => now, wait: () => Promise.resolve(true), io: <T>(work: Promise<T>) => work }
    const nonces = makeNonces(wall, { key, run: 'run-1' })
    const nonce = nonces.mint(...about)
    nonces.spend(nonce)
    now += 600_000
    nonces.spend(nonces.mint(...about))
    now -= 590_000
    expect(nonces.state(nonce, ...about)).not.toBe('fresh')
  })

  it('serves nobody but the machine and boot it was minted for', () => {
    const { nonces } = lab()
    const nonce = nonces.mint(...about)
    const other = '8c0f6d52-1f0a-4c7e-9a35-5b1d20c0aa02'
    expect(nonces.state(nonce, 'K3G', about[1], about[2])).toBe('stale')
    expect(nonces.state(nonce, about[0], other, about[2])).toBe('stale')
    expect(nonces.state(nonce, about[0], about[1], 'boot-2')).toBe('stale')
  })

  it('cannot be made up or bent', () => {
    const { nonces } = lab()
    const nonce = nonces.mint(...about)
    fc.assert(fc.property(fc.string(), text => nonces.state(text, ...about) === 'stale'))
    fc.assert(
      fc.property(fc.nat(nonce.length - 1), fc.constantFrom(...'ABCabc019-_'), (at, letter) => {
        const bent = nonce.slice(0, at) + letter + nonce.slice(at + 1)
        return bent === nonce || nonces.state(bent, ...about) === 'stale'
      }),
    )
    expect(nonces.state(`${nonce}=`, ...about)).toBe('stale')
  })
})
