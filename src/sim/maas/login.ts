// Who asks? OAuth PLAINTEXT as MAAS checks it, with its flaw: a wrong secret is answered with the right one.
import type { Answer } from './answer.ts'
import { notModelled, refusedKey, sentence } from './answer.ts'

export interface Account {
  readonly username: string
  readonly email: string
  readonly isAdmin: boolean
  /** A machine's own key, good for reporting its progress alone. */
  readonly systemId?: string
  readonly consumer: string
  readonly token: string
  readonly secret: string
}

export type Asker = { readonly account: Account } | { readonly anonymous: true } | { readonly refused: Answer }

const required = [
  'oauth_consumer_key',
  'oauth_token',
  'oauth_signature',
  'oauth_signature_method',
  'oauth_timestamp',
  'oauth_nonce',
]
const thresholdS = 300

export class Login {
  readonly accounts: Account[] = []
  readonly #spent = new Set<string>()

  ask(header: string | null, nowMs: number): Asker {
    const given = readHeader(header)
    if (given === null) return { anonymous: true }
    const refused = (why: string): Asker => ({ refused: refusedKey(why) })
    const of = (name: string): string => given.get(name) ?? ''
    const known = this.accounts.filter(account => account.consumer === of('oauth_consumer_key'))
    if (known.length === 0) return refused('Invalid API key.')
    const account = known.find(one => one.token === of('oauth_token'))
    if (account === undefined) return refused(`'Invalid access token: ${of('oauth_token')}'`)

    const timestamp = of('oauth_timestamp')
    if (!/^\s*[+-]?\d+\s*$/.test(timestamp))
      return { refused: sentence(500, `invalid literal for int() with base 10: '${timestamp}'`) }
    const now = Math.floor(nowMs / 1000)
    if (now - Number(timestamp) > thresholdS)
      return refused(
        `'Expired timestamp: given ${Number(timestamp)} and now ${now}, has a greater difference than threshold ${thresholdS}'`,
      )
    const nonce = of('oauth_nonce')
    if (nonce.length > 255) return { refused: sentence(500, 'value too long for type character varying(255)\n') }
    const spent = `${account.consumer} ${account.token} ${nonce}`
    if (this.#spent.has(spent)) return refused(`'Nonce already used: ${nonce}'`)
    this.#spent.add(spent)

    const method = of('oauth_signature_method')
    if (method === 'HMAC-SHA1') return { refused: notModelled('HMAC-SHA1 signatures') }
    if (method !== 'PLAINTEXT')
      return refused(`'Signature method ${method} not supported try one of the following: PLAINTEXT, HMAC-SHA1'`)
    if (of('oauth_signature') !== `&${account.secret}`)
      return refused(`'Invalid signature. Expected signature base string: &${account.secret}'`)
    return { account }
  }
}

function readHeader(header: string | null): Map<string, string> | null {
  if (header === null || !/^OAuth /i.test(header)) return null
  const given = new Map<string, string>()
  for (const pair of header.slice(6).split(',')) {
    if (pair.includes('realm')) continue
    const [name = '', value = ''] = pair.trim().split('=', 2)
    given.set(name, decodeURIComponent(value.replace(/^"|"$/g, '')))
  }
  return required.every(name => given.has(name)) ? given : null
}
