// OAuth 1.0 PLAINTEXT as MAAS wants it: one header, no part of the request is signed.
import { randomBytes } from 'node:crypto'
import type { ApiKey } from './access.ts'

/** A header for one attempt: MAAS accepts a nonce once, and refuses a time more than 300 s behind its own. */
export function oauthHeader(key: ApiKey, atMs: number): string {
  const fields: readonly (readonly [string, string])[] = [
    ['oauth_version', '1.0'],
    ['oauth_signature_method', 'PLAINTEXT'],
    ['oauth_consumer_key', key.consumer],
    ['oauth_token', key.token],
    ['oauth_signature', `&${key.secret}`],
    ['oauth_nonce', randomBytes(16).toString('hex')],
    ['oauth_timestamp', String(Math.floor(atMs / 1000))],
  ]
  return `OAuth ${fields.map(([name, value]) => `${name}="${encodeURIComponent(value)}"`).join(', ')}`
}
