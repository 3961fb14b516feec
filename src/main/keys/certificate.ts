// A self-signed X.509 certificate for a P-256 key, in the few DER shapes it needs. Machines trust the key's pin, not this paper.
import { createPublicKey, randomBytes, sign, type KeyObject } from 'node:crypto'

const der = (tag: number, ...parts: Uint8Array[]): Buffer => {
  const body = Buffer.concat(parts)
  if (body.length < 0x80) return Buffer.concat([Buffer.of(tag, body.length), body])
  const length = body.length < 0x100 ? [0x81, body.length] : [0x82, body.length >> 8, body.length & 0xff]
  return Buffer.concat([Buffer.of(tag, ...length), body])
}
const sequence = (...parts: Uint8Array[]): Buffer => der(0x30, ...parts)
const oid = (hex: string): Buffer => der(0x06, Buffer.from(hex, 'hex'))
const octets = (...parts: Uint8Array[]): Buffer => der(0x04, ...parts)
const bits = (bytes: Uint8Array): Buffer => der(0x03, Buffer.of(0), bytes)
const text = (tag: number, value: string): Buffer => der(tag, Buffer.from(value, 'latin1'))

const ecdsaWithSha256 = sequence(oid('2a8648ce3d040302'))
const commonName = '550403'
const basicConstraints = '551d13'
const extendedKeyUsage = '551d25'
const serverAuth = '2b06010505070301'
const subjectAltName = '551d11'
const isTrue = der(0x01, Buffer.of(0xff))
// The pin is the authority, and many machines boot with a wrong clock: so no date is ever the reason for a refusal.
const validity = sequence(text(0x17, '200101000000Z'), text(0x17, '491231235959Z'))

/** PEM text of a certificate that names the site and is signed by its own key. */
export const selfSignedCertificate = (privateKey: KeyObject, dnsNames: readonly string[]): string => {
  const spki = createPublicKey(privateKey).export({ type: 'spki', format: 'der' })
  const name = sequence(der(0x31, sequence(oid(commonName), text(0x0c, 'Racklight check-in'))))
  const serial = randomBytes(16)
  serial[0] = ((serial[0] ?? 0) & 0x3f) | 0x40
  const extensions = [
    sequence(oid(basicConstraints), isTrue, octets(sequence())),
    sequence(oid(extendedKeyUsage), octets(sequence(oid(serverAuth)))),
    sequence(oid(subjectAltName), octets(sequence(...dnsNames.map(dnsName => text(0x82, dnsName))))),
  ]
  const toSign = sequence(
    der(0xa0, der(0x02, Buffer.of(2))),
    der(0x02, serial),
    ecdsaWithSha256,
    name,
    validity,
    name,
    spki,
    der(0xa3, sequence(...extensions)),
  )
  const certificate = sequence(toSign, ecdsaWithSha256, bits(sign('sha256', toSign, privateKey)))
  const lines = certificate.toString('base64').match(/.{1,64}/g) ?? []
  return ['-----BEGIN CERTIFICATE-----', ...lines, '-----END CERTIFICATE-----', ''].join('\n')
}
