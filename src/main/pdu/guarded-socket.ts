// A datagram socket for the SNMP library, which throws on some malformed answers; unguarded, that would end the program.
import { createSocket } from 'node:dgram'
import type { Socket, SocketType } from 'node:dgram'

/** Stands in for `node:dgram`; `stumbled` is told when the library threw on a packet. */
export function guardedSocket(stumbled: () => void): { createSocket: (type: SocketType) => Socket } {
  return {
    createSocket: type => {
      const socket = createSocket(type)
      const listen = socket.on.bind(socket)
      socket.on = ((event: 'message', listener: (...args: unknown[]) => void) =>
        listen(event, event === 'message' ? guard(listener, stumbled) : listener)) as Socket['on']
      return socket
    },
  }
}

const guard =
  (listener: (...args: unknown[]) => void, stumbled: () => void) =>
  (...args: unknown[]): void => {
    try {
      listener(...args)
    } catch {
      stumbled()
    }
  }
