// A proved session as the machine lives it: three reads of the stick, then beats until an order or the end of the lease.
import { isAnswerTrue, keyOfSession, signBeat, signBye, type StickContent } from './prover.ts'
import type { ScriptLife } from './script-life.ts'
import { isRecord } from './stick.ts'
import type { WireAnswer, WireClient } from './wire-client.ts'

export const leaseMs = 300_000
const readRhythmMs = 400

export interface Accepted {
  readonly stick: StickContent
  readonly sid: string
  readonly nonce: string
  readonly order: string
  readonly beatSeconds: number
}

/** Resolves with how the hold ended; `dead` when the power went. */
export const hold = async (
  life: ScriptLife,
  wire: WireClient,
  accepted: Accepted,
): Promise<'continue' | 'off' | 'dead'> => {
  const { clock, cancel, chance } = life
  const { sid, stick } = accepted
  const key = keyOfSession(stick.secret, accepted.nonce, sid)
  let order = accepted.order
  let heardAt = clock.now()
  let n = 1

  const leave = async (how: 'continue' | 'off'): Promise<typeof how | 'dead'> => {
    n++
    await wire.post('/v1/bye', signBye(key, sid, n, how))
    return cancel.aborted ? 'dead' : how
  }

  life.say('holding')
  await tellTheHand(life)
  for (;;) {
    if (cancel.aborted) return 'dead'
    if (order === 'continue' || order === 'off') return leave(order)
    if (clock.now() - heardAt >= leaseMs) return leave('continue')
    if (!(await clock.wait(accepted.beatSeconds * 1000 * (0.9 + 0.2 * chance()), cancel))) return 'dead'
    n++
    const answer = await wire.post('/v1/beat', signBeat(key, sid, n))
    const heard = orderIn(answer, key, sid, n)
    if (heard === null) continue
    order = heard
    heardAt = clock.now()
  }
}

const orderIn = (answer: WireAnswer | null, key: Uint8Array, sid: string, n: number): string | null => {
  if (!isRecord(answer?.body)) return null
  const { order, mac } = answer.body
  return typeof order === 'string' && isAnswerTrue(key, sid, n, 'accepted', order, mac) ? order : null
}

// The stick's own lamp blinks three times: pull me.
const tellTheHand = async (life: ScriptLife): Promise<void> => {
  for (let blinks = 0; blinks < 3; blinks++) {
    if ((await life.readKey()) === null) return
    if (!(await life.clock.wait(readRhythmMs, life.cancel))) return
  }
}
