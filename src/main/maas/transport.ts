// One HTTP exchange with MAAS: no redirect followed, and on https no byte sent before the certificate is found good.
import http from 'node:http'
import https from 'node:https'
import type { Cancel, Clock } from '#core/ports.ts'
import type { MaasAccess } from './access.ts'
import { connectTls } from './tls.ts'

export interface HttpRequest {
  readonly method: 'GET' | 'POST' | 'PUT'
  readonly url: URL
  readonly headers: Readonly<Record<string, string>>
  readonly body: string | null
}

export interface HttpAnswer {
  readonly status: number
  readonly headers: http.IncomingHttpHeaders
  readonly body: string
}

export class TimedOut extends Error {}
export class Cancelled extends Error {}

const maxAnswerBytes = 128 * 1024 * 1024

/** Rejects with what node says, with `TimedOut` or with `Cancelled`. */
export async function exchange(
  request: HttpRequest,
  options: { clock: Clock; timeoutMs: number; tls?: MaasAccess['tls']; cancel?: Cancel | undefined },
): Promise<HttpAnswer> {
  const { clock, cancel, timeoutMs } = options
  const over = new AbortController()
  const finished = new AbortController()
  const stop = (): void => over.abort(new Cancelled())
  cancel?.addEventListener('abort', stop)
  if (cancel?.aborted) stop()
  void clock.wait(timeoutMs, finished.signal).then(up => {
    if (up) over.abort(new TimedOut())
  })
  try {
    return await clock.io(send(request, options.tls, over.signal))
  } finally {
    finished.abort()
    cancel?.removeEventListener('abort', stop)
  }
}

function send(request: HttpRequest, tls: MaasAccess['tls'], over: AbortSignal): Promise<HttpAnswer> {
  return new Promise((resolve, reject) => {
    if (over.aborted) return reject(over.reason)
    const { url, method, headers, body } = request
    const options = { method, headers: { ...headers, Connection: 'close' } }
    const secure = url.protocol === 'https:'
    const sent = secure
      ? https.request(url, { ...options, createConnection: (_, done) => connectTls(url, tls, over, done) })
      : http.request(url, { ...options, agent: false })
    const abort = (): void => {
      sent.destroy()
      reject(over.reason)
    }
    over.addEventListener('abort', abort)
    const settle = (): void => over.removeEventListener('abort', abort)
    sent.on('error', error => {
      settle()
      reject(error)
    })
    sent.on('response', answer => {
      const parts: Buffer[] = []
      let sizeBytes = 0
      answer.on('data', (part: Buffer) => {
        parts.push(part)
        sizeBytes += part.length
        if (sizeBytes > maxAnswerBytes) answer.destroy(new Error('the answer is too long'))
      })
      answer.on('error', error => {
        settle()
        reject(error)
      })
      answer.on('end', () => {
        settle()
        resolve({
          status: answer.statusCode ?? 0,
          headers: answer.headers,
          body: Buffer.concat(parts).toString('utf8'),
        })
      })
    })
    sent.end(body ?? undefined)
  })
}
