// Starts the process that writes one drive, as a utility process of the window.
import { join } from 'node:path'
import { utilityProcess } from 'electron'

const writerFile = join(import.meta.dirname, 'drive-writer.mjs')

export const startWriter = () => {
  const child = utilityProcess.fork(writerFile, [], { serviceName: 'Racklight drive writer', stdio: 'ignore' })
  return {
    send: (message: unknown): void => child.postMessage(message),
    onMessage: (hear: (message: unknown) => void): void => void child.on('message', hear),
    onExit: (ended: (why: string) => void): void => void child.on('exit', code => ended(`status ${code}`)),
    // A write that hangs in the kernel keeps a process from ending in any gentler way.
    kill: (): void => void (child.pid !== undefined && process.kill(child.pid, 'SIGKILL')),
  }
}
