// From an HTTP request to the route that answers it, and the answer back onto the wire.
import type { IncomingMessage, ServerResponse } from 'node:http'
import { answerBeat, answerBye } from './beat.ts'
import { jsonIn, readBody } from './body.ts'
import type { Answer, Counter, Visit } from './counter.ts'
import type { Door } from './door.ts'
import { answerHello } from './hello.ts'
import { answerProve } from './prove.ts'
import { answerSeen } from './seen.ts'

type PostRoute = (counter: Counter, bytes: Uint8Array, visit: Visit) => Answer | Promise<Answer>

const postRoutes: Readonly<Record<string, PostRoute>> = {
  '/v1/hello': (counter, bytes, visit) => answerHello(counter, jsonIn(bytes), visit),
  '/v1/prove': (counter, bytes, visit) => answerProve(counter, bytes, jsonIn(bytes), visit),
  '/v1/beat': (counter, bytes, visit) => answerBeat(counter, jsonIn(bytes), visit),
  '/v1/bye': (counter, bytes, visit) => answerBye(counter, jsonIn(bytes), visit),
}

/** Serves one request; `hintsOnly` is the plain HTTP side, which knows nothing but /v1/seen. */
export const serve = async (
  counter: Counter,
  door: Door,
  request: IncomingMessage,
  response: ServerResponse,
  hintsOnly: boolean,
): Promise<void> => {
  const visit = { address: request.socket.remoteAddress ?? '', receivedAt: counter.desk.clock.now() }
  door.busy(request)
  response.on('close', () => door.done(request))
  // Firmware takes an answer without a body for ended only when the connection ends.
  if (hintsOnly) response.setHeader('Connection', 'close')
  // A machine that loses power in the middle is no fault of the server.
  response.on('error', () => undefined)
  try {
    send(request, response, await answerTo(counter, request, visit, hintsOnly))
  } catch (error) {
    counter.count('bug')
    counter.desk.onBug(error)
    send(request, response, { status: 500, body: {} })
  }
}

const answerTo = async (
  counter: Counter,
  request: IncomingMessage,
  visit: Visit,
  hintsOnly: boolean,
): Promise<Answer> => {
  const target = request.url ?? ''
  const [path = '', query = ''] = target.split('?', 2)
  if (path === '/v1/seen') {
    return request.method === 'GET' ? answerSeen(counter, new URLSearchParams(query), visit) : { status: 405, body: {} }
  }
  const route = hintsOnly || !Object.hasOwn(postRoutes, path) ? undefined : postRoutes[path]
  if (!route) return { status: 404, body: {} }
  if (request.method !== 'POST') return { status: 405, body: {} }
  const body = await readBody(request, counter.desk.clock)
  if ('read' in body) return route(counter, body.read, visit)
  if (body.failed === 'broken') return { status: 400, body: {} }
  counter.count(body.failed)
  return { status: body.failed === 'tooLarge' ? 413 : 408, body: {} }
}

const send = (request: IncomingMessage, response: ServerResponse, answer: Answer): void => {
  if (response.destroyed || response.headersSent) return
  const body = answer.body ? JSON.stringify(answer.body) : ''
  response.sendDate = false
  response.setHeader('Cache-Control', 'no-store')
  if (body !== '') response.setHeader('Content-Type', 'application/json')
  if (answer.status !== 204) response.setHeader('Content-Length', Buffer.byteLength(body))
  // What was not read is not waited for.
  if (!request.complete) response.setHeader('Connection', 'close')
  response.writeHead(answer.status)
  response.end(body)
}
