import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { connect } from 'node:tls'
import type { VirtualClock } from '#sim/virtual-clock.ts'
import { bodyOf, machine, openLab, openSession, proofFor } from './lab.ts'

const paths = ['/v1/hello', '/v1/prove', '/v1/beat', '/v1/bye'] as const

/** Sends raw bytes over TLS and resolves with what came back before the connection ended. */
const shout = (clock: VirtualClock, port: number, bytes: Uint8Array): Promise<string> =>
  clock.io(
    new Promise(resolve => {
      let said = ''
      const socket = connect({ host: '127.0.0.1', port, rejectUnauthorized: false })
      socket.on('secureConnect', () => socket.end(bytes))
      socket.on('data', (chunk: Buffer) => (said += chunk.toString()))
      socket.on('error', () => undefined)
      socket.on('close', () => resolve(said))
    }),
  )

const posted = (path: string, body: Uint8Array): Buffer =>
  Buffer.concat([
    Buffer.from(`POST ${path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: ${body.length}\r\n\r\n`),
    body,
  ])

describe('malformed speech', () => {
  it('is never accepted and never breaks the server, whatever JSON it is', async () => {
    const { client, heard, seen, clock, server } = await openLab()
    const wire = client()
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...paths), fc.jsonValue(), async (path, document) => {
        await clock.advance(1_000)
        const answer = await wire.post(path, document)
        expect(path === '/v1/prove' ? bodyOf(answer) : { verdict: 'rejected', reason: 'malformed' }).toMatchObject({
          verdict: 'rejected',
          reason: 'malformed',
        })
        if (path !== '/v1/prove') expect(answer?.status).toBe(400)
      }),
      { numRuns: 150 },
    )
    expect(seen.judged).toEqual([])
    expect(heard.bugs).toEqual([])
    expect(server.hearts.all()).toEqual([])
  })

  it('is never accepted when one field of a right proof is anything else', async () => {
    const { client, makeStick, heard, seen, clock } = await openLab()
    const wire = client()
    const stick = await makeStick()
    const names = ['v', 'kid', 'uuid', 'macs', 'serial', 'bootId', 'uptimeMs', 'nonce', 'n', 'hmac'] as const
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...names), fc.jsonValue(), async (name, value) => {
        await clock.advance(1_000)
        const proof = await proofFor(wire, stick)
        fc.pre(JSON.stringify(value) !== JSON.stringify(proof[name]))
        expect(bodyOf(await wire.post('/v1/prove', { ...proof, [name]: value }))['verdict']).toBe('rejected')
      }),
      { numRuns: 60 },
    )
    expect(seen.judged).toEqual([])
    expect(heard.bugs).toEqual([])
  })

  it('is survived as bytes that are no HTTP, no UTF-8 and no JSON', async () => {
    const { server, clock, heard, client, makeStick } = await openLab()
    await fc.assert(
      fc.asyncProperty(
        fc.uint8Array({ maxLength: 300 }),
        fc.boolean(),
        fc.constantFrom(...paths),
        async (bytes, asBody, path) => {
          const said = await shout(clock, server.port, asBody ? posted(path, bytes) : bytes)
          if (asBody) expect(said).toMatch(path === '/v1/prove' ? /"reason":"malformed"/ : /^HTTP\/1.1 400 /)
        },
      ),
      { numRuns: 40 },
    )
    const deep = Buffer.from('['.repeat(16_000))
    for (const path of paths) expect(await shout(clock, server.port, posted(path, deep))).toMatch(/malformed/)
    expect(await shout(clock, server.port, Buffer.from(`GET /${'x'.repeat(9_000)} HTTP/1.1\r\n\r\n`))).not.toMatch(
      / 200 /,
    )
    expect(heard.bugs).toEqual([])
    expect((await openSession(client(), await makeStick())).answer['verdict']).toBe('accepted')
  })

  it('gets no answer from paths and methods that do not exist', async () => {
    const { client } = await openLab()
    const wire = client()
    for (const path of ['/', '/v1', '/v1/hello/', '/v1/__proto__', '/v1/constructor', '/v1//hello'])
      expect((await wire.post(path, {}))?.status).toBe(404)
    expect((await wire.get('/v1/hello'))?.status).toBe(405)
  })

  it('echoes nothing of what a machine said', async () => {
    const { client, makeStick } = await openLab()
    const wire = client()
    const stick = await makeStick()
    const marker = '<script>racklight</script>'
    const proof = await proofFor(wire, stick, { ...machine, serial: marker }, marker)
    const answers = [
      await wire.post('/v1/hello', { v: 1, uuid: machine.uuid, bootId: marker }),
      await wire.post('/v1/prove', proof),
      await wire.post('/v1/prove', { ...proof, serial: `${marker}x` }),
      await wire.get(`/v1/seen?kid=${encodeURIComponent(marker)}`),
      await wire.post(`/${encodeURIComponent(marker)}`, { marker }),
    ]
    expect(JSON.stringify(answers)).not.toContain('racklight')
    expect(bodyOf(answers[1] ?? null)['verdict']).toBe('accepted')
  })
})
