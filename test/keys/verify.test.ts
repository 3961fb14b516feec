import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { ProofDocument } from '#core/wire.ts'
import { makeNonces } from '#main/keys/nonce.ts'
import { prove } from '#main/keys/prove.ts'
import { relayNonceState, verifyProof, type ProofAuthority } from '#main/keys/verify.ts'
import { VirtualClock } from '#sim/virtual-clock.ts'
import { machineFacts } from './proofs.ts'

const secret = Buffer.alloc(32, 3)
const good = {
  uuid: '8c0f6d52-1f0a-4c7e-9a35-5b1d20c0aa01',
  macs: ['0c:c4:7a:00:00:01'],
  serial: 'S1',
  bootId: 'boot-1',
  uptimeMs: 61_000,
}

const lab = () => {
  const clock = new VirtualClock()
  const nonces = makeNonces(clock, { key: Buffer.alloc(32, 9), run: 'r' })
  const authority: ProofAuthority = {
    secretOf: kid => (kid === 'K3F' ? secret : undefined),
    nonceState: proof => nonces.state(proof.nonce, proof.kid, proof.uuid, proof.bootId),
  }
  const proofOf = (changed: Partial<typeof good> = {}, kid = 'K3F', by = secret): ProofDocument => {
    const said = { ...good, ...changed }
    const proof = prove(kid, by, { ...said, nonce: nonces.mint(kid, said.uuid.toLowerCase(), said.bootId) })
    if (!proof.ok) throw new Error(proof.fault.detail)
    return proof.value
  }
  return { clock, nonces, authority, proofOf, check: (document: unknown) => verifyProof(document, authority) }
}

describe('verifying a proof', () => {
  it('finds nothing against a right one, and consumes nothing', () => {
    const { check, proofOf } = lab()
    const proof = proofOf()
    expect(check(proof)).toEqual({ proof, digestRight: true, fresh: true, reasons: [] })
    expect(check(proof).reasons).toEqual([])
  })

  it('says unknownKid, badMac, nonceSpent and nonceStale', async () => {
    const { check, proofOf, nonces, clock } = lab()
    expect(check(proofOf({}, 'K99')).reasons).toEqual(['unknownKid'])
    expect(check(proofOf({}, 'K3F', Buffer.alloc(32, 4))).reasons).toEqual(['badMac'])
    const proof = proofOf()
    nonces.spend(proof.nonce)
    expect(check(proof)).toMatchObject({ digestRight: true, fresh: false, reasons: ['nonceSpent'] })
    await clock.advance(122_000)
    expect(check(proof).reasons).toEqual(['nonceStale'])
  })

  it('takes no field on trust: every authenticated field is under the digest', () => {
    const { check, proofOf } = lab()
    const proof = proofOf()
    for (const changed of [
      { serial: 'S2' },
      { macs: ['0c:c4:7a:00:00:02'] },
      { uptimeMs: 1 },
      { macs: [...proof.macs, '0c:c4:7a:00:00:02'] },
    ])
      expect(check({ ...proof, ...changed })).toMatchObject({ digestRight: false, reasons: ['badMac'] })
    for (const changed of [{ uuid: '8c0f6d52-1f0a-4c7e-9a35-5b1d20c0aa02' }, { bootId: 'boot-2' }])
      expect(check({ ...proof, ...changed }).reasons).toEqual(['badMac', 'nonceStale'])
    expect(check({ ...proof, facts: { ram: 1 } }).reasons).toEqual([])
  })

  it.each([
    ['an all-zero UUID', { uuid: '00000000-0000-0000-0000-000000000000' }],
    ['an all-one UUID', { uuid: 'FFFFFFFF-FFFF-FFFF-FFFF-FFFFFFFFFFFF' }],
    ['a UUID of one repeated byte', { uuid: 'fefefefe-fefe-fefe-fefe-fefefefefefe' }],
    ['a UUID known from many boards', { uuid: '03000200-0400-0500-0006-000700080009' }],
    ['a serial that nobody filled in', { serial: 'To be filled by O.E.M.' }],
    ['no true MAC', { macs: ['00:00:00:00:00:00', 'ff:ff:ff:ff:ff:ff'] }],
  ])('refuses %s as junk', (_what, junk) => {
    const { check, proofOf } = lab()
    expect(check(proofOf(junk))).toMatchObject({ digestRight: true, reasons: ['junkIdentity'] })
  })

  it('accepts the challenge of the relay only for the boot it names', () => {
    const { authority } = lab()
    const relayed = (nonce: string) => prove('K3F', secret, { ...good, nonce })
    const check = (nonce: string) => {
      const proof = relayed(nonce)
      return proof.ok && verifyProof(proof.value, { ...authority, nonceState: relayNonceState }).reasons
    }
    expect(check('boot:boot-1')).toEqual([])
    expect(check('boot:boot-2')).toEqual(['nonceStale'])
  })

  it('accepts nothing that was not signed, and breaks on nothing', () => {
    const { check, proofOf } = lab()
    const base = proofOf()
    fc.assert(fc.property(fc.anything(), document => check(document).reasons.length > 0))
    fc.assert(fc.property(fc.jsonValue(), document => check(document).reasons.length > 0))
    const names = Object.keys(base).filter(name => name !== 'facts')
    fc.assert(
      fc.property(fc.constantFrom(...names), fc.anything(), (name, value) => {
        fc.pre(JSON.stringify(value) !== JSON.stringify(base[name as keyof ProofDocument]))
        return check({ ...base, [name]: value }).reasons.length > 0
      }),
    )
    fc.assert(
      fc.property(
        machineFacts,
        facts => check({ ...facts, v: 1, n: 1, kid: 'K3F', hmac: base.hmac }).reasons.length > 0,
      ),
    )
  })
})
