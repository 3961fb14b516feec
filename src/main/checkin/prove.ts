// POST /v1/prove: checks the proof, lets the engine judge it, opens the session.
import type { Order, ProofDocument, RejectReason } from '#core/wire.ts'
import { shed, type Answer, type Counter, type Visit } from './counter.ts'
import type { Judgement, ProofCheck } from './desk.ts'
import { answerMac, sessionKey } from './session.ts'

export const answerProve = (counter: Counter, bytes: Uint8Array, document: unknown, visit: Visit): Promise<Answer> => {
  const again = counter.repeats.find(bytes)
  if (again) return again
  if (!counter.gates.proofs.admit(visit.address)) return Promise.resolve(shed(counter))
  const check = counter.desk.verify(document)
  if (check.proof === null) {
    reject(counter, check, 'malformed', visit)
    return Promise.resolve(verdictAnswer('', 'rejected', 'malformed', 'hold', ''))
  }
  const [reason] = check.reasons
  if (reason !== undefined) {
    reject(counter, check, reason, visit)
    // A nonce that is too old is cured by asking again; a junk identity by nothing.
    const order = reason === 'junkIdentity' ? 'continue' : 'hold'
    const refused = signed(counter, check.proof, check.digestRight, { verdict: 'rejected', reason, sid: '', order })
    return counter.repeats.keep(bytes, Promise.resolve(refused))
  }
  counter.desk.nonces.spend(check.proof.nonce)
  return counter.repeats.keep(bytes, judged(counter, check, check.proof, visit))
}

const judged = async (counter: Counter, check: ProofCheck, proof: ProofDocument, visit: Visit): Promise<Answer> => {
  const { desk, sessions, hearts } = counter
  const engineSays = await desk.clock.io(desk.judge(proof, visit.receivedAt))
  const secret = desk.secretOf(proof.kid)
  // A key may be revoked while its proof is judged.
  const judgement: Judgement = secret ? engineSays : { verdict: 'rejected', reason: 'revoked', sid: '', order: 'hold' }
  if (secret && judgement.verdict === 'accepted') {
    const { kid, nonce, uuid } = proof
    sessions.open({ sid: judgement.sid, kid, nonce, uuid }, secret)
    hearts.begin({ sid: judgement.sid, kid, uuid, proved: true }, visit.receivedAt)
  } else reject(counter, check, judgement.reason ?? 'unknownKid', visit)
  return signed(counter, proof, true, judgement)
}

const signed = (counter: Counter, proof: ProofDocument, digestRight: boolean, judgement: Judgement): Answer => {
  const { sid, verdict, reason = '' } = judgement
  // Only a proved session may be ordered off.
  const order = verdict === 'rejected' && judgement.order === 'off' ? 'continue' : judgement.order
  const secret = digestRight ? counter.desk.secretOf(proof.kid) : undefined
  const mac = secret ? answerMac(sessionKey(secret, proof.nonce, sid), sid, 1, verdict, order) : ''
  return verdictAnswer(sid, verdict, verdict === 'accepted' ? '' : reason, order, mac)
}

const verdictAnswer = (
  sid: string,
  verdict: Judgement['verdict'],
  reason: RejectReason | '',
  order: Order,
  mac: string,
): Answer => ({
  status: 200,
  body: { sid, verdict, reason, order, mac },
})

const reject = (counter: Counter, check: ProofCheck, reason: RejectReason, visit: Visit): void => {
  counter.count(reason)
  counter.desk.onRejected({
    at: visit.receivedAt,
    address: visit.address,
    reason,
    kid: check.proof?.kid ?? null,
    uuid: check.proof?.uuid ?? null,
    digestRight: check.digestRight,
  })
}
