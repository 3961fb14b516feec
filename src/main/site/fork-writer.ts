// Starts the process that writes one drive, where there is no window to start it.
import { spawn } from 'node:child_process'
import type { Writer } from '../drive-write/order.ts'

/** This program once more, with these arguments. */
export const forkWriter = (...args: readonly string[]): Writer => {
  // The image goes over the channel, as bytes; its secret stands in no argument, variable or file.
  const child = spawn(process.execPath, args, {
    serialization: 'advanced',
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    windowsHide: true,
  })
  return {
    // A process that has died is told by its exit.
    send: message => void (child.connected && child.send(message, () => undefined)),
    onMessage: hear => void child.on('message', hear),
    onExit: ended => {
      child.on('error', error => ended(error.message))
      child.on('exit', (code, signal) => ended(signal ?? `status ${code}`))
    },
    kill: () => void child.kill('SIGKILL'),
  }
}
