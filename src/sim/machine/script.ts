// The enlisting script on a machine: looks for the stick, proves, holds; in the end it lets the machine enlist.
import { hold, leaseMs } from './hold.ts'
import { isAnswerTrue, keyOfSession, signProof, type SignedProof, type StickContent } from './prover.ts'
import type { ScriptEnd, ScriptLife } from './script-life.ts'
import { isRecord } from './stick.ts'
import type { WireClient } from './wire-client.ts'

const waitForKeyMs = 20_000
const longestWaitForKeyMs = 300_000
const lookEveryMs = 1_000
const askAgainMs = 5_000
/** After so many rounds in which no address answered at all, the network does not reach the server. */
const silentRounds = 3

const dead: ScriptEnd = { how: 'dead', proof: null, accepted: false }

export const runScript = async (life: ScriptLife): Promise<ScriptEnd> => {
  const stick = await waitForKey(life)
  if (life.cancel.aborted) return dead
  if (stick === null) return { how: 'continue', proof: null, accepted: false }
  life.say('checkingIn')
  const wire = life.wireTo(stick.urls, stick.pin)
  try {
    return await proveAndHold(life, wire, stick)
  } finally {
    wire.destroy()
  }
}

const proveAndHold = async (life: ScriptLife, wire: WireClient, stick: StickContent): Promise<ScriptEnd> => {
  let heardAt = life.clock.now()
  for (let silent = 0; silent < silentRounds && life.clock.now() - heardAt < leaseMs;) {
    const round = await checkIn(life, wire, stick)
    if (life.cancel.aborted) return dead
    if ('accepted' in round) return { how: await hold(life, wire, round.accepted), proof: round.proof, accepted: true }
    if (round.refused === 'continue') break
    if (round.refused === 'hold') heardAt = life.clock.now()
    silent = round.refused === 'silence' ? silent + 1 : 0
    if (!(await life.clock.wait(askAgainMs, life.cancel))) return dead
  }
  return { how: 'continue', proof: prove(life, stick, `boot:${life.bootId}`), accepted: false }
}

const waitForKey = async (life: ScriptLife): Promise<StickContent | null> => {
  const { clock, cancel } = life
  let stick = await life.readKey()
  if (stick !== null) return stick
  life.say('waitingForKey')
  const startedAt = clock.now()
  const waitMs = await toldToWait(life)
  while (stick === null && clock.now() - startedAt < waitMs) {
    if (!(await clock.wait(lookEveryMs, cancel))) return null
    stick = await life.readKey()
  }
  return stick
}

const toldToWait = async (life: ScriptLife): Promise<number> => {
  const wire = life.wireTo(life.lanUrls, null)
  const answer = await wire.post('/v1/hello', { v: 1, uuid: life.identity.uuid, bootId: life.bootId })
  wire.destroy()
  const told = isRecord(answer?.body) ? answer.body['wait'] : undefined
  return typeof told === 'number' && told >= 0 ? Math.min(told * 1000, longestWaitForKeyMs) : waitForKeyMs
}

type Round =
  | { accepted: Parameters<typeof hold>[2]; proof: SignedProof }
  /** `hold` and `continue` are true orders of a rejection; `silence` and `untrue` mean that nobody with the secret spoke. */
  | { refused: 'hold' | 'continue' | 'silence' | 'untrue' }

const checkIn = async (life: ScriptLife, wire: WireClient, stick: StickContent): Promise<Round> => {
  const { uuid } = life.identity
  const hello = await wire.post('/v1/hello', { v: 1, kid: stick.kid, uuid, bootId: life.bootId })
  if (hello === null) return { refused: 'silence' }
  if (!isRecord(hello.body)) return { refused: 'untrue' }
  const { nonce, beatSeconds } = hello.body
  if (typeof nonce !== 'string' || typeof beatSeconds !== 'number' || !(beatSeconds > 0)) return { refused: 'untrue' }
  const proof = prove(life, stick, nonce)
  const answer = await wire.post('/v1/prove', proof)
  if (answer === null) return { refused: 'silence' }
  if (!isRecord(answer.body)) return { refused: 'untrue' }
  const { sid, verdict, order, mac } = answer.body
  if (typeof sid !== 'string' || typeof verdict !== 'string' || typeof order !== 'string') return { refused: 'untrue' }
  if (!isAnswerTrue(keyOfSession(stick.secret, nonce, sid), sid, 1, verdict, order, mac)) return { refused: 'untrue' }
  if (verdict === 'accepted') return { accepted: { stick, sid, nonce, order, beatSeconds }, proof }
  return { refused: order === 'continue' ? 'continue' : 'hold' }
}

const prove = (life: ScriptLife, stick: StickContent, nonce: string): SignedProof =>
  signProof(stick, life.identity, { bootId: life.bootId, uptimeMs: life.uptimeMs(), nonce })
