import { createServer } from 'node:net'
import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { describe, expect, it, onTestFinished } from 'vitest'
import { z } from 'zod'
import { checkMaas } from '#main/maas/check.ts'
import { makeMaasClient } from '#main/maas/client.ts'
import { Machines, Version, WhoAmI } from '#main/maas/shapes.ts'
import { systemClock } from '#main/engine/system-clock.ts'
import { clientOf, during, faultOf, openMaas, value } from './with-maas.ts'

const whoami = { query: [['op', 'whoami']] } as const

describe('checking a MAAS', () => {
  it('tells version, user and rights', async () => {
    const { maas, clock } = await openMaas()
    const check = value(await checkMaas({ url: maas.url, apiKey: maas.apiKey }, clock))
    expect(check).toEqual({ version: '3.4.10', username: 'admin', isAdmin: true, warnings: [] })
    expect(maas.requests.map(({ path }) => path)).toEqual([
      '/MAAS/api/2.0/version/',
      '/MAAS/api/2.0/users/',
      '/MAAS/api/2.0/events/',
    ])
  })

  it('warns that an ordinary user sees no allocation', async () => {
    const { maas, clock } = await openMaas({ version: '3.7.3' })
    const check = value(await checkMaas({ url: maas.url, apiKey: maas.userKey }, clock))
    expect(check).toMatchObject({ version: '3.7.3', username: 'user', isAdmin: false })
    expect(check.warnings.join()).toContain('no administrator')
  })

  it('warns of a MAAS older than 3.3', async () => {
    const { maas, clock } = await openMaas({ version: '2.9.2' })
    const check = value(await checkMaas({ url: maas.url, apiKey: maas.apiKey }, clock))
    expect(check.warnings).toEqual([expect.stringContaining('2.9.2 is older')])
  })

  it.each([
    ['', 'http://127.0.0.1:5240'],
    ['a:b', 'http://127.0.0.1:5240'],
    ['a:b:c:d', 'http://127.0.0.1:5240'],
    ['a:b:c', 'maas.example.com'],
    ['a:b:c', 'ftp://maas.example.com/MAAS'],
    ['a:b:c', 'http://me:pw@maas.example.com/MAAS'],
  ])('refuses the key "%s" at %s before anything is sent', (apiKey, url) => {
    expect(faultOf(makeMaasClient({ url, apiKey }, systemClock))).toMatchObject({ kind: 'malformed' })
  })

  it.each(['', '/', '/MAAS', '/MAAS/', '/MAAS/api/2.0/'])('understands the address with the path "%s"', async path => {
    const { maas, clock } = await openMaas()
    const url = `${new URL(maas.url).origin}${path}`
    expect((await checkMaas({ url, apiKey: maas.apiKey }, clock)).ok).toBe(true)
  })
})

describe('a refused key', () => {
  it('never shows the true secret that MAAS answers with', async () => {
    const { maas, clock } = await openMaas()
    const [consumer, token, secret] = maas.apiKey.split(':')
    const client = clientOf(maas, clock, { apiKey: `${consumer}:${token}:wrong` })
    const fault = faultOf(await client.get('users/', WhoAmI, whoami))
    expect(fault.kind).toBe('denied')
    expect(JSON.stringify(fault)).not.toContain(secret)
    expect(maas.requests).toHaveLength(1)
  })

  it.each(['x:y:z', 'x'])('is told in words and never repeated (%s)', async first => {
    const { maas, clock } = await openMaas()
    const [consumer, token, secret] = maas.apiKey.split(':')
    const apiKey = first === 'x' ? `${consumer}:no${token}:${secret}` : first
    const fault = faultOf(await clientOf(maas, clock, { apiKey }).get('users/', WhoAmI, whoami))
    expect(fault).toMatchObject({ kind: 'denied', detail: 'MAAS does not accept this API key.' })
    expect(maas.requests).toHaveLength(1)
  })
})

describe('time', () => {
  it('is corrected from the Date header when ours is behind, and stays so', async () => {
    const { maas, clock } = await openMaas()
    maas.knobs.clockAheadMs = 3_600_000
    const client = clientOf(maas, clock)
    expect((await client.get('users/', WhoAmI, whoami)).ok).toBe(true)
    expect((await client.get('users/', WhoAmI, whoami)).ok).toBe(true)
    expect(maas.requests.map(({ status }) => status)).toEqual([401, 200, 200])
  })

  it('being ahead does not matter to MAAS', async () => {
    const { maas, clock } = await openMaas()
    maas.knobs.clockAheadMs = -3_600_000
    expect((await clientOf(maas, clock).get('users/', WhoAmI, whoami)).ok).toBe(true)
    expect(maas.requests.map(({ status }) => status)).toEqual([200])
  })
})

