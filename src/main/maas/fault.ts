// What went wrong with MAAS, in plain words; no fault ever holds a 401's body or a part of the key.
import { fault } from '#core/fault.ts'
import type { Fault } from '#core/fault.ts'
import type { ApiKey } from './access.ts'
import { Untrusted } from './tls.ts'
import { Cancelled, TimedOut } from './transport.ts'
import type { HttpAnswer } from './transport.ts'

type Failed = { ok: false; fault: Fault }

export function connectionFault(where: string, error: unknown, timeoutMs: number): Failed {
  if (error instanceof Cancelled) return fault('cancelled', where, 'The question to MAAS was called off.')
  if (error instanceof TimedOut)
    return fault(
      'timeout',
      where,
      `MAAS did not answer within ${timeoutMs / 1000} s.`,
      'See whether MAAS is overloaded or the network is slow, then try again.',
    )
  if (error instanceof Untrusted) return untrusted(where, error)
  const code = error instanceof Error && 'code' in error ? String(error.code) : ''
  if (/WRONG_VERSION|EPROTO|SSL_/.test(code))
    return fault(
      'unreachable',
      where,
      'This port does not speak https.',
      'Write the address with http, or with the TLS port.',
    )
  if (code.startsWith('HPE_'))
    return fault(
      'malformed',
      where,
      'This port does not answer in HTTP.',
      'See whether the address and port are those of MAAS.',
    )
  const said: Record<string, string> = {
    ENOTFOUND: 'The name of the MAAS server is not known here.',
    EAI_AGAIN: 'The name of the MAAS server could not be looked up.',
    ECONNREFUSED: 'Nothing listens at the address of MAAS.',
    ECONNRESET: 'MAAS broke off the connection.',
    EHOSTUNREACH: 'There is no way through the network to MAAS.',
    ENETUNREACH: 'There is no way through the network to MAAS.',
    ETIMEDOUT: 'MAAS does not answer on the network.',
  }
  return fault(
    'unreachable',
    where,
    said[code] ?? `The connection to MAAS failed${code === '' ? '' : ` (${code})`}.`,
    'See that the address is right, that MAAS runs, and that this network reaches it.',
  )
}

function untrusted(where: string, { message, fingerprint, pinned }: Untrusted): Failed {
  const shown = `It shows SHA-256 ${fingerprint}.`
  if (pinned)
    return fault(
      'denied',
      where,
      `The certificate of MAAS is not the one that was trusted. ${shown}`,
      'If the certificate was renewed, compare this fingerprint on the MAAS server and trust it anew; else somebody is in between.',
    )
  return fault(
    'denied',
    where,
    `The certificate of MAAS cannot be trusted (${message}). ${shown}`,
    'Give the authority\u2019s certificate, or compare this fingerprint on the MAAS server and trust it.',
  )
}

export function redirectFault(where: string, url: URL, answer: HttpAnswer): Failed {
  const location = String(answer.headers.location ?? '')
  const target = URL.canParse(location, url.href) ? new URL(location, url.href).origin : 'another address'
  const tls = url.protocol === 'http:' && target.startsWith('https:')
  return fault(
    'notSupported',
    where,
    `MAAS sends us on to ${target}, and a key is never sent after a redirect.`,
    tls ? `This MAAS uses TLS: set its address to ${target}/MAAS.` : 'Set the address of MAAS itself.',
  )
}

/** Sorts a refusal of the key by the answer's text, which goes no further: it may hold the true secret. */
export function readRefusedKey(answer: HttpAnswer): 'expired' | 'nonce' | 'key' {
  if (/Expired timestamp/.test(answer.body)) return 'expired'
  return /Nonce already used/.test(answer.body) ? 'nonce' : 'key'
}

export function statusFault(where: string, answer: HttpAnswer, key: ApiKey): Failed {
  const said = textOf(answer, key)
  const because = said === '' ? '' : `: ${said}`
  switch (answer.status) {
    case 401:
      return fault('denied', where, 'MAAS does not accept this API key.', 'Make a new key in MAAS and enter it here.')
    case 403:
      return fault(
        'denied',
        where,
        `MAAS refuses this to the owner of the key${because || '.'}`,
        'Use an administrator\u2019s key, and see that the machine is not locked.',
      )
    case 404:
    case 410:
      return fault(
        'gone',
        where,
        `MAAS does not know what was asked for${because || '.'}`,
        'See whether it was deleted in MAAS.',
      )
    case 409:
      return fault(
        'busy',
        where,
        `MAAS cannot do this now${because || '.'}`,
        'Wait for the machine to settle, then try again.',
      )
    case 503:
      return fault(
        'busy',
        where,
        `MAAS is not ready${because || '.'}`,
        'See that a rack controller is connected, then try again.',
      )
    case 502:
    case 504:
      return fault('timeout', where, `MAAS had no answer in time${because || '.'}`, 'Try again in a minute.')
    default:
      if (answer.status >= 500)
        return fault(
          'io',
          where,
          `MAAS failed inside (${answer.status})${because || '.'}`,
          'Look into the MAAS region log.',
        )
      return fault('malformed', where, `MAAS refused the request (${answer.status})${because || '.'}`)
  }
}

const maxTextLength = 300

function textOf(answer: HttpAnswer, key: ApiKey): string {
  const type = String(answer.headers['content-type'] ?? '')
  if (answer.status === 401 || type.includes('html')) return ''
  const plain = [key.secret, key.token, key.consumer]
    .reduce(
      (text, part) => text.replaceAll(part, '***'),
      type.includes('json') ? fieldErrors(answer.body) : answer.body,
    )
    .replace(/[\u0000-\u001f\u007f]+/g, ' ')
    .trim()
  return plain.length > maxTextLength ? `${plain.slice(0, maxTextLength)}...` : plain
}

/** MAAS's form errors: an object of field names, each with a list of sentences. */
function fieldErrors(body: string): string {
  try {
    const said: unknown = JSON.parse(body)
    if (typeof said !== 'object' || said === null) return String(said)
    return Object.entries(said)
      .map(([field, texts]) => `${field}: ${Array.isArray(texts) ? texts.join(' ') : String(texts)}`)
      .join('; ')
  } catch {
    return ''
  }
}
