// Starts the built app as a person would, with a data folder of its own, and hands over its window.
import { existsSync, mkdirSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { _electron, type ElectronApplication, type Page } from 'playwright'

const root = join(import.meta.dirname, '..', '..')
const firstWindowMs = 30_000

export type LaunchedApp = {
  app: ElectronApplication
  window: Page
  /** What the window complained about since it opened: uncaught errors and console errors. */
  errors: string[]
  close: () => Promise<void>
}

// The tests run in Electron-as-node; the app they start must be Electron itself.
function appEnv(): Record<string, string> {
  const { ELECTRON_RUN_AS_NODE: _, ...env } = process.env
  return Object.fromEntries(Object.entries(env).filter((entry): entry is [string, string] => entry[1] !== undefined))
}

/** Launches the app on the caller's display; the caller closes it. */
export async function launch(args: string[], dataDir: string): Promise<LaunchedApp> {
  if (!process.versions.electron) throw new Error('desktop tests run with `npm test -- desktop`')
  mkdirSync(dataDir, { recursive: true })
  // Only an Electron that Playwright finds by itself is held back until it listens; named by its path, both race.
  const official = existsSync(join(root, 'node_modules', 'electron', 'path.txt'))
  if (!official) process.env['ELECTRON_OVERRIDE_DIST_PATH'] ??= dirname(process.execPath)
  // Chromium refuses its sandbox to root.
  const sandbox = process.getuid?.() === 0 ? ['--no-sandbox'] : []
  const app = await _electron.launch({
    args: [...sandbox, root, '--data', dataDir, ...args],
    env: appEnv(),
    timeout: firstWindowMs,
  })
  try {
    const window = await app.firstWindow({ timeout: firstWindowMs })
    const errors: string[] = []
    window.on('pageerror', error => errors.push(error.message))
    window.on('console', message => {
      if (message.type() === 'error') errors.push(message.text())
    })
    return { app, window, errors, close: () => app.close() }
  } catch (error) {
    app.process().kill('SIGKILL')
    throw error
  }
}
