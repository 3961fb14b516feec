// A datagram socket for the SNMP library: hands it whole packets only, because it throws on some damaged ones, which would
// end the program, and reads others leniently.
import { createSocket } from 'node:dgram'
import type { Socket, SocketType } from 'node:dgram'

export interface Guard {
  /** Whether the library may see this packet. */
  admits(packet: Uint8Array): boolean
  /** The library threw on a packet. */
  stumbled(): void
}

/** Stands in for `node:dgram`. */
export function guardedSocket(guard: Guard): { createSocket: (type: SocketType) => Socket } {
  return {
    createSocket: type => {
      const socket = createSocket(type)
      const listen = socket.on.bind(socket)
      socket.on = ((event: 'message', listener: (...args: unknown[]) => void) =>
        listen(event, event === 'message' ? guarded(listener, guard) : listener)) as Socket['on']
      return socket
    },
  }
}

const guarded =
  (listener: (...args: unknown[]) => void, { admits, stumbled }: Guard) =>
  (...args: unknown[]): void => {
    const [packet] = args
    if (!(packet instanceof Uint8Array) || !admits(packet)) return
    try {
      listener(...args)
    } catch {
      stumbled()
    }
  }
