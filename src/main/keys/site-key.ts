// The site's own key pair: what every enlistment key of the site pins.
import { createHash, createPrivateKey, createPublicKey, generateKeyPair, type KeyObject } from 'node:crypto'
import { promisify } from 'node:util'
import type { Clock } from '#core/ports.ts'
import { fault, ok, type Result } from '#core/fault.ts'
import { selfSignedCertificate } from './certificate.ts'

/** Where secrets lie; the vault fits it. */
export interface SecretStore {
  get(name: string): Promise<Result<string | null>>
  set(name: string, secret: string): Promise<Result<void>>
}

export interface SiteKey {
  /** `sha256//` and the base64 SHA-256 of the public key (SPKI), as curl writes it. */
  readonly pin: string
  readonly certificatePem: string
  /** Secret: for the TLS server alone. */
  readonly privateKeyPem: string
}

export const siteKeyName = 'site-key'
const dnsNames = ['racklight', 'racklight.local']

/** The site's key from the store; made and stored at the first call. */
export const openSiteKey = async (clock: Clock, store: SecretStore): Promise<Result<SiteKey>> => {
  const stored = await clock.io(store.get(siteKeyName))
  if (!stored.ok) return stored
  if (stored.value !== null) return readSiteKey(stored.value)
  const { privateKey } = await clock.io(promisify(generateKeyPair)('ec', { namedCurve: 'prime256v1' }))
  const pem = pemOf(privateKey)
  const kept = await clock.io(store.set(siteKeyName, pem))
  return kept.ok ? readSiteKey(pem) : kept
}

/** Puts a key from another computer of the site in place of this one's. */
export const adoptSiteKey = async (
  clock: Clock,
  store: SecretStore,
  privateKeyPem: string,
): Promise<Result<SiteKey>> => {
  const read = readSiteKey(privateKeyPem)
  if (!read.ok) return read
  const kept = await clock.io(store.set(siteKeyName, read.value.privateKeyPem))
  return kept.ok ? read : kept
}

export const pinOf = (key: KeyObject): string => {
  const spki = createPublicKey(key).export({ type: 'spki', format: 'der' })
  return `sha256//${createHash('sha256').update(spki).digest('base64')}`
}

const pemOf = (key: KeyObject): string => key.export({ type: 'pkcs8', format: 'pem' }).toString()

const readSiteKey = (pem: string): Result<SiteKey> => {
  let key: KeyObject
  try {
    key = createPrivateKey(pem)
  } catch {
    return damaged
  }
  if (key.asymmetricKeyType !== 'ec' || key.asymmetricKeyDetails?.namedCurve !== 'prime256v1') return damaged
  return ok({ pin: pinOf(key), certificatePem: selfSignedCertificate(key, dnsNames), privateKeyPem: pemOf(key) })
}

const damaged = fault(
  'malformed',
  'site key',
  'The stored key of this site cannot be read as a P-256 private key.',
  'Import the site key that was exported, or make new enlistment keys after replacing it.',
)