describe('a MAAS in trouble', () => {
  it('is asked again after its Retry-After when it is not ready', async () => {
    const { maas, clock } = await openMaas()
    Object.assign(maas.knobs, { failWith: 503, failTimes: 2, retryAfterS: 4 })
    const before = clock.now()
    expect((await during(clock, clientOf(maas, clock).get('version/', Version))).ok).toBe(true)
    expect(maas.requests.map(({ status }) => status)).toEqual([503, 503, 200])
    expect(clock.now() - before).toBe(8_000)
  })

  it('is not asked for ever, nor waited for longer than a bound', async () => {
    const { maas, clock } = await openMaas()
    Object.assign(maas.knobs, { failWith: 503, retryAfterS: 86_400 })
    const before = clock.now()
    const fault = faultOf(await during(clock, clientOf(maas, clock).get('version/', Version)))
    expect(fault).toMatchObject({ kind: 'busy' })
    expect(maas.requests).toHaveLength(3)
    expect(clock.now() - before).toBeLessThanOrEqual(20_000)
  })

  it('is never given a change twice', async () => {
    const { maas, clock } = await openMaas()
    maas.knobs.failWith = 503
    const fault = faultOf(await clientOf(maas, clock).put('machines/abc/', [['description', 'x']], z.unknown()))
    expect(fault.kind).toBe('busy')
    expect(maas.requests).toHaveLength(1)
  })

  it('that fails inside is told so', async () => {
    const { maas, clock } = await openMaas()
    maas.knobs.failWith = 500
    const fault = faultOf(await clientOf(maas, clock).get('version/', Version))
    expect(fault).toMatchObject({ kind: 'io', detail: expect.stringContaining('500'), mend: expect.any(String) })
  })

  it('that answers slowly is waited for, longer for a list', async () => {
    const { maas, clock } = await openMaas()
    maas.knobs.slowMs = 60_000
    const client = clientOf(maas, clock)
    expect(faultOf(await during(clock, client.get('machines/', Machines))).kind).toBe('timeout')
    expect((await during(clock, client.get('machines/', Machines, { long: true }))).ok).toBe(true)
  })

  it('that never answers is a timeout', async () => {
    const { maas, clock } = await openMaas()
    maas.knobs.silent = true
    const fault = faultOf(await during(clock, clientOf(maas, clock).get('version/', Version)))
    expect(fault).toMatchObject({ kind: 'timeout', detail: 'MAAS did not answer within 10 s.' })
  })

  it('that breaks off, or is not there, is unreachable', async () => {
    const { maas, clock } = await openMaas()
    maas.knobs.breakOff = true
    const client = clientOf(maas, clock)
    expect(faultOf(await client.get('version/', Version)).kind).toBe('unreachable')
    await maas.close()
    expect(faultOf(await client.get('version/', Version)).detail).toBe('Nothing listens at the address of MAAS.')
  })

  it('that is something else altogether is told so', async () => {
    const other = createServer(socket => socket.end('220 mail.example.com ESMTP\r\n'))
    other.listen(0, '127.0.0.1')
    await once(other, 'listening')
    onTestFinished(() => void other.close())
    const url = `http://127.0.0.1:${(other.address() as AddressInfo).port}/MAAS`
    const { clock } = await openMaas()
    const fault = faultOf(await checkMaas({ url, apiKey: 'a:b:c' }, clock))
    expect(['malformed', 'unreachable']).toContain(fault.kind)
  })

  it('that gives other fields than MAAS does is malformed', async () => {
    const { maas, clock } = await openMaas()
    const fault = faultOf(await clientOf(maas, clock).get('zones/', Version))
    expect(fault.kind).toBe('malformed')
  })

  it('stops being asked when the question is called off', async () => {
    const { maas, clock } = await openMaas()
    maas.knobs.silent = true
    const off = new AbortController()
    const asked = clientOf(maas, clock).get('version/', Version, { cancel: off.signal })
    void clock.wait(1_000).then(() => off.abort())
    expect(faultOf(await during(clock, asked)).kind).toBe('cancelled')
  })
})

describe('a region with TLS asked on plain http', () => {
  it('redirects, and the key does not follow', async () => {
    const { maas, clock } = await openMaas()
    const other = await openMaas()
    maas.knobs.redirectTo = new URL(other.maas.url).origin
    const fault = faultOf(await checkMaas({ url: maas.url, apiKey: maas.apiKey }, clock))
    expect(fault).toMatchObject({
      kind: 'notSupported',
      detail: expect.stringContaining(new URL(other.maas.url).origin),
    })
    expect(other.maas.requests).toEqual([])
    maas.knobs.redirectTo = 'https://maas.example.com:5443'
    expect(faultOf(await checkMaas({ url: maas.url, apiKey: maas.apiKey }, clock)).mend).toBe(
      'This MAAS uses TLS: set its address to https://maas.example.com:5443/MAAS.',
    )
  })
})
