// Stands in for a child process: its streams, its exit status and the signals meant for it.
import { spawn } from 'node:child_process'
import { constants } from 'node:os'

const parentPollMs = 200
const repeatWithinMs = 500

/** Runs a command with our own streams and resolves to its exit status; a signal's death counts 128 + its number. */
export function runChild(command, args, options = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { stdio: 'inherit', ...options })
    const forwardedAt = {}
    const forward = signal => {
      // A terminal has sent Ctrl-C to the child as well; npm passes on what its process group got already.
      if (signal === 'SIGINT' && process.stdin.isTTY) return
      if (Date.now() - (forwardedAt[signal] ?? -Infinity) < repeatWithinMs) return
      forwardedAt[signal] = Date.now()
      child.kill(signal)
    }
    const signals = ['SIGINT', 'SIGTERM', 'SIGHUP']
    for (const signal of signals) process.on(signal, forward)

    // npm killed outright cannot pass anything on: then nobody is left to stop the child but us.
    const npm = process.env.npm_lifecycle_event ? process.ppid : undefined
    const watch = setInterval(() => {
      if (npm !== undefined && process.ppid !== npm) child.kill('SIGTERM')
    }, parentPollMs)
    const release = () => {
      clearInterval(watch)
      for (const signal of signals) process.off(signal, forward)
    }

    child.on('error', error => {
      release()
      reject(error)
    })
    child.on('exit', (code, signal) => {
      release()
      resolve(code ?? 128 + (constants.signals[signal] ?? 0))
    })
  })
}
