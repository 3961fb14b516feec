// POST /v1/hello: a nonce for a machine with a key, a waiting time for one without. Known and unknown kids look the same here.
import { Hello } from '#core/wire.ts'
import { malformed, shed, type Answer, type Counter, type Visit } from './counter.ts'

export const answerHello = (counter: Counter, document: unknown, visit: Visit): Answer => {
  const { desk, gates } = counter
  const hello = Hello.safeParse(document)
  if (!hello.success) {
    counter.count('malformed')
    return malformed
  }
  const { kid, uuid, bootId } = hello.data
  if (kid !== undefined) {
    if (!gates.hellos.admit(visit.address)) return shed(counter)
    return { status: 200, body: { nonce: desk.nonces.mint(kid, uuid, bootId), beatSeconds: desk.beatSeconds() } }
  }
  if (!gates.waits.admit(visit.address)) return shed(counter)
  desk.onStranger({ at: visit.receivedAt, address: visit.address, uuid, bootId })
  return { status: 200, body: { wait: desk.secondsToWait(uuid) } }
}
