// The server that machines with keys check in at.
import { createServer as createPlain, type Server as PlainServer } from 'node:http'
import { createServer, type Server as TlsServer } from 'node:https'
import type { AddressInfo, Socket } from 'node:net'
import { fault, ok, type Fault, type Result } from '#core/fault.ts'
import { makeCounter, type Counted, type Counter } from './counter.ts'
import type { CheckInDesk, SavedSession } from './desk.ts'
import { keepDoor, type Door } from './door.ts'
import type { Hearts } from './hearts.ts'
import { mostHeaderBytes } from './limits.ts'
import { serve } from './routes.ts'
import { watchSleep } from './sleep-watch.ts'

export interface CheckInPlace {
  /** The address of the chosen interface. */
  readonly host: string
  /** 0 lets the system choose. */
  readonly port: number
  readonly privateKeyPem: string
  readonly certificatePem: string
  /** Sessions of before a restart. */
  readonly sessions?: readonly SavedSession[]
}

export interface CheckIn {
  readonly host: string
  readonly port: number
  readonly hearts: Hearts
  /** False when the session's key is unknown here. */
  restore(saved: SavedSession): boolean
  /** The session is over: its later beats are unknown. */
  forget(sid: string): void
  /** Plain HTTP for unproved beats alone; open only while a key from which firmware starts is in use. */
  openHints(port: number): Promise<Result<OpenHints>>
  counts(): Partial<Record<Counted, number>>
  close(): Promise<void>
}

export interface OpenHints {
  readonly port: number
  close(): Promise<void>
}

type AnyServer = PlainServer | TlsServer

/** Opens the server; it serves until `close`. */
export const openCheckIn = async (desk: CheckInDesk, place: CheckInPlace): Promise<Result<CheckIn>> => {
  const counter = makeCounter(desk)
  const stop = new AbortController()
  const limits = { maxHeaderSize: mostHeaderBytes, headersTimeout: 0, requestTimeout: 0, keepAliveTimeout: 0 }
  const tls = createServer({ ...limits, key: place.privateKeyPem, cert: place.certificatePem, minVersion: 'TLSv1.2' })
  const open = new Map<AnyServer, Door>([[tls, staff(tls, counter, false)]])
  const end = async (server: AnyServer): Promise<void> => {
    const door = open.get(server)
    open.delete(server)
    if (door) await desk.clock.io(shut(server, door))
  }

  const listening = await desk.clock.io(listen(tls, place.host, place.port))
  if (!listening.ok) return listening
  const openHints = async (port: number): Promise<Result<OpenHints>> => {
    const plain = createPlain(limits)
    const heard = await desk.clock.io(listen(plain, place.host, port))
    if (!heard.ok) return heard
    open.set(plain, staff(plain, counter, true))
    return ok({ port: heard.value, close: () => end(plain) })
  }
  const restore = (saved: SavedSession): boolean => {
    const secret = desk.secretOf(saved.kid)
    if (!secret) return false
    if (counter.sessions.of(saved.sid)) return true
    counter.sessions.open(saved, secret)
    // No beat has come to this process yet: the heart is known, and silent until it beats.
    counter.hearts.begin({ sid: saved.sid, kid: saved.kid, uuid: saved.uuid, proved: true }, 0)
    return true
  }
  for (const saved of place.sessions ?? []) restore(saved)
  void watchSleep(desk.clock, counter.hearts, stop.signal)
  return ok({
    host: place.host,
    port: listening.value,
    hearts: counter.hearts,
    restore,
    forget: sid => {
      counter.sessions.forget(sid)
      counter.hearts.end(sid)
    },
    openHints,
    counts: () => Object.fromEntries(counter.counts),
    close: async () => {
      stop.abort()
      await Promise.all([...open.keys()].map(end))
    },
  })
}

const staff = (server: AnyServer, counter: Counter, hintsOnly: boolean): Door => {
  const door = keepDoor(server, counter.desk.clock, () => {
    counter.count('shed')
    counter.hearts.mark('shed', counter.desk.clock.now())
  })
  server.on('request', (request, response) => void serve(counter, door, request, response, hintsOnly))
  server.on('clientError', (error: NodeJS.ErrnoException, socket: Socket) => {
    // A machine that lost power resets its connection: only what is not HTTP counts.
    if (error.code?.startsWith('HPE_')) counter.count('malformed')
    socket.destroy()
  })
  return door
}

const listen = (server: AnyServer, host: string, port: number): Promise<Result<number>> =>
  new Promise(resolve => {
    server.on('error', (error: NodeJS.ErrnoException) =>
      resolve(listenFault(error.code ?? 'unknown error', host, port)),
    )
    server.listen({ host, port, exclusive: true }, () => resolve(ok((server.address() as AddressInfo).port)))
  })

const listenFault = (code: string, host: string, port: number): { ok: false; fault: Fault } => {
  const where = `check-in ${host}:${port}`
  if (code === 'EADDRINUSE')
    return fault(
      'busy',
      where,
      `Port ${port} is already taken by another program.`,
      'Choose another port for the check-in, or end that program.',
    )
  if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND')
    return fault(
      'gone',
      where,
      'This computer has no such address now.',
      'Connect the network, or choose another interface for the check-in.',
    )
  if (code === 'EACCES')
    return fault('denied', where, `Listening on port ${port} is not permitted.`, 'Choose a port above 1023.')
  return fault('io', where, `The check-in server cannot listen (${code}).`)
}

const shut = (server: AnyServer, door: Door): Promise<void> =>
  new Promise(resolve => {
    server.close(() => resolve())
    door.empty()
    server.closeAllConnections()
  })
