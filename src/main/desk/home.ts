// The data folder as the window lives in it.
import { mkdirSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { app } from 'electron'

export interface Home {
  readonly dir: string
  /** The window's own place in it: Chromium's profile, and where the window stood. */
  readonly windowDir: string
}

/** A sentence instead when a window is open on this folder already; that one comes to the front. */
export const takeHome = (dataDir: string): Home | string => {
  const dir = resolve(dataDir)
  const windowDir = join(dir, 'window')
  mkdirSync(dir, { recursive: true, mode: 0o700 })
  mkdirSync(windowDir, { recursive: true, mode: 0o700 })
  // Electron keeps one instance for each profile; a profile for each data folder makes it one for each of those.
  app.setPath('userData', windowDir)
  return app.requestSingleInstanceLock() ? { dir, windowDir } : 'a window is open on this data folder already.'
}

export const refuse = (status: number, why: string): void => {
  process.stderr.write(`racklight: ${why}\n`)
  app.exit(status)
}
