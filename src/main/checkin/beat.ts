// POST /v1/beat and /v1/bye: the heart of a proved session, and its goodbye.
import { Beat, Bye } from '#core/wire.ts'
import { malformed, shed, type Answer, type Counter, type Visit } from './counter.ts'
import { answerMac, beatDigest, byeDigest, sameDigest, type OpenSession } from './session.ts'

export const answerBeat = (counter: Counter, document: unknown, visit: Visit): Answer => {
  const beat = Beat.safeParse(document)
  if (!beat.success) return broken(counter)
  const { sid, n, hmac } = beat.data
  const session = counter.sessions.of(sid)
  if (!session) return unknownSession(counter)
  const refused = refusedSpeech(counter, session, n, sameDigest(beatDigest(session.key, sid, n), hmac), visit)
  if (refused) return refused
  counter.hearts.beat(sid, n, visit.receivedAt)
  return ordered(counter, session, n)
}

export const answerBye = (counter: Counter, document: unknown, visit: Visit): Answer => {
  const bye = Bye.safeParse(document)
  if (!bye.success) return broken(counter)
  const { sid, n, hmac, reason } = bye.data
  const session = counter.sessions.of(sid)
  if (!session) return unknownSession(counter)
  const refused = refusedSpeech(counter, session, n, sameDigest(byeDigest(session.key, sid, n, reason), hmac), visit)
  if (refused) return refused
  counter.hearts.bye(sid, reason, visit.receivedAt)
  counter.desk.onBye(sid, reason, visit.receivedAt)
  const answer = ordered(counter, session, n)
  counter.sessions.forget(sid)
  return answer
}

const refusedSpeech = (
  counter: Counter,
  session: OpenSession,
  n: number,
  digestRight: boolean,
  visit: Visit,
): Answer | null => {
  // Digest before rate: a stranger who learned a sid must not be able to make its machine look throttled.
  if (!digestRight) {
    counter.count('falseBeat')
    return counter.gates.falseBeats.admit(visit.address) ? { status: 403, body: {} } : shed(counter)
  }
  if (!counter.gates.session.admit(session.sid)) {
    counter.count('throttled')
    counter.hearts.mark('throttled', visit.receivedAt, undefined, session.sid)
    return { status: 429, body: {} }
  }
  if (n <= session.lastN) {
    counter.count('staleBeat')
    return { status: 409, body: {} }
  }
  session.lastN = n
  return null
}

const ordered = (counter: Counter, session: OpenSession, n: number): Answer => {
  const order = counter.desk.orderOf(session.sid)
  return { status: 200, body: { order, mac: answerMac(session.key, session.sid, n, 'accepted', order) } }
}

const broken = (counter: Counter): Answer => {
  counter.count('malformed')
  return malformed
}

const unknownSession = (counter: Counter): Answer => {
  counter.count('unknownSession')
  return { status: 404, body: {} }
}
