// The double's HTTP server: reads a request, obeys the knobs, writes the answer, remembers both.
import http from 'node:http'
import https from 'node:https'
import type { Clock } from '#core/ports.ts'
import { VirtualClock } from '../virtual-clock.ts'
import type { Answer } from './answer.ts'
import { sentence } from './answer.ts'
import type { Fields, SimRequest } from './request.ts'
import { readRequest } from './request.ts'
import { route } from './router.ts'
import type { MaasWorld } from './world.ts'

export interface LoggedRequest {
  readonly method: string
  readonly path: string
  readonly query: Fields
  readonly form: Fields
  /** Whether a key came along, good or bad. */
  readonly signed: boolean
  /** Who asked, null without a good key. */
  readonly by: string | null
  readonly status: number
  readonly at: number
}

export interface TlsIdentity {
  readonly key: string
  readonly cert: string
}

const forEver = 24 * 3_600_000
/** What a region with TLS still answers on plain http, for machines that enlist. */
const plainPaths = /^\/MAAS\/(rpc|metadata|api\/2\.0\/machines)/

export function makeServer(world: MaasWorld, clock: Clock, requests: LoggedRequest[], tls?: TlsIdentity): http.Server {
  const listener = (request: http.IncomingMessage, response: http.ServerResponse): void =>
    void answer(world, clock, requests, request, response)
  const server = tls === undefined ? http.createServer(listener) : https.createServer({ ...tls }, listener)
  server.on('connection', socket => {
    if (world.knobs.breakOff) socket.destroy()
  })
  return server
}

async function answer(
  world: MaasWorld,
  clock: Clock,
  requests: LoggedRequest[],
  incoming: http.IncomingMessage,
  response: http.ServerResponse,
): Promise<void> {
  response.sendDate = false
  const parts: Buffer[] = []
  incoming.on('error', () => undefined)
  response.on('error', () => undefined)
  for await (const part of incoming) parts.push(Buffer.from(part))
  const { authorization = null, 'content-type': contentType = null } = incoming.headers
  const body = Buffer.concat(parts).toString('utf8')
  const target = incoming.url ?? '/'
  const method = incoming.method ?? 'GET'
  const request = readRequest(method, target, { contentType, authorization }, body)
  if (world.knobs.silent || world.knobs.slowMs > 0) {
    const gone = new AbortController()
    response.once('close', () => gone.abort())
    const ms = world.knobs.silent ? forEver : world.knobs.slowMs
    const waited = clock instanceof VirtualClock ? clock.holdAnswer(ms, gone.signal) : clock.wait(ms, gone.signal)
    if (!(await waited)) return
  }

  const known = 'status' in request ? null : request
  const { answer: said, by } = known === null ? { answer: request as Answer, by: null } : reply(world, known)
  requests.push({
    method,
    path: known?.path ?? target,
    query: known?.query ?? [],
    form: known?.fields ?? [],
    signed: authorization !== null,
    by: by?.username ?? null,
    status: said.status,
    at: clock.now(),
  })
  const bytes = Buffer.from(said.body, 'utf8')
  response.writeHead(said.status, {
    Date: new Date(world.now()).toUTCString(),
    'Content-Type': said.type,
    'X-Frame-Options': 'DENY',
    ...said.headers,
    ...(said.status === 204 ? {} : { 'Content-Length': String(bytes.length) }),
  })
  response.end(method === 'HEAD' ? undefined : bytes)
}

const failures = {
  403: 'This method is reserved for admin users.',
  500: 'Internal failure.',
  503: 'The MAAS region is starting up.',
} as const

function reply(world: MaasWorld, request: SimRequest): ReturnType<typeof route> {
  const { knobs } = world
  if (knobs.redirectTo !== null && !plainPaths.test(request.path)) {
    const location = `${knobs.redirectTo}${request.path}`
    return { answer: { status: 301, type: 'text/html', body: '', headers: { Location: location } }, by: null }
  }
  if (knobs.failWith !== null && knobs.failTimes > 0 && knobs.failOn(request)) {
    knobs.failTimes--
    const failed = sentence(knobs.failWith, failures[knobs.failWith])
    const retry = knobs.retryAfterS === null ? {} : { 'Retry-After': String(knobs.retryAfterS) }
    return { answer: { ...failed, headers: retry }, by: null }
  }
  return route(world, request)
}
