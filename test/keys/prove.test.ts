import { spawnSync } from 'node:child_process'
import { createHmac } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { answerMac, beatDigest, byeDigest, seenToken, sessionKey } from '#main/checkin/session.ts'
import { prove } from '#main/keys/prove.ts'
import { isAnswerTrue, keyOfSession, signBeat, signBye, signProof, tokenOfFirmware } from '#sim/machine/prover.ts'
import { machineFacts, secrets } from './proofs.ts'

const proved = (secret: Uint8Array, facts: Parameters<typeof prove>[2]) => {
  const proof = prove('K3F', secret, facts)
  if (!proof.ok) throw new Error(proof.fault.detail)
  return proof.value
}

// Reads [{secret, doc, sid}] on stdin and answers every digest of the wire, from Python's own hmac.
const python = `
import sys, json, hmac, hashlib, base64
def h(key, text): return hmac.new(key, text.encode('utf-8'), hashlib.sha256)
out = []
for case in json.load(sys.stdin):
    secret = base64.b64decode(case['secret']); d = case['doc']; sid = case['sid']
    text = '|'.join(['ek1', d['kid'], d['uuid'], ','.join(sorted(d['macs'])), d['serial'], d['bootId'], str(d['uptimeMs']), d['nonce'], '1'])
    key = h(secret, 'sess|%s|%s' % (d['nonce'], sid)).digest()
    out.append([h(secret, text).hexdigest(), h(key, 'beat|%s|2' % sid).hexdigest(), h(key, 'bye|%s|3|continue' % sid).hexdigest(),
                h(key, 'sv1|%s|2|accepted|hold' % sid).hexdigest(), h(secret, 'seen|' + d['kid']).hexdigest()[:32]])
print(json.dumps(out))
`
const hasPython = spawnSync('python3', ['-c', 'import hmac']).status === 0

describe('the reference prover', () => {
  it('signs exactly the canonical text', () => {
    const secret = Buffer.alloc(32, 1)
    const uuid = '4C4C4544-0042-4210-8052-B4C04F4E5931'
    const macs = ['52:54:00:FF:00:02', '0c:c4:7a:00:00:01']
    const proof = proved(secret, { uuid, macs, serial: ' S1 ', bootId: 'b', uptimeMs: 61_000, nonce: 'N' })
    const text = 'ek1|K3F|4c4c4544-0042-4210-8052-b4c04f4e5931|0c:c4:7a:00:00:01,52:54:00:ff:00:02|S1|b|61000|N|1'
    expect(proof.hmac).toBe(createHmac('sha256', secret).update(text).digest('hex'))
    expect(proof).toMatchObject({ v: 1, n: 1, uuid: uuid.toLowerCase(), serial: 'S1' })
  })

  it('agrees with the machine that was written apart from it, in every digest of the wire', () => {
    fc.assert(
      fc.property(secrets, machineFacts, fc.uuid(), (secret, facts, sid) => {
        const stick = { kid: 'K3F', secret, urls: [], pin: '' }
        expect(signProof(stick, facts, facts).hmac).toBe(proved(secret, facts).hmac)
        const key = sessionKey(secret, facts.nonce, sid)
        expect(keyOfSession(secret, facts.nonce, sid).equals(key)).toBe(true)
        expect(signBeat(key, sid, 2).hmac).toBe(beatDigest(key, sid, 2))
        expect(signBye(key, sid, 3, 'continue').hmac).toBe(byeDigest(key, sid, 3, 'continue'))
        expect(isAnswerTrue(key, sid, 2, 'accepted', 'hold', answerMac(key, sid, 2, 'accepted', 'hold'))).toBe(true)
        expect(isAnswerTrue(key, sid, 2, 'accepted', 'off', answerMac(key, sid, 2, 'accepted', 'hold'))).toBe(false)
        expect(tokenOfFirmware(secret, 'K3F')).toBe(seenToken(secret, 'K3F'))
      }),
    )
  })

  it.skipIf(!hasPython)('agrees with Python in every digest of the wire', () => {
    const cases = fc
      .sample(fc.record({ secret: secrets, facts: machineFacts, sid: fc.uuid() }), 60)
      .map(({ secret, facts, sid }) => {
        const doc = proved(secret, facts)
        const key = sessionKey(secret, doc.nonce, sid)
        const mac = answerMac(key, sid, 2, 'accepted', 'hold')
        const ours = [
          doc.hmac,
          beatDigest(key, sid, 2),
          byeDigest(key, sid, 3, 'continue'),
          mac,
          seenToken(secret, 'K3F'),
        ]
        return { asked: { secret: Buffer.from(secret).toString('base64'), doc, sid }, ours }
      })
    const answer = spawnSync('python3', ['-c', python], { input: JSON.stringify(cases.map(({ asked }) => asked)) })
    expect(answer.stderr.toString()).toBe('')
    expect(JSON.parse(answer.stdout.toString())).toEqual(cases.map(({ ours }) => ours))
  })

  it.each([
    ['a bar in the serial', { serial: 'a|b' }],
    ['a control character', { serial: 'a\u0007' }],
    ['a C1 control character', { bootId: 'a\u0085' }],
    ['257 bytes in 129 characters', { serial: `${'é'.repeat(128)}x` }],
    ['half a surrogate pair', { serial: '\ud800' }],
    ['a UUID without dashes', { uuid: '4c4c454400424210805200b4c04f4e59' }],
    ['no MAC at all', { macs: [] }],
    ['a broken uptime', { uptimeMs: 0.5 }],
  ])('refuses %s', (_what, wrong) => {
    const facts = {
      uuid: '4c4c4544-0042-4210-8052-b4c04f4e5931',
      macs: ['0c:c4:7a:00:00:01'],
      serial: '',
      bootId: 'b',
      uptimeMs: 1,
      nonce: 'N',
    }
    expect(prove('K3F', Buffer.alloc(32), { ...facts, ...wrong })).toMatchObject({
      ok: false,
      fault: { kind: 'malformed' },
    })
    expect(prove('K3F', Buffer.alloc(32), facts).ok).toBe(true)
  })
})
