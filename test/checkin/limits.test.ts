import { connect as connectPlain, createServer, type AddressInfo, type Socket } from 'node:net'
import { request } from 'node:http'
import { connect } from 'node:tls'
import { describe, expect, it } from 'vitest'
import { makeHearts } from '#main/checkin/hearts.ts'
import { keepDoor } from '#main/checkin/door.ts'
import { watchSleep } from '#main/checkin/sleep-watch.ts'
import { VirtualClock } from '#sim/virtual-clock.ts'
import { machine, openLab, openSession, proofFor, valueOf } from './lab.ts'

describe('limits of the check-in', () => {
  it('admits 300 new sessions a minute from one address, refuses the next, and says that the minute proves nothing', async () => {
    const { client, server, clock } = await openLab()
    const wire = client()
    const hello = () => wire.post('/v1/hello', { v: 1, kid: 'K3F', uuid: machine.uuid, bootId: 'b' })
    for (let i = 0; i < 300; i++) expect((await hello())?.status).toBe(200)
    expect(server.hearts.impairedBetween(0, clock.now())).toEqual([])
    expect((await hello())?.status).toBe(429)
    expect(server.hearts.impairedBetween(clock.now(), clock.now())).toMatchObject([
      { why: 'shed', sid: null, from: clock.now() },
    ])
    const other = client({ localAddress: '127.0.0.2' })
    expect((await other.post('/v1/hello', { v: 1, kid: 'K3F', uuid: machine.uuid, bootId: 'b' }))?.status).toBe(200)
    await clock.advance(60_000)
    expect((await hello())?.status).toBe(200)
  })

  it('limits proofs too, when their nonces were fetched slowly', async () => {
    const { client, makeStick, seen } = await openLab()
    const wire = client()
    const proof = await proofFor(wire, await makeStick())
    const statuses: unknown[] = []
    for (let i = 0; i < 301; i++) statuses.push((await wire.post('/v1/prove', { ...proof, facts: { i } }))?.status)
    expect(statuses.filter(status => status === 200)).toHaveLength(300)
    expect(statuses.at(-1)).toBe(429)
    expect(seen.judged).toHaveLength(1)
  })

  it('throttles one session at 5 requests a second, and marks only its machine as unknown', async () => {
    const { client, makeStick, server, clock } = await openLab()
    const session = await openSession(client(), await makeStick())
    for (let n = 2; n < 7; n++) expect((await session.beat(n))?.status).toBe(200)
    expect((await session.beat(7))?.status).toBe(429)
    const now = clock.now()
    expect(server.hearts.impairedBetween(now, now, session.sid)).toMatchObject([{ why: 'throttled', sid: session.sid }])
    expect(server.hearts.impairedBetween(now, now, 'another')).toEqual([])
    await clock.advance(1_000)
    expect((await session.beat(8))?.status).toBe(200)
  })

  it('does not let a stranger who knows the sid throttle its machine', async () => {
    const { client, makeStick, server, clock } = await openLab()
    const wire = client()
    const session = await openSession(wire, await makeStick())
    for (let n = 2; n < 30; n++) await wire.post('/v1/beat', { sid: session.sid, n, hmac: 'f'.repeat(64) })
    expect((await session.beat(2))?.status).toBe(200)
    expect(server.hearts.impairedBetween(0, clock.now(), session.sid)).toEqual([])
  })

  it('refuses bodies over 16 KiB, announced or not', async () => {
    const { client, server } = await openLab()
    const wire = client()
    expect(
      (await wire.post('/v1/hello', { v: 1, uuid: machine.uuid, bootId: 'b', pad: 'x'.repeat(16_000) }))?.status,
    ).toBe(200)
    expect(
      (await wire.post('/v1/hello', { v: 1, uuid: machine.uuid, bootId: 'b', pad: 'x'.repeat(17_000) }))?.status,
    ).toBe(413)
    expect(server.counts()).toEqual({ tooLarge: 1 })
  })

  const heldOpen = (server: { port: number }, clock: VirtualClock, bytes: string) => {
    let text = ''
    let closed = false
    const socket = connect({ host: '127.0.0.1', port: server.port, rejectUnauthorized: false })
    const open = clock.io(
      new Promise<void>(resolve => socket.once('secureConnect', () => socket.write(bytes, () => resolve()))),
    )
    socket.on('data', (chunk: Buffer) => (text += chunk.toString()))
    socket.on('error', () => undefined)
    const ended = new Promise<void>(resolve =>
      socket.on('close', () => {
        closed = true
        resolve()
      }),
    )
    return { open, ended, said: () => text, isClosed: () => closed }
  }

  it('does not wait for ever for headers or for a body', async () => {
    const { server, clock } = await openLab()
    const slowHeaders = heldOpen(server, clock, 'POST /v1/hello HTTP/1.1\r\nHost: x\r\n')
    const slowBody = heldOpen(server, clock, 'POST /v1/hello HTTP/1.1\r\nHost: x\r\nContent-Length: 50\r\n\r\n{"v":')
    await Promise.all([slowHeaders.open, slowBody.open])
    await clock.advance(9_000)
    expect([slowHeaders.isClosed(), slowBody.isClosed()]).toEqual([false, false])
    await clock.advance(1_500)
    await clock.io(Promise.all([slowHeaders.ended, slowBody.ended]))
    expect(slowHeaders.said()).toBe('')
    expect(slowBody.said()).toMatch(/^HTTP\/1.1 408 /)
    expect(server.counts()).toEqual({ late: 1 })
  })

  it('closes a connection that stays idle', async () => {
    const { server, clock } = await openLab()
    const idle = heldOpen(server, clock, 'GET /nothing HTTP/1.1\r\nHost: x\r\n\r\n')
    await idle.open
    await clock.advance(60_000)
    expect(idle.said()).toMatch(/^HTTP\/1.1 404 /)
    expect(idle.isClosed()).toBe(false)
    await clock.advance(6_000)
    await clock.io(idle.ended)
    expect(idle.isClosed()).toBe(true)
  })

  it('lets 1,024 connections in from one address, turns the next away and says so', async () => {
    const clock = new VirtualClock()
    const server = createServer()
    let shed = 0
    const door = keepDoor(server, clock, () => shed++)
    await clock.io(new Promise<void>(resolve => server.listen(0, '127.0.0.1', () => resolve())))
    const { port } = server.address() as AddressInfo
    const enter = (): Promise<Socket> =>
      new Promise((resolve, reject) => {
        const socket = connectPlain({ port, host: '127.0.0.1' })
        socket.on('error', reject)
        socket.on('connect', () => resolve(socket))
      })
    for (let i = 0; i < 1024; i++) await clock.io(enter())
    await clock.quiet()
    expect(shed).toBe(0)
    const last = await clock.io(enter())
    await clock.io(new Promise(resolve => last.on('close', resolve)))
    expect(shed).toBe(1)
    door.empty()
    await clock.io(new Promise(resolve => server.close(resolve)))
  })

  it('knows nothing on the plain side but unproved beats', async () => {
    const { server, clock } = await openLab()
    const plain = valueOf(await server.openHints(0))
    const ask = (method: string, path: string): Promise<number | undefined> =>
      clock.io(
        new Promise((resolve, reject) => {
          const asked = request({ host: '127.0.0.1', port: plain.port, method, path, agent: false }, response => {
            response.resume()
            resolve(response.statusCode)
          })
          asked.on('error', reject)
          asked.end()
        }),
      )
    expect(await ask('GET', '/v1/seen?kid=K1')).toBe(410)
    for (const path of ['/v1/hello', '/v1/prove', '/v1/beat', '/v1/bye']) expect(await ask('POST', path)).toBe(404)
  })
})

