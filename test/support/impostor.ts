// Speaks to the check-in server as a machine does, with the stick's secret in hand: late, twice, or under another name.
import { keyOfSession, signBeat, signBye, type StickContent } from '#sim/machine/prover.ts'
import { readStick } from '#sim/machine/stick.ts'
import { makeWireClient, type WireAnswer, type WireClient } from '#sim/machine/wire-client.ts'
import type { TestRack } from './rack-shape.ts'

export interface Impostor {
  readonly stick: StickContent
  readonly wire: WireClient
  /** A beat of this session, as if it had been on its way for long. */
  beat(session: { sid: string; nonce: string }): Promise<WireAnswer | null>
  bye(session: { sid: string; nonce: string }, reason: string): Promise<WireAnswer | null>
}

// Above any count that a machine of these stories reaches.
const lateN = 1_000_000

export const makeImpostor = async (rack: TestRack, kid: string): Promise<Impostor> => {
  const stick = await readStick(rack.sticks.get(kid) ?? null)
  if (!stick) throw new Error(`no stick ${kid}`)
  const wire = makeWireClient({ clock: rack.clock, urls: stick.urls, pin: stick.pin })
  let n = lateN
  return {
    stick,
    wire,
    beat: ({ sid, nonce }) => wire.post('/v1/beat', signBeat(keyOfSession(stick.secret, nonce, sid), sid, ++n)),
    bye: ({ sid, nonce }, reason) =>
      wire.post('/v1/bye', signBye(keyOfSession(stick.secret, nonce, sid), sid, ++n, reason)),
  }
}
