import { describe, expect, it } from 'vitest'
import type { EnlistmentKey } from '#core/key.ts'
import { judgeRelayed, relayName, relayWindows, type RelayedProof, type RelayGround } from '#core/rules/relay.ts'
import type { ProofDocument } from '#core/wire.ts'
import { at, openRunSite } from './model/site.ts'

const hour = 3_600_000
const known = 'a'.repeat(64)
const uuidOf = (n: number): string => `8c0f6d52-1f0a-4c7e-9a35-5b1d20c0aa0${n}`

const keyOf = (kid: string, life: Partial<EnlistmentKey> = {}): EnlistmentKey => ({
  ...{ kid, for: { lane: '1' }, madeAt: 0, issuedAt: 0, expiresAt: 12 * hour },
  ...{ seenAt: null, spentAt: null, revokedAt: null, stampedAt: 0, backAt: null, hints: false },
  ...life,
})

const ground: RelayGround = {
  keys: {
    K1: keyOf('K1'),
    K2: keyOf('K2'),
    KSTK: keyOf('KSTK', { issuedAt: null, expiresAt: null }),
    KREV: keyOf('KREV', { revokedAt: 1 }),
    KSPT: keyOf('KSPT', { spentAt: 1 }),
    KEXP: keyOf('KEXP', { expiresAt: 1 }),
  },
  windows: Object.fromEntries(
    ['K1', 'K2', 'KSTK', 'KREV', 'KSPT', 'KEXP'].map(kid => [kid, { from: hour, until: 2 * hour }]),
  ),
  knownScripts: new Set([known]),
  taken: new Set(),
}

/** What machine `n` left in MAAS, with key K`n` unless said. */
const resultOf = (n: number, said: Partial<ProofDocument> = {}, kept: Partial<RelayedProof> = {}): RelayedProof => {
  const bootId = said.bootId ?? `boot-${n}`
  const uuid = uuidOf(n)
  const macs = [`0c:c4:7a:00:00:0${n}`]
  const proof: ProofDocument = {
    ...{ v: 1, kid: `K${n}`, uuid, macs, serial: `S${n}`, bootId, uptimeMs: 60_000, nonce: `boot:${bootId}`, n: 1 },
    hmac: `${n}`.repeat(64),
    ...said,
  }
  const scriptHash = known
  const inMaas = { systemId: `node${n}`, uuid, macs: [...macs, 'ac:1f:6b:00:00:99'] }
  return { ...inMaas, scriptHash, firstSeenAt: 1.5 * hour, stdout: '', proof, digestRight: true, junk: false, ...kept }
}

const reasons = (results: readonly RelayedProof[], on = ground): (string | null)[] =>
  judgeRelayed(results, on).map(({ reason }) => reason)

describe('a proof out of MAAS', () => {
  it('is accepted: who, with its key, and nothing about a place', () => {
    expect(judgeRelayed([resultOf(1)], ground)).toEqual([
      { systemId: 'node1', kid: 'K1', uuid: uuidOf(1), verdict: 'accepted', reason: null },
    ])
  })

  it.each<[string, Partial<ProofDocument>, Partial<RelayedProof>]>([
    ['malformed', {}, { proof: null }],
    ['unknownKid', { kid: 'K99' }, {}],
    ['unknownKid', { kid: 'K1', hmac: 'f'.repeat(64) }, { proof: { ...resultOf(1).proof!, kid: 'constructor' } }],
    ['badMac', {}, { digestRight: false }],
    ['nonceStale', { nonce: 'boot:another' }, {}],
    ['nonceStale', { nonce: 'a nonce of ours' }, {}],
    ['revoked', { kid: 'KREV' }, {}],
    ['spent', { kid: 'KSPT' }, {}],
    ['expired', { kid: 'KEXP' }, {}],
    ['noWindow', { kid: 'KSTK' }, {}],
    ['junkIdentity', { uuid: '00000000-0000-0000-0000-000000000000' }, {}],
    ['junkIdentity', {}, { junk: true }],
    ['unknownScript', {}, { scriptHash: 'b'.repeat(64) }],
    ['maasDisagrees', {}, { uuid: uuidOf(2) }],
    ['maasDisagrees', {}, { uuid: null }],
    ['maasDisagrees', { macs: ['0c:c4:7a:00:00:01', '0c:c4:7a:00:00:0f'] }, {}],
    ['noWindow', {}, { firstSeenAt: hour - 1 }],
    ['noWindow', {}, { firstSeenAt: 2 * hour + 1 }],
  ])('is rejected as %s (%j)', (reason, said, kept) => {
    expect(reasons([resultOf(1, said, kept)])).toEqual([reason])
  })

  it('is accepted once for a key, a machine and a boot: not again later, and not twice in one reading', () => {
    const again = { ...ground, taken: new Set([relayName({ kid: 'K1', uuid: uuidOf(1), bootId: 'boot-1' })]) }
    expect(reasons([resultOf(1)], again)).toEqual(['nonceSpent'])
    expect(reasons([resultOf(1), resultOf(1)])).toEqual([null, 'nonceSpent'])
    expect(reasons([resultOf(1, { bootId: 'boot-2' })], again)).toEqual([null])
  })

  it('is contested with its like: two results for one machine, or one key in two machines', () => {
    const other = { hmac: 'f'.repeat(64) }
    expect(reasons([resultOf(1), resultOf(1, { ...other, bootId: 'boot-2' })])).toEqual(['contested', 'contested'])
    expect(reasons([resultOf(1), resultOf(1, { ...other, kid: 'K2' })])).toEqual(['contested', 'contested'])
    expect(reasons([resultOf(1), resultOf(2, { kid: 'K1' })])).toEqual(['contested', 'contested'])
    expect(reasons([resultOf(1), resultOf(2)])).toEqual([null, null])
  })

  it('is not contested by what nobody with a secret wrote', () => {
    const forged = resultOf(1, { hmac: 'f'.repeat(64), bootId: 'boot-2' }, { digestRight: false })
    expect(reasons([forged, resultOf(1)])).toEqual(['badMac', null])
  })
})

describe('the window of a key', () => {
  it('opens when the outlet of its lane is on, and not before', () => {
    const told = openRunSite()
    expect(relayWindows(told.state)).toEqual({})
    told.switch('on', at('A', 1))
    expect(relayWindows(told.state)).toEqual({ K1: { from: told.now, until: null } })
    told.proof(1)
    expect(Object.keys(relayWindows(told.state))).toEqual(['K1'])
  })
})
