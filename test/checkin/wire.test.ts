import { createHmac } from 'node:crypto'
import { connect, type TLSSocket } from 'node:tls'
import { describe, expect, it } from 'vitest'
import { openCheckIn } from '#main/checkin/server.ts'
import { isAnswerTrue, signBeat } from '#sim/machine/prover.ts'
import { claimOther, makeTap } from '#sim/machine/rogues.ts'
import { bodyOf, machine, makeSite, openLab, openSession, proofFor } from './lab.ts'

describe('checking in', () => {
  it('takes a machine from hello through proof and beats to goodbye, each answer signed', async () => {
    const { clock, client, makeStick, server, heard, seen, says } = await openLab()
    const wire = client()
    const stick = await makeStick()
    const session = await openSession(wire, stick)
    expect(session.answer).toMatchObject({ verdict: 'accepted', reason: '', order: 'hold' })
    expect(isAnswerTrue(session.key, session.sid, 1, 'accepted', 'hold', session.answer['mac'])).toBe(true)
    expect(seen.judged).toMatchObject([{ proof: { kid: stick.kid, uuid: machine.uuid }, receivedAt: clock.now() }])

    await clock.advance(5_000)
    const first = bodyOf(await session.beat(2))
    expect(isAnswerTrue(session.key, session.sid, 2, 'accepted', 'hold', first['mac'])).toBe(true)
    expect(server.hearts.of(session.sid)).toMatchObject({ n: 2, lastAt: clock.now(), proved: true, uuid: machine.uuid })
    says.order = 'continue'
    const second = bodyOf(await session.beat(3))
    expect(second['order']).toBe('continue')
    expect(isAnswerTrue(session.key, session.sid, 3, 'accepted', 'continue', second['mac'])).toBe(true)

    expect((await session.bye(4, 'continue'))?.status).toBe(200)
    expect(heard.byes).toEqual([{ sid: session.sid, reason: 'continue' }])
    expect(server.hearts.liveSet(clock.now(), 5_000)).toEqual([])
    expect((await session.beat(5))?.status).toBe(404)
    expect(heard.bugs).toEqual([])
  })

  it('speaks TLS 1.2 or newer with the P-256 key of the pin', async () => {
    const { server, clock, site, client } = await openLab()
    expect(await client({ pin: `sha256//${'A'.repeat(43)}=` }).post('/v1/hello', {})).toBeNull()
    expect((await client({ pin: site.pin }).post('/v1/hello', {}))?.status).toBe(400)
    const speak = (maxVersion: 'TLSv1.1' | 'TLSv1.2'): Promise<string> =>
      clock.io(
        new Promise(resolve => {
          const socket: TLSSocket = connect({
            host: '127.0.0.1',
            port: server.port,
            rejectUnauthorized: false,
            minVersion: 'TLSv1',
            maxVersion,
          })
          socket.on('error', () => resolve('refused'))
          socket.on('secureConnect', () => {
            resolve(socket.getProtocol() ?? '')
            socket.destroy()
          })
        }),
      )
    expect(await speak('TLSv1.2')).toBe('TLSv1.2')
    expect(await speak('TLSv1.1')).toBe('refused')
  })

  it('gives the same bytes the same answer within 120 s, also while the first is being judged, and judges once', async () => {
    const { clock, client, makeStick, seen } = await openLab()
    const wire = client()
    const proof = await proofFor(wire, await makeStick())
    const [one, two] = await Promise.all([wire.post('/v1/prove', proof), client().post('/v1/prove', proof)])
    await clock.advance(119_000)
    const three = await wire.post('/v1/prove', proof)
    expect(two).toEqual(one)
    expect(three).toEqual(one)
    expect(bodyOf(one)['verdict']).toBe('accepted')
    expect(seen.judged).toHaveLength(1)
  })

  it('refuses the same bytes later, and the same nonce in other bytes at once', async () => {
    const { clock, client, makeStick, seen } = await openLab()
    const wire = client()
    const tap = makeTap()
    const stick = await makeStick()
    const proof = await proofFor(wire, stick)
    await client({ onSend: tap.onSend }).post('/v1/prove', proof)
    expect(bodyOf(await wire.post('/v1/prove', { ...proof, facts: { again: true } }))).toMatchObject({
      verdict: 'rejected',
      reason: 'nonceSpent',
    })
    await clock.advance(125_000)
    expect(bodyOf(await tap.replay(wire, '/v1/prove'))).toMatchObject({ verdict: 'rejected', reason: 'nonceStale' })
    expect(seen.judged).toHaveLength(1)
    expect(seen.rejected.map(({ reason }) => reason)).toEqual(['nonceSpent', 'nonceStale'])
  })

  it('refuses a nonce that waited too long', async () => {
    const { clock, client, makeStick } = await openLab()
    const wire = client()
    const proof = await proofFor(wire, await makeStick())
    await clock.advance(122_000)
    expect(bodyOf(await wire.post('/v1/prove', proof))).toMatchObject({ verdict: 'rejected', reason: 'nonceStale' })
  })

  it('answers an unknown kid at hello as it answers a known one', async () => {
    const { client, makeStick } = await openLab()
    const wire = client()
    const stick = await makeStick()
    const hello = async (kid: string) => {
      const answer = await wire.post('/v1/hello', { v: 1, kid, uuid: machine.uuid, bootId: 'b' })
      const body = bodyOf(answer)
      return {
        status: answer?.status,
        names: Object.keys(body),
        nonce: String(body['nonce']).length,
        beatSeconds: body['beatSeconds'],
      }
    }
    expect(await hello('KZZZ')).toEqual(await hello(stick.kid))
    expect(await hello('KZZZ')).toEqual({ status: 200, names: ['nonce', 'beatSeconds'], nonce: 54, beatSeconds: 5 })
    const ghost = await proofFor(wire, { ...stick, kid: 'KZZZ' })
    expect(bodyOf(await wire.post('/v1/prove', ghost))).toMatchObject({
      verdict: 'rejected',
      reason: 'unknownKid',
      mac: '',
      sid: '',
    })
  })

  it('tells a machine without a key how long to wait, and reports the stranger', async () => {
    const { client, seen, clock, says } = await openLab()
    says.wait = 300
    const answer = await client().post('/v1/hello', { v: 1, uuid: machine.uuid.toUpperCase(), bootId: 'b' })
    expect(answer).toEqual({ status: 200, body: { wait: 300 } })
    expect(seen.strangers).toEqual([{ at: clock.now(), address: '127.0.0.1', uuid: machine.uuid, bootId: 'b' }])
  })

  it('signs a rejection of a right proof, and never one of a false proof', async () => {
    const { client, makeStick, says, server } = await openLab()
    const wire = client()
    const stick = await makeStick()
    says.judge = () => Promise.resolve({ verdict: 'rejected', reason: 'noWindow', sid: '', order: 'off' })
    const { answer, key, sid } = await openSession(wire, stick)
    // Only a proved session may be ordered off.
    expect(answer).toMatchObject({ verdict: 'rejected', reason: 'noWindow', order: 'continue', sid: '' })
    expect(isAnswerTrue(key, sid, 1, 'rejected', 'continue', answer['mac'])).toBe(true)
    expect(server.hearts.all()).toEqual([])
    const stolen = claimOther(await proofFor(wire, stick), '8c0f6d52-1f0a-4c7e-9a35-5b1d20c0aa99')
    expect(bodyOf(await wire.post('/v1/prove', stolen))).toMatchObject({ reason: 'badMac', mac: '' })
    expect(server.counts()).toEqual({ noWindow: 1, badMac: 1 })
  })

  it('drops and counts beats that do not rise, are not signed, or belong to no session', async () => {
    const { client, makeStick, server, clock } = await openLab()
    const wire = client()
    const session = await openSession(wire, await makeStick())
    const bornAt = clock.now()
    await clock.advance(1_000)
    expect((await session.beat(7))?.status).toBe(200)
    for (const n of [7, 6, 2]) expect((await session.beat(n))?.status).toBe(409)
    expect((await wire.post('/v1/beat', { sid: session.sid, n: 9, hmac: '0'.repeat(64) }))?.status).toBe(403)
    expect((await wire.post('/v1/beat', signBeat(session.key, 'no-such', 9)))?.status).toBe(404)
    expect(server.hearts.of(session.sid)).toMatchObject({ n: 7, lastAt: bornAt + 1_000 })
    expect(server.counts()).toEqual({ staleBeat: 3, falseBeat: 1, unknownSession: 1 })
    await clock.advance(1_000)
    expect((await session.beat(8))?.status).toBe(200)
  })

  it('answers 500 and goes on when the judge breaks; that nonce is spent then', async () => {
    const { client, makeStick, says, heard } = await openLab()
    const wire = client()
    const usual = says.judge
    says.judge = () => Promise.reject(new Error('broken'))
    const proof = await proofFor(wire, await makeStick())
    expect((await wire.post('/v1/prove', proof))?.status).toBe(500)
    expect(heard.bugs).toHaveLength(1)
    says.judge = usual
    expect(bodyOf(await wire.post('/v1/prove', proof))['reason']).toBe('nonceSpent')
  })

  it('takes unproved beats of firmware, ends their hold with 410, and never calls them proved', async () => {
    const { client, makeStick, server, heard, says, clock } = await openLab()
    const wire = client()
    const stick = await makeStick()
    const token = createHmac('sha256', stick.secret).update(`seen|${stick.kid}`).digest('hex').slice(0, 32)
    const asked = (changed: Record<string, string> = {}): string =>
      `/v1/seen?${new URLSearchParams({ kid: stick.kid, token, uuid: machine.uuid, mac: '0C:C4:7A:00:00:01', serial: 'S 1', ...changed }).toString()}`
    expect((await wire.get(asked()))?.status).toBe(204)
    await clock.advance(2_000)
    expect((await wire.get(asked()))?.status).toBe(204)
    expect(server.hearts.liveSet(clock.now(), 5_000)).toMatchObject([{ proved: false, n: 2, uuid: machine.uuid }])
    expect(heard.hints[0]).toMatchObject({ kid: stick.kid, serial: 'S 1', mac: '0c:c4:7a:00:00:01' })
    for (const wrong of [{ token: '0'.repeat(32) }, { kid: 'KZZZ' }, { mac: 'x' }, { uuid: '' }])
      expect((await wire.get(asked(wrong)))?.status).toBe(410)
    expect(heard.hints).toHaveLength(2)
    says.hint = 'end'
    expect((await wire.get(asked()))?.status).toBe(410)
    expect(server.hearts.liveSet(clock.now(), 5_000)).toEqual([])
    expect((await wire.post('/v1/seen', {}))?.status).toBe(405)
  })

  it('says in plain words that the port is taken, and closes so that it is free again', async () => {
    const { server, site, clock, open, desk } = await openLab()
    const taken = await openCheckIn(desk, { host: '127.0.0.1', port: server.port, ...site })
    expect(taken).toMatchObject({ ok: false, fault: { kind: 'busy', where: `check-in 127.0.0.1:${server.port}` } })
    const elsewhere = await openCheckIn(desk, { host: '192.0.2.1', port: 0, ...(await makeSite(clock)) })
    expect(elsewhere).toMatchObject({ ok: false, fault: { kind: 'gone' } })
    await server.close()
    expect((await open([], [], server.port)).port).toBe(server.port)
  })
})
