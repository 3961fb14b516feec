import { describe, expect, it } from 'vitest'
import { isAnswerTrue } from '#sim/machine/prover.ts'
import { bodyOf, machine, openLab, openSession, proofFor } from './lab.ts'

describe('after a restart', () => {
  it('a restored session goes on beating, and its answers are still believed', async () => {
    const { server, open, client, makeStick, clock } = await openLab()
    const wire = client()
    const session = await openSession(wire, await makeStick())
    await session.beat(2)
    await server.close()
    expect(await session.beat(3)).toBeNull()

    const again = await open([session.saved], [], server.port)
    expect(again.hearts.liveSet(clock.now(), 5_000)).toEqual([])
    await clock.advance(5_000)
    const answer = bodyOf(await session.beat(4))
    expect(isAnswerTrue(session.key, session.sid, 4, 'accepted', 'hold', answer['mac'])).toBe(true)
    expect(again.hearts.liveSet(clock.now(), 5_000)).toMatchObject([
      { sid: session.sid, uuid: machine.uuid, proved: true },
    ])
  })

  it('a session that was not restored is unknown, and one whose key is gone is not restored', async () => {
    const { server, open, client, makeStick, secrets } = await openLab()
    const wire = client()
    const stick = await makeStick()
    const session = await openSession(wire, stick)
    await server.close()
    secrets.delete(stick.kid)
    const again = await open([session.saved], [], server.port)
    expect(again.restore(session.saved)).toBe(false)
    expect((await session.beat(2))?.status).toBe(404)
  })

  it('honours a nonce given out before, but not one already spent', async () => {
    const { server, open, client, makeStick } = await openLab()
    const wire = client()
    const stick = await makeStick()
    const [unspent, spent] = [await proofFor(wire, stick), await proofFor(wire, stick)]
    await wire.post('/v1/prove', spent)
    await server.close()
    await open([], [spent.nonce], server.port)
    expect(bodyOf(await wire.post('/v1/prove', unspent))['verdict']).toBe('accepted')
    expect(bodyOf(await wire.post('/v1/prove', spent))['reason']).toBe('nonceSpent')
  })

  it('forgets a session on demand', async () => {
    const { server, client, makeStick } = await openLab()
    const wire = client()
    const session = await openSession(wire, await makeStick())
    server.forget(session.sid)
    expect((await session.beat(2))?.status).toBe(404)
    expect(server.hearts.all()).toEqual([])
  })
})
