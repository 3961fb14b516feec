// The log beside the journal: what went wrong in the program itself, and when it came and went. Secrets never reach it,
// because neither events nor faults hold any.
import { createWriteStream, renameSync, statSync } from 'node:fs'
import { join } from 'node:path'
import type { Clock } from '#core/ports.ts'

export interface Log {
  say(text: string): void
  bug(error: unknown, where: string): void
  close(): Promise<void>
}

const mostBytes = 4 << 20

const turnOver = (path: string): void => {
  try {
    if (statSync(path).size > mostBytes) renameSync(path, `${path}.old`)
  } catch {
    // There is none yet.
  }
}

export const openLog = (dir: string, clock: Clock): Log => {
  const path = join(dir, 'racklight.log')
  turnOver(path)
  const file = createWriteStream(path, { flags: 'a', mode: 0o600 })
  // A full disk must not end the program that would say so.
  file.on('error', () => {})
  const write = (word: string, text: string): void => {
    file.write(`${new Date(clock.now()).toISOString()} ${word} ${text.replaceAll('\n', '\n    ')}\n`)
  }
  return {
    say: text => write('said', text),
    bug: (error, where) =>
      write('BUG ', `${where}: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`),
    close: () => new Promise(resolve => file.end(resolve)),
  }
}

/** Mistakes that nobody caught end up here, and not in a box that waits for a click. */
export const logBugs = (log: Log): void => {
  process.on('uncaughtException', error => log.bug(error, 'uncaught'))
  process.on('unhandledRejection', error => log.bug(error, 'unhandled'))
}
