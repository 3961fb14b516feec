import { X509Certificate, generateKeyPairSync } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { selfSignedCertificate } from '#main/keys/certificate.ts'
import { checkMaas } from '#main/maas/check.ts'
import { faultOf, openMaas, value } from './with-maas.ts'

function identity() {
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const cert = selfSignedCertificate(privateKey, ['localhost'])
  return { key: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(), cert }
}
const named = (url: string): string => url.replace('127.0.0.1', 'localhost')

describe('MAAS over https', () => {
  it('with an unknown certificate gets no byte of the key, and its fingerprint is told', async () => {
    const tls = identity()
    const { maas, clock } = await openMaas({ tls })
    const fault = faultOf(await checkMaas({ url: named(maas.url), apiKey: maas.apiKey }, clock))
    expect(fault.kind).toBe('denied')
    expect(fault.detail).toContain(new X509Certificate(tls.cert).fingerprint256)
    expect(maas.requests).toEqual([])
  })

  it('is trusted by its fingerprint, in any spelling', async () => {
    const tls = identity()
    const { maas, clock } = await openMaas({ tls })
    const fingerprint = new X509Certificate(tls.cert).fingerprint256
    for (const spelling of [fingerprint, fingerprint.replaceAll(':', '').toLowerCase()]) {
      const check = await checkMaas({ url: maas.url, apiKey: maas.apiKey, tls: { fingerprint: spelling } }, clock)
      expect(value(check).isAdmin).toBe(true)
    }
  })

  it('with another certificate than the trusted one gets no byte of the key', async () => {
    const { maas, clock } = await openMaas({ tls: identity() })
    const fingerprint = new X509Certificate(identity().cert).fingerprint256
    const fault = faultOf(await checkMaas({ url: maas.url, apiKey: maas.apiKey, tls: { fingerprint } }, clock))
    expect(fault).toMatchObject({ kind: 'denied', detail: expect.stringContaining('not the one that was trusted') })
    expect(maas.requests).toEqual([])
  })

  it('is trusted by its authority, under the name in the certificate alone', async () => {
    const tls = identity()
    const { maas, clock } = await openMaas({ tls })
    const trust = { apiKey: maas.apiKey, tls: { ca: tls.cert } }
    expect((await checkMaas({ url: named(maas.url), ...trust }, clock)).ok).toBe(true)
    expect(faultOf(await checkMaas({ url: maas.url, ...trust }, clock))).toMatchObject({ kind: 'denied' })
  })

  it('asked on a port that speaks plain http is unreachable, and the other way round', async () => {
    const plain = await openMaas()
    const fault = faultOf(
      await checkMaas({ url: plain.maas.url.replace('http:', 'https:'), apiKey: 'a:b:c' }, plain.clock),
    )
    expect(fault).toMatchObject({ kind: 'unreachable', detail: 'This port does not speak https.' })
    const secure = await openMaas({ tls: identity() })
    const other = await checkMaas({ url: secure.maas.url.replace('https:', 'http:'), apiKey: 'a:b:c' }, secure.clock)
    expect(faultOf(other).kind).toBe('unreachable')
  })
})
