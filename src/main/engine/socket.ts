// The engine's door for other processes of the same user: calls, and a stream of events, as JSON lines over a socket.
import { chmodSync, lstatSync, rmSync } from 'node:fs'
import { connect, createServer, type Server, type Socket } from 'node:net'
import { isMainThread } from 'node:worker_threads'
import { z } from 'zod'
import { fault, ok, type Fault, type Result } from '#core/fault.ts'
import { parseLine, readLines, writeLine } from './json-lines.ts'
import { readySocketFolder } from './socket-path.ts'

/** What a client sends; `id` is its own and comes back with every answer. */
const Request = z.union([
  z.strictObject({ id: z.number().int(), call: z.string().max(64), ask: z.unknown() }),
  z.strictObject({ id: z.number().int(), watch: z.number().int().min(0) }),
  z.strictObject({ id: z.number().int(), stop: z.literal(true) }),
])
type Request = z.infer<typeof Request>

export type Stop = () => void

export interface EngineDoor {
  readonly path: string
  /** Answers a call. A throw is a bug: it is told to `onBug` and the caller gets the fault `bug`. */
  onCall(name: string, ask: unknown): Promise<unknown>
  /** Sends everything from `from` on, until stopped. */
  subscribe(from: number, send: (event: unknown) => void): Stop
  onBug(error: unknown): void
}

export interface EngineServer {
  readonly path: string
  close(): Promise<void>
}

const mostRequestChars = 1 << 20
// A watcher that does not read is let go before it fills the memory; it comes back with the last number it saw.
const mostUnreadBytes = 16 << 20
const mostWatchesEach = 16

/** Opens the door. The caller holds the lock of the data folder, so a socket found there is a dead engine's. */
export async function serveEngine(door: EngineDoor): Promise<Result<EngineServer>> {
  const folder = readySocketFolder(door.path)
  if (!folder.ok) return folder
  const free = await clearDeadSocket(door.path)
  if (!free.ok) return free
  const peers = new Set<Socket>()
  const server = createServer(socket => {
    peers.add(socket)
    socket.on('close', () => peers.delete(socket))
    servePeer(socket, door)
  })
  const listening = await listen(server, door.path)
  if (!listening.ok) return listening
  server.on('error', door.onBug)
  return ok({ path: door.path, close: () => closeAll(server, peers) })
}

function servePeer(socket: Socket, door: EngineDoor): void {
  const watches = new Map<number, Stop>()
  const answer = (document: object): void => writeLine(socket, document)

  function watch(id: number, from: number): void {
    if (watches.has(id) || watches.size >= mostWatchesEach) return answer({ id, fault: tooManyWatches })
    // Known before it starts: the first events may overflow the peer while `subscribe` is still running.
    watches.set(id, () => {})
    const stop = door.subscribe(from, event => {
      answer({ id, event })
      if (socket.writableLength > mostUnreadBytes) socket.destroy()
    })
    if (socket.destroyed) stop()
    else watches.set(id, stop)
  }

  function stopWatch(id: number): void {
    watches.get(id)?.()
    watches.delete(id)
  }

  async function call(id: number, name: string, ask: unknown): Promise<void> {
    try {
      answer({ id, answer: (await door.onCall(name, ask)) ?? null })
    } catch (error) {
      door.onBug(error)
      answer({ id, fault: bugIn(name) })
    }
  }

  function serve(request: Request): void {
    if ('call' in request) void call(request.id, request.call, request.ask)
    else if ('watch' in request) watch(request.id, request.watch)
    else stopWatch(request.id)
  }

  readLines(socket, mostRequestChars, {
    onLine: line => {
      const request = Request.safeParse(parseLine(line))
      if (request.success) serve(request.data)
      else answer({ id: null, fault: notUnderstood })
    },
    onTooLong: () => {
      answer({ id: null, fault: tooLong })
      socket.destroySoon()
    },
  })
  // A peer that goes away is no news; 'close' follows.
  socket.on('error', () => {})
  socket.on('close', () => {
    for (const stop of watches.values()) stop()
    watches.clear()
  })
}

function listen(server: Server, path: string): Promise<Result<void>> {
  return new Promise(resolve => {
    server.once('error', error => resolve(listenFault(error, path)))
    // listen() binds before it returns, so the socket is never there with wider rights. Worker threads have no umask.
    const before = isMainThread ? process.umask(0o177) : undefined
    server.listen(path, () => {
      server.removeAllListeners('error')
      if (process.platform !== 'win32') chmodSync(path, 0o600)
      resolve(ok(undefined))
    })
    if (before !== undefined) process.umask(before)
  })
}

async function clearDeadSocket(path: string): Promise<Result<void>> {
  if (process.platform === 'win32') return ok(undefined)
  const found = lstatSync(path, { throwIfNoEntry: false })
  if (!found) return ok(undefined)
  if (!found.isSocket()) return fault('denied', path, 'there is a file where the socket should be', 'Move it away.')
  if (await answers(path)) return fault('busy', path, 'another engine listens here', 'Close the other Racklight first.')
  rmSync(path, { force: true })
  return ok(undefined)
}

const answers = (path: string): Promise<boolean> =>
  new Promise(resolve => {
    const probe = connect(path)
    const say = (alive: boolean): void => {
      probe.destroy()
      resolve(alive)
    }
    probe.once('connect', () => say(true))
    probe.once('error', () => say(false))
  })

function closeAll(server: Server, peers: ReadonlySet<Socket>): Promise<void> {
  return new Promise(resolve => {
    server.close(() => resolve())
    for (const peer of peers) {
      // What lies unread in the socket was never begun, and its sender should know.
      writeLine(peer, { id: null, fault: closing })
      peer.destroy()
    }
  })
}

function listenFault(error: Error, path: string): Result<never> {
  const code = 'code' in error ? String(error.code) : error.message
  if (code === 'EADDRINUSE')
    return fault('busy', path, 'another engine listens here', 'Close the other Racklight first.')
  return fault('denied', path, `the engine's socket could not be made: ${code}`, 'Check the rights on the data folder.')
}

const bugIn = (name: string): Fault => ({
  kind: 'bug',
  where: `engine call ${name}`,
  detail: 'the engine failed; its log says where',
})
/** The word of an engine that ends: what was asked after it has not been begun. */
export const closing: Fault = {
  kind: 'gone',
  where: 'engine',
  detail: 'It is closing and takes no more calls.',
  mend: 'Do it again.',
}
const notUnderstood: Fault = { kind: 'malformed', where: 'engine', detail: 'the line is not a request of this version' }
const tooLong: Fault = {
  kind: 'malformed',
  where: 'engine',
  detail: `a request may have ${mostRequestChars} characters`,
}
const tooManyWatches: Fault = {
  kind: 'busy',
  where: 'engine',
  detail: `a connection may watch ${mostWatchesEach} times, each with its own id`,
}
