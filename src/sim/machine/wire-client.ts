// A machine's HTTPS client: it trusts the server's public key and nothing else, and tries each address it knows.
import { createHash } from 'node:crypto'
import { Agent, request as httpsRequest, type RequestOptions } from 'node:https'
import { connect, type TLSSocket } from 'node:tls'
import type { Clock } from '#core/ports.ts'

export interface WireAnswer {
  readonly status: number
  /** Undefined when it was not JSON. */
  readonly body: unknown
}

export interface WireClient {
  /** Null when no address answered. */
  post(path: string, document: unknown): Promise<WireAnswer | null>
  get(path: string): Promise<WireAnswer | null>
  /** Cuts every connection at once, as a machine that loses power does. */
  destroy(): void
}

export interface WireClientOptions {
  readonly clock: Clock
  readonly urls: readonly string[]
  /** Null: any server will do, as for a machine that has no key yet. */
  readonly pin: string | null
  /** The machine's own address, where many share a computer. */
  readonly localAddress?: string
  /** Sees the bytes of every request, as a tap on the machine would. */
  readonly onSend?: (path: string, body: string) => void
}

const answerWithinMs = 10_000
const mostAnswerBytes = 65_536

const pinOfPeer = (socket: TLSSocket): string | null => {
  const key = socket.getPeerX509Certificate()?.publicKey
  return key
    ? `sha256//${createHash('sha256')
        .update(key.export({ type: 'spki', format: 'der' }))
        .digest('base64')}`
    : null
}

class PinnedAgent extends Agent {
  readonly #pin: string | null

  constructor(pin: string | null) {
    super({ keepAlive: true, maxSockets: 1 })
    this.#pin = pin
  }

  // Nothing is sent before the pin is compared: Node's own check would need a certificate authority.
  override createConnection(
    options: RequestOptions,
    callback?: (error: Error | null, stream: TLSSocket) => void,
  ): null {
    const { host, port, localAddress } = options
    const place = { host: host ?? 'localhost', port: Number(port ?? 443), ...(localAddress && { localAddress }) }
    const socket = connect({ ...place, rejectUnauthorized: false, minVersion: 'TLSv1.2' })
    const fail = (error: Error): void => callback?.(error, socket)
    socket.once('error', fail)
    socket.once('secureConnect', () => {
      socket.off('error', fail)
      if (this.#pin === null || pinOfPeer(socket) === this.#pin) return callback?.(null, socket)
      socket.destroy()
      callback?.(new Error('another key than the pinned one'), socket)
    })
    return null
  }
}

export const makeWireClient = (options: WireClientOptions): WireClient => {
  const { clock, pin, localAddress, onSend } = options
  const agent = new PinnedAgent(pin)
  const life = new AbortController()
  let urls = [...options.urls]

  const once = (url: URL, body: string | null): Promise<WireAnswer | 'stale' | null> =>
    new Promise(resolve => {
      const inTime = new AbortController()
      const finish = (answer: WireAnswer | 'stale' | null): void => {
        inTime.abort()
        resolve(answer)
      }
      const headers =
        body === null ? {} : { 'Content-Type': 'application/json', 'Content-Length': Buffer.byteLength(body) }
      const sent = httpsRequest(url, {
        agent,
        method: body === null ? 'GET' : 'POST',
        headers,
        signal: life.signal,
        ...(localAddress === undefined ? {} : { localAddress }),
      })
      // A connection kept from before may have been closed at the other end.
      sent.on('error', () => finish(sent.reusedSocket ? 'stale' : null))
      sent.on('response', response => {
        const chunks: Buffer[] = []
        let size = 0
        response.on('data', (chunk: Buffer) => {
          size += chunk.length
          if (size > mostAnswerBytes) sent.destroy()
          else chunks.push(chunk)
        })
        response.on('error', () => finish(null))
        response.on('close', () => finish(null))
        response.on('end', () =>
          finish({ status: response.statusCode ?? 0, body: jsonOrUndefined(Buffer.concat(chunks).toString()) }),
        )
      })
      void clock.wait(answerWithinMs, inTime.signal).then(late => late && sent.destroy())
      sent.end(body ?? undefined)
    })

  const ask = async (path: string, body: string | null): Promise<WireAnswer | null> => {
    onSend?.(path, body ?? '')
    for (const base of urls) {
      if (life.signal.aborted) return null
      const url = new URL(path, base)
      let answer = await once(url, body)
      if (answer === 'stale' && !life.signal.aborted) answer = await once(url, body)
      if (answer === null || answer === 'stale') continue
      urls = [base, ...urls.filter(other => other !== base)]
      return answer
    }
    return null
  }

  return {
    post: (path, document) => clock.io(ask(path, JSON.stringify(document))),
    get: path => clock.io(ask(path, null)),
    destroy: () => {
      life.abort()
      agent.destroy()
    },
  }
}

const jsonOrUndefined = (text: string): unknown => {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
