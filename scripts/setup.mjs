// Installs what a fresh checkout lacks: the packages of the lockfile, then Electron and what it needs of the system.
import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { readyElectron } from './electron.mjs'
import { alone } from './lock.mjs'
import { runScript, say } from './say.mjs'

const root = join(import.meta.dirname, '..')
const modules = join(root, 'node_modules')

const packagesIn = file => JSON.parse(readFileSync(file, 'utf8')).packages

/** The packages that the lockfile names and node_modules lacks or has in another version. */
export function missingPackages() {
  const record = join(modules, '.package-lock.json')
  if (!existsSync(record)) return ['everything']
  const wanted = packagesIn(join(root, 'package-lock.json'))
  const installed = packagesIn(record)
  return Object.keys(wanted).filter(path => {
    if (path === '') return false
    const found = installed[path]
    // Packages for other platforms are optional and rightly absent.
    return found ? found.version !== wanted[path].version : !wanted[path].optional
  })
}

function installPackages() {
  say('Installing packages …')
  const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm'
  // Not `npm ci`: it deletes node_modules under the feet of whatever runs from it, and it refuses a lockfile that lacks
  // optional packages of other platforms, as it does where a registry mirror does not hold them.
  const result = spawnSync(npm, ['install', '--no-save', '--no-progress', '--loglevel=error'], {
    cwd: root,
    stdio: ['ignore', 2, 2],
    shell: process.platform === 'win32',
  })
  if (result.status !== 0) throw new Error(`npm install failed; its own words are above`)
}

/** Makes the checkout ready to build and run, and answers with the Electron to use. */
export async function setup() {
  if (missingPackages().length > 0) {
    await alone('setup', async () => {
      if (missingPackages().length > 0) installPackages()
    })
  }
  return alone('electron', readyElectron)
}

if (process.argv[1] === import.meta.filename) {
  await runScript(async () => {
    const electron = await setup()
    say(`Ready: Electron ${electron.version} (${electron.source})`)
    return 0
  })
}
