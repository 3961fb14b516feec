import { describe, expect, it } from 'vitest'
import { forText, keyState, parseFor, type EnlistmentKey } from '#core/key.ts'
import { by, openRunSite, readySite, type Told } from './model/site.ts'

const life = (told: Told, kid = 'K1'): string => {
  const key = told.state.keys[kid]
  return key ? keyState(key, told.now) : 'none'
}

describe('the life of a key', () => {
  it('goes from stock to issued to seen, and ends by its time on our clock or by a person', () => {
    const told = readySite()
    told.must({ kind: 'makeKeys', keys: [{ kid: 'K3', for: { lane: '1' } }], by })
    expect(life(told, 'K3')).toBe('stock')
    told.must({ kind: 'issueKey', kid: 'K3', lifeMs: 60_000, by })
    expect(life(told, 'K3')).toBe('issued')
    told.after(59_999)
    expect(life(told, 'K3')).toBe('issued')
    told.after(1)
    expect(life(told, 'K3')).toBe('expired')
    told.must({ kind: 'issueKey', kid: 'K3', by })
    told.after(12 * 3_600_000 - 1)
    expect(life(told, 'K3')).toBe('issued')
    told.must({ kind: 'revokeKey', kid: 'K3', by })
    expect(life(told, 'K3')).toBe('revoked')
    expect(told.must({ kind: 'revokeKey', kid: 'K3', by })).toEqual([])
    expect(told.refused({ kind: 'issueKey', kid: 'K3', by })).toMatchObject({ refused: 'keyDead' })
  })

  it('notes when a machine first proved itself with it', () => {
    const told = openRunSite()
    expect(life(told)).toBe('issued')
    told.hold(1)
    expect(life(told)).toBe('seen')
    const first = told.state.keys['K1']?.seenAt
    told.proof(1)
    expect(told.state.keys['K1']?.seenAt).toBe(first)
  })

  it('is judged in this order: revoked, spent, stock, expired, issued, seen', () => {
    const key: EnlistmentKey = {
      kid: 'K1',
      for: { pool: 'pool' },
      madeAt: 0,
      issuedAt: 1,
      expiresAt: 10,
      seenAt: 5,
      spentAt: 6,
      revokedAt: 7,
      stampedAt: null,
      backAt: null,
      hints: false,
    }
    expect(keyState(key, 99)).toBe('revoked')
    expect(keyState({ ...key, revokedAt: null }, 99)).toBe('spent')
    expect(keyState({ ...key, revokedAt: null, spentAt: null }, 10)).toBe('expired')
    expect(keyState({ ...key, revokedAt: null, spentAt: null }, 9)).toBe('seen')
    expect(keyState({ ...key, revokedAt: null, spentAt: null, seenAt: null }, 9)).toBe('issued')
    expect(keyState({ ...key, revokedAt: null, spentAt: null, issuedAt: null }, 99)).toBe('stock')
  })

  it('begins once for each kid, and only in stock', () => {
    const told = readySite()
    expect(told.refused({ kind: 'makeKeys', keys: [{ kid: 'K1', for: { lane: '1' } }], by })).toMatchObject({
      refused: 'kidTaken',
    })
    expect(told.refused({ kind: 'issueKey', kid: 'K9', by })).toMatchObject({ refused: 'unknownKey' })
    expect(told.refused({ kind: 'revokeKey', kid: 'K9', by })).toMatchObject({ refused: 'unknownKey' })
    expect(told.must({ kind: 'keyStamped', kid: 'K9', target: '/somewhere', hints: true })).toEqual([])
    told.must({ kind: 'keyStamped', kid: 'K1', target: '/somewhere', hints: true })
    expect(told.state.keys['K1']?.stampedAt).toBe(told.now)
    told.must({ kind: 'keyStamped', kid: 'K1', target: '/elsewhere', hints: false })
    expect(told.state.keys['K1']?.hints).toBe(true)
  })
})

it('what a key is for is written and read as on the command line', () => {
  for (const text of ['lane:1', 'lane:a:b', 'outlet:PDU/3', 'pdu:PDU']) {
    const what = parseFor(text)
    expect(what && forText(what)).toBe(text)
  }
  expect(parseFor('pool')).toEqual({ pool: 'pool' })
  for (const text of ['', 'lane', 'lane:', 'nobody:1']) expect(parseFor(text)).toBeNull()
})
