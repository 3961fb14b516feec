// GET /v1/seen: unproved beats of firmware that can only GET. A hint, never a proof.
import { randomBytes } from 'node:crypto'
import { z } from 'zod'
import { Kid, Mac, ProofDocument, Uuid } from '#core/wire.ts'
import { shed, type Answer, type Counter, type Visit } from './counter.ts'
import { sameDigest, seenToken } from './session.ts'

const Seen = z.object({
  kid: Kid,
  token: z.string().regex(/^[0-9a-f]{32}$/),
  uuid: Uuid,
  mac: Mac,
  serial: ProofDocument.shape.serial,
})

// Stands in for a kid that is not ours, so that the answer takes as long.
const nobody = randomBytes(32)
const end: Answer = { status: 410 }

/** The name of an unproved heart in the table of hearts; no proved session can bear it. */
export const hintSid = (kid: string, uuid: string): string => `seen|${kid}|${uuid}`

export const answerSeen = (counter: Counter, asked: URLSearchParams, visit: Visit): Answer => {
  const { desk, gates, hearts } = counter
  const seen = Seen.safeParse({ serial: '', ...Object.fromEntries(asked) })
  if (!seen.success) {
    counter.count('malformed')
    return end
  }
  const { token, ...said } = seen.data
  const secret = desk.secretOf(said.kid)
  if (!sameDigest(seenToken(secret ?? nobody, said.kid), token) || secret === undefined) {
    counter.count('falseHint')
    return gates.hints.admit(visit.address) ? end : shed(counter)
  }
  const sid = hintSid(said.kid, said.uuid)
  const known = hearts.of(sid)
  if (!known && !gates.hints.admit(visit.address)) return shed(counter)
  if (!gates.session.admit(sid)) {
    counter.count('throttled')
    hearts.mark('throttled', visit.receivedAt, undefined, sid)
    return { status: 429 }
  }
  if (desk.onHint({ at: visit.receivedAt, address: visit.address, ...said }) === 'end') {
    hearts.bye(sid, 'released', visit.receivedAt)
    return end
  }
  if (known && known.goodbye === null) hearts.beat(sid, known.n + 1, visit.receivedAt)
  else hearts.begin({ sid, kid: said.kid, uuid: said.uuid, proved: false }, visit.receivedAt)
  return { status: 204 }
}
