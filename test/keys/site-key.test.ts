import { createHash, X509Certificate } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { ok, type Result } from '#core/fault.ts'
import { sealSiteKey, unsealSiteKey } from '#main/keys/site-key-export.ts'
import { adoptSiteKey, openSiteKey, siteKeyName, type SecretStore } from '#main/keys/site-key.ts'
import { VirtualClock } from '#sim/virtual-clock.ts'

const clock = new VirtualClock()
const memoryStore = (kept = new Map<string, string>()): SecretStore & { kept: Map<string, string> } => ({
  kept,
  get: name => Promise.resolve(ok(kept.get(name) ?? null)),
  set: (name, secret) => {
    kept.set(name, secret)
    return Promise.resolve(ok(undefined))
  },
})
const valueOf = <T>(result: Result<T>): T => {
  if (!result.ok) throw new Error(result.fault.detail)
  return result.value
}

describe('the site key', () => {
  it('is made once and then always the same, with the same pin', async () => {
    const store = memoryStore()
    const first = valueOf(await openSiteKey(clock, store))
    const second = valueOf(await openSiteKey(clock, store))
    expect(second.pin).toBe(first.pin)
    expect(second.privateKeyPem).toBe(first.privateKeyPem)
  })

  it('has a self-signed P-256 certificate whose public key is what the pin names', async () => {
    const site = valueOf(await openSiteKey(clock, memoryStore()))
    const certificate = new X509Certificate(site.certificatePem)
    expect(certificate.verify(certificate.publicKey)).toBe(true)
    expect(certificate.checkIssued(certificate)).toBe(true)
    expect(certificate.publicKey.asymmetricKeyDetails).toEqual({ namedCurve: 'prime256v1' })
    expect(certificate.subjectAltName).toBe('DNS:racklight, DNS:racklight.local')
    expect([certificate.validFrom, certificate.validTo]).toEqual([
      'Jan  1 00:00:00 2020 GMT',
      'Dec 31 23:59:59 2049 GMT',
    ])
    const spki = certificate.publicKey.export({ type: 'spki', format: 'der' })
    expect(site.pin).toBe(`sha256//${createHash('sha256').update(spki).digest('base64')}`)
  })

  it('is refused, not replaced, when the store holds something else', async () => {
    const store = memoryStore(new Map([[siteKeyName, 'not a key']]))
    expect(await openSiteKey(clock, store)).toMatchObject({ ok: false, fault: { kind: 'malformed' } })
    expect(store.kept.get(siteKeyName)).toBe('not a key')
  })

  it('moves to another computer sealed by a passphrase', async () => {
    const here = valueOf(await openSiteKey(clock, memoryStore()))
    const file = valueOf(await sealSiteKey(clock, here.privateKeyPem, 'correct horse battery'))
    expect(file).not.toContain('PRIVATE')
    const there = memoryStore()
    const pem = valueOf(await unsealSiteKey(clock, file, 'correct horse battery'))
    expect(valueOf(await adoptSiteKey(clock, there, pem)).pin).toBe(here.pin)
    expect(valueOf(await openSiteKey(clock, there)).pin).toBe(here.pin)
  })

  it('does not open with another passphrase, nor after a change, nor with a weak one', async () => {
    const { privateKeyPem } = valueOf(await openSiteKey(clock, memoryStore()))
    const file = valueOf(await sealSiteKey(clock, privateKeyPem, 'correct horse battery'))
    expect(await unsealSiteKey(clock, file, 'correct horse batterz')).toMatchObject({
      ok: false,
      fault: { kind: 'denied' },
    })
    const sealed = JSON.parse(file) as { sealed: string }
    const bent = JSON.stringify({
      ...sealed,
      sealed: `${sealed.sealed.startsWith('A') ? 'B' : 'A'}${sealed.sealed.slice(1)}`,
    })
    expect(await unsealSiteKey(clock, bent, 'correct horse battery')).toMatchObject({
      ok: false,
      fault: { kind: 'denied' },
    })
    expect(await unsealSiteKey(clock, '{}', 'correct horse battery')).toMatchObject({
      ok: false,
      fault: { kind: 'malformed' },
    })
    expect(await sealSiteKey(clock, privateKeyPem, 'short')).toMatchObject({ ok: false })
  })
})
