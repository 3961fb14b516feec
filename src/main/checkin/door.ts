// Who may come in, and how long they may stand there without a word.
import type { IncomingMessage } from 'node:http'
import type { Server, Socket } from 'node:net'
import type { Clock } from '#core/ports.ts'
import { headersWithinMs, idleWithinMs, mostConnections, mostConnectionsPerAddress } from './limits.ts'

interface Visitor {
  readonly socket: Socket
  deadline: AbortController
}

export interface Door {
  /** The headers of a request are complete: the clock of its connection stops until `done`. */
  busy(request: IncomingMessage): void
  done(request: IncomingMessage): void
  /** Ends every connection at once. */
  empty(): void
}

// A TLS socket and the raw socket below it agree in this.
const nameOf = (socket: Socket): string => `${socket.remoteAddress ?? ''}|${socket.remotePort ?? 0}`

export const keepDoor = (server: Server, clock: Clock, onShed: () => void): Door => {
  const visitors = new Map<string, Visitor>()
  const perAddress = new Map<string, number>()
  server.maxConnections = mostConnections
  server.on('drop', onShed)

  const arm = (visitor: Visitor, withinMs: number): void => {
    visitor.deadline.abort()
    visitor.deadline = new AbortController()
    void clock.wait(withinMs, visitor.deadline.signal).then(late => late && visitor.socket.destroy())
  }

  server.on('connection', (socket: Socket) => {
    const address = socket.remoteAddress ?? ''
    const there = perAddress.get(address) ?? 0
    if (there >= mostConnectionsPerAddress) {
      socket.destroy()
      onShed()
      return
    }
    perAddress.set(address, there + 1)
    const name = nameOf(socket)
    const visitor: Visitor = { socket, deadline: new AbortController() }
    visitors.set(name, visitor)
    arm(visitor, headersWithinMs)
    socket.on('close', () => {
      visitor.deadline.abort()
      if (visitors.get(name) === visitor) visitors.delete(name)
      const left = (perAddress.get(address) ?? 1) - 1
      if (left > 0) perAddress.set(address, left)
      else perAddress.delete(address)
    })
  })

  return {
    busy: request => visitors.get(nameOf(request.socket))?.deadline.abort(),
    done: request => {
      const visitor = visitors.get(nameOf(request.socket))
      if (visitor) arm(visitor, idleWithinMs)
    },
    empty: () => visitors.forEach(({ socket }) => socket.destroy()),
  }
}
