import { randomBytes } from 'node:crypto'
import { afterEach, expect, it } from 'vitest'
import { signProof, type Identity, type StickContent } from '#sim/machine/prover.ts'
import { isRecord } from '#sim/machine/stick.ts'
import { makeImpostor } from '../support/impostor.ts'
import { by, mapOf, openTestRack, type TestRack } from '../support/rack.ts'

let rack: TestRack
afterEach(() => rack.close())

/** Speaks for a machine: what comes of its proof, in one word. */
const makeSpeaker = async (kid: string) => {
  const { wire, stick } = await makeImpostor(rack, kid)
  const prove = async (who: Identity, uptimeMs: number, holder: StickContent = stick) => {
    const bootId = `boot-${who.serial}`
    const hello = await wire.post('/v1/hello', { v: 1, kid: holder.kid, uuid: who.uuid, bootId })
    const nonce = isRecord(hello?.body) ? String(hello.body['nonce']) : ''
    const document = signProof(holder, who, { bootId, uptimeMs, nonce })
    return { document, word: await say(document) }
  }
  const say = async (document: object): Promise<unknown> => {
    const answer = await wire.post('/v1/prove', document)
    if (!isRecord(answer?.body)) throw new Error('no answer')
    return answer.body['verdict'] === 'accepted' ? 'accepted' : answer.body['reason']
  }
  return { stick, prove, say }
}

it('each wrong proof is rejected on the wire with a reason of its own, and binds nothing', async () => {
  rack = await openTestRack({ outlets: 3, seed: 35, lanes: ['red', 'green', 'blue'] })
  const kids = Object.fromEntries(
    Object.values(rack.state().keys).map(key => ['lane' in key.for ? key.for.lane : '', key.kid]),
  )
  const [red = '', green = '', blue = ''] = [kids['red'], kids['green'], kids['blue']]
  const who = (n: number): Identity => rack.hands.machine(n).machine.identity
  await rack.tell({ kind: 'issueKey', kid: blue, lifeMs: 60_000, by })
  await rack.start({
    lanes: [
      { name: 'red', kid: red },
      { name: 'blue', kid: blue },
    ],
  })
  await rack.until('laneAsked', undefined, event => event.ask === 'plug')
  const { prove, say, stick } = await makeSpeaker(red)
  const greenStick = (await makeSpeaker(green)).stick
  const blueStick = (await makeSpeaker(blue)).stick

  const hour = 3_600_000
  expect((await prove(who(1), hour)).word).toBe('bootedBefore')
  const first = await prove(who(1), 0)
  expect(first.word).toBe('accepted')
  // Replayed in other bytes; the key copied into, or moved on to, another machine; a second key in the same machine.
  expect(await say({ ...first.document, facts: { again: true } })).toBe('nonceSpent')
  expect((await prove(who(2), 0)).word).toBe('otherMachineHolds')
  expect((await prove(who(1), 0, blueStick)).word).toBe('secondKid')
  expect((await prove(who(2), 0, greenStick)).word).toBe('wrongLane')
  await rack.tell({ kind: 'revokeKey', kid: green, by })
  expect((await prove(who(2), 0, greenStick)).word).toBe('revoked')
  // Of another site: its name is unknown here, or it is the name of one of ours under another secret.
  const foreign = { ...stick, secret: randomBytes(32) }
  expect((await prove(who(2), 0, foreign)).word).toBe('badMac')
  expect((await prove(who(2), 0, { ...foreign, kid: 'KZZZZ' })).word).toBe('unknownKid')
  const nobody = { ...who(2), uuid: '00000000-0000-0000-0000-000000000000' }
  expect((await prove(nobody, 0)).word).toBe('junkIdentity')
  expect(await say({ ...first.document, n: 2 })).toBe('malformed')
  await rack.clock.advance(130_000)
  expect(await say({ ...first.document, facts: { later: true } })).toBe('nonceStale')
  expect((await prove(who(3), 0, blueStick)).word).toBe('expired')
  expect(mapOf(rack.state())).toEqual({})
})
