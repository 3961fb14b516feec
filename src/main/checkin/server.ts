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
  /** Only while bootable keys without TLS are in use: plain HTTP for their unproved beats. */
  readonly plainPort?: number
  /** Sessions of before a restart. */
  readonly sessions?: readonly SavedSession[]
}

export interface CheckIn {
  readonly host: string
  readonly port: number
  readonly plainPort: number | null
  readonly hearts: Hearts
  /** False when the session's key is unknown here. */
  restore(saved: SavedSession): boolean
  /** The session is over: its later beats are unknown. */
  forget(sid: string): void
  counts(): Partial<Record<Counted, number>>
  close(): Promise<void>
}

type AnyServer = PlainServer | TlsServer

/** Opens the server; it serves until `close`. */
export const openCheckIn = async (desk: CheckInDesk, place: CheckInPlace): Promise<Result<CheckIn>> => {
  const counter = makeCounter(desk)
  const stop = new AbortController()
  const limits = { maxHeaderSize: mostHeaderBytes, headersTimeout: 0, requestTimeout: 0, keepAliveTimeout: 0 }
  const tls = createServer({ ...limits, key: place.privateKeyPem, cert: place.certificatePem, minVersion: 'TLSv1.2' })
  const doors = [staff(tls, counter, false)]
  const servers: AnyServer[] = [tls]
  const close = async (): Promise<void> => {
    stop.abort()
    await Promise.all(servers.map((server, i) => desk.clock.io(shut(server, doors[i]))))
  }

  const listening = await desk.clock.io(listen(tls, place.host, place.port))
  if (!listening.ok) return listening
  let plainPort: number | null = null
  if (place.plainPort !== undefined) {
    const plain = createPlain(limits)
    const plainListening = await desk.clock.io(listen(plain, place.host, place.plainPort))
    if (!plainListening.ok) {
      await close()
      return plainListening
    }
    doors.push(staff(plain, counter, true))
    servers.push(plain)
    plainPort = plainListening.value
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
    plainPort,
    hearts: counter.hearts,
    restore,
    forget: sid => {
      counter.sessions.forget(sid)
      counter.hearts.end(sid)
    },
    counts: () => Object.fromEntries(counter.counts),
    close,
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

const shut = (server: AnyServer, door: Door | undefined): Promise<void> =>
  new Promise(resolve => {
    server.close(() => resolve())
    door?.empty()
    server.closeAllConnections()
  })
