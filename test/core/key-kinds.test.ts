import { describe, expect, it } from 'vitest'
import { isOut } from '#core/key.ts'
import type { KeyFor } from '#core/wire.ts'
import { at, by, openRunSite, type Told } from './model/site.ts'

const lanes = [
  { name: '1', kid: 'K1' },
  { name: '2', kid: 'K2' },
]

const withKey = (what: KeyFor, wish: Parameters<typeof openRunSite>[0] = {}): Told => {
  const told = openRunSite(wish)
  told.must({ kind: 'makeKeys', keys: [{ kid: 'K7', for: what }], by })
  told.must({ kind: 'issueKey', kid: 'K7', by })
  return told
}
const verdict = (events: readonly { kind: string; reason?: unknown }[]): unknown =>
  events[0]?.kind === 'proofRejected' ? events[0].reason : events[0]?.kind

describe('a key that is not of a lane', () => {
  it.each([
    ['for this outlet, by the name of its PDU', { outlet: 'pdu-a/1' }],
    ['for this outlet, by the serial of its PDU', { outlet: 'PDU-A/1' }],
    ['for the PDU', { pdu: 'pdu-a' }],
    ['of the pool', { pool: 'pool' }],
  ])('%s proves in the lane that waits there, and is spent by its first binding', (_what, what) => {
    const told = withKey(what)
    told.switch('on', at('A', 1))
    expect(verdict(told.proof(1, 'K7'))).toBe('proofAccepted')
    told.cut()
    const events = told.silence()
    expect(events.find(event => event.kind === 'bound')?.evidence[0]).toMatchObject({ kind: 'proof', kid: 'K7' })
    expect(events).toContainEqual(expect.objectContaining({ kind: 'keySpent', kid: 'K7' }))
    told.after(5_000)
    told.switch('on', at('A', 1))
    expect(told.lane().asked?.say).toMatch(/^Take key K7 out of S1/)
  })

  it.each([
    ['wrongLane', 'of another outlet', { outlet: 'pdu-a/2' }, {}],
    ['wrongLane', 'of another PDU', { pdu: 'pdu-b' }, {}],
    ['wrongLane', 'of the pool while two lanes wait: two explanations', { pool: 'pool' }, { lanes }],
  ])('is rejected (%s) when it is %s', (reason, _why, what, wish) => {
    const told = withKey(what, wish)
    told.switch('on', at('A', 1))
    told.after(6_000)
    if ('lanes' in wish) told.switch('on', at('A', 2), '2')
    expect(verdict(told.proof(1, 'K7'))).toBe(reason)
  })

  it('has no window while nothing waits', () => {
    const told = withKey({ pool: 'pool' })
    expect(verdict(told.proof(1, 'K7'))).toBe('noWindow')
  })

  it('once spent proves no other machine, and lets its own go on', () => {
    const told = withKey({ pool: 'pool' })
    told.switch('on', at('A', 1))
    told.proof(1, 'K7')
    told.cut()
    told.silence()
    told.after(5_000)
    told.switch('on', at('A', 1))
    expect(verdict(told.proof(1, 'K7'))).toBe('machineReturned')
    told.after(6_000)
    told.switch('on', at('A', 2))
    expect(verdict(told.proof(2, 'K7'))).toBe('spent')
    expect(verdict(told.proof(2, 'K1'))).toBe('proofAccepted')
  })

  it('is asked for at the outlet it was made for, and only there', () => {
    const told = withKey({ outlet: 'pdu-a/1' })
    told.switch('on', at('A', 1))
    expect(told.lane().asked?.say).toMatch(/into A-1, key K7, press power/)
    told.must({ kind: 'revokeKey', kid: 'K7', by })
    expect(told.lane().asked?.say).toMatch(/into A-1, key K1, press power/)
  })
})

describe('keys out and keys back', () => {
  it('are counted from the moment of handing out', () => {
    const told = withKey({ pool: 'pool' })
    const out = (): boolean => isOut(told.state.keys['K7'] ?? expect.fail('no key'))
    expect(out()).toBe(true)
    told.after(1)
    expect(told.must({ kind: 'takeKeyBack', kid: 'K7', by })).toMatchObject([{ kind: 'keyBack', kid: 'K7' }])
    expect(out()).toBe(false)
    expect(told.must({ kind: 'takeKeyBack', kid: 'K7', by })).toEqual([])
    told.after(1)
    told.must({ kind: 'issueKey', kid: 'K7', by })
    expect(out()).toBe(true)
    expect(told.refused({ kind: 'takeKeyBack', kid: 'K9', by })).toMatchObject({ refused: 'unknownKey' })
  })
})