describe('the table of hearts', () => {
  it('holds a heart live for less than one and a half beats', () => {
    const hearts = makeHearts()
    hearts.begin({ sid: 's', kid: 'K3F', uuid: machine.uuid, proved: true }, 1_000)
    expect(hearts.liveSet(8_499, 5_000)).toHaveLength(1)
    expect(hearts.liveSet(8_500, 5_000)).toHaveLength(0)
    hearts.beat('s', 2, 8_500)
    expect(hearts.liveSet(8_500, 5_000)).toHaveLength(1)
    hearts.bye('s', 'continue', 8_600)
    expect(hearts.liveSet(8_600, 5_000)).toHaveLength(0)
  })

  it('tells its listeners of every beat until they leave', () => {
    const hearts = makeHearts()
    const told: string[] = []
    const leave = hearts.subscribe(pulse => told.push(pulse.kind))
    hearts.begin({ sid: 's', kid: 'K3F', uuid: machine.uuid, proved: true }, 0)
    hearts.beat('s', 2, 1)
    hearts.beat('nobody', 2, 1)
    hearts.mark('interface', 2)
    hearts.end('s')
    leave()
    hearts.mark('slept', 3)
    expect(told).toEqual(['began', 'beat', 'impaired', 'ended'])
  })

  it('joins the marks of one flood, and keeps those of different times apart', () => {
    const hearts = makeHearts()
    for (const at of [0, 10_000, 20_000, 200_000]) hearts.mark('shed', at)
    expect(hearts.impairedBetween(0, 300_000)).toEqual([
      { why: 'shed', sid: null, from: 0, until: 80_000 },
      { why: 'shed', sid: null, from: 200_000, until: 260_000 },
    ])
    expect(hearts.impairedBetween(90_000, 199_000)).toEqual([])
  })

  it('notices that the computer slept', async () => {
    const clock = new VirtualClock()
    const hearts = makeHearts()
    const stop = new AbortController()
    let skipped = 0
    const dozing = { now: () => clock.now() + skipped, wait: clock.wait.bind(clock), io: clock.io.bind(clock) }
    void watchSleep(dozing, hearts, stop.signal)
    await clock.advance(60_000)
    expect(hearts.impairedBetween(0, dozing.now())).toEqual([])
    skipped = 30_000
    await clock.advance(2_000)
    expect(hearts.impairedBetween(0, dozing.now())).toMatchObject([{ why: 'slept', from: clock.now() - 2_000 }])
    stop.abort()
  })
})
