// Where a MAAS is and with which key one speaks to it.
import { fault, ok } from '#core/fault.ts'
import type { Result } from '#core/fault.ts'

export interface MaasAccess {
  /** Like `http://maas.example.com:5240/MAAS`. */
  readonly url: string
  /** `consumer:token:secret`, as MAAS shows it. */
  readonly apiKey: string
  readonly tls?: {
    /** PEM of the authority that signed MAAS's certificate. */
    readonly ca?: string
    /** SHA-256 of the certificate itself, hex with or without colons. */
    readonly fingerprint?: string
  }
}

export interface ApiKey {
  readonly consumer: string
  readonly token: string
  readonly secret: string
}

export function parseApiKey(text: string): Result<ApiKey> {
  const [consumer, token, secret, ...more] = text.trim().split(':')
  const parts = [consumer, token, secret]
  if (more.length > 0 || !parts.every(part => part !== undefined && /^[\x21-\x7e]+$/.test(part)))
    return fault(
      'malformed',
      'MAAS API key',
      'The API key does not have three parts joined by colons.',
      'Copy the whole key from MAAS: your name, then API keys.',
    )
  return ok({ consumer: consumer ?? '', token: token ?? '', secret: secret ?? '' })
}

/** The address of the region, ending in `/MAAS`. */
export function parseMaasUrl(text: string): Result<URL> {
  const mend = 'Write it like http://maas.example.com:5240/MAAS.'
  if (!URL.canParse(text.trim())) return fault('malformed', 'MAAS address', 'The address is not a URL.', mend)
  const url = new URL(text.trim())
  if (url.protocol !== 'http:' && url.protocol !== 'https:')
    return fault('malformed', 'MAAS address', `The address begins with ${url.protocol} instead of http or https.`, mend)
  if (url.username !== '' || url.password !== '')
    return fault('malformed', 'MAAS address', 'The address holds a user name or a password.', mend)
  const path = url.pathname.replace(/\/(api\/2\.0\/?)?$/, '')
  url.pathname = path === '' ? '/MAAS' : path
  url.search = ''
  url.hash = ''
  return ok(url)
}
