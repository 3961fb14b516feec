// The cable between the machines and the check-in server, which can be pulled.
import { once } from 'node:events'
import { connect, createServer, type Server, type Socket } from 'node:net'

export interface Cable {
  pull(): Promise<void>
  plugIn(): Promise<void>
}

export const layCable = async (host: string, port: number, toPort: number): Promise<Cable> => {
  const sockets = new Set<Socket>()
  let server: Server | null = null
  const join = (near: Socket): void => {
    const far = connect(toPort, host)
    for (const socket of [near, far]) {
      sockets.add(socket)
      socket.on('error', () => socket.destroy())
      socket.on('close', () => {
        sockets.delete(socket)
        near.destroy()
        far.destroy()
      })
    }
    near.pipe(far)
    far.pipe(near)
  }
  const cable: Cable = {
    plugIn: async () => {
      if (server) return
      server = createServer(join)
      server.listen(port, host)
      await once(server, 'listening')
    },
    pull: async () => {
      const closing = server
      server = null
      if (!closing) return
      const closed = once(closing, 'close')
      closing.close()
      sockets.forEach(socket => socket.destroy())
      await closed
    },
  }
  await cable.plugIn()
  return cable
}
