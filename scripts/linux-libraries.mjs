// The system libraries that Electron links against, and the virtual display for machines without a screen.
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { say } from './say.mjs'

const libraryPackages = ['libgtk-3-0', 'libnss3', 'libasound2', 'libgbm1', 'libxtst6', 'libatspi2.0-0']
const displayPackages = ['xvfb']

const onPath = name => (process.env.PATH ?? '').split(delimiter).some(dir => existsSync(join(dir, name)))

/** The shared libraries that the dynamic linker does not find for this executable. */
export function missingLibraries(executable) {
  if (process.platform !== 'linux') return []
  const { stdout } = spawnSync('ldd', [executable], { encoding: 'utf8' })
  return missingIn(stdout ?? '')
}

/** The same from what `ldd` printed. */
export const missingIn = lddOutput => [...lddOutput.matchAll(/^\s*(\S+) => not found$/gm)].map(([, name]) => name)

// Debian 13 and Ubuntu 24.04 renamed libraries for 64-bit time; a package is real only if it has a candidate version.
function renamed(name) {
  const { stdout } = spawnSync('apt-cache', ['policy', `${name}t64`], { encoding: 'utf8' })
  return /Candidate: (?!\(none\))/.test(stdout ?? '') ? `${name}t64` : name
}

const installArgs = packages => ['install', '-y', '--no-install-recommends', ...packages.map(renamed)]

function install(packages, why) {
  if (!onPath('apt-get')) {
    throw new Error(`${why}. Mend: install what your system calls these Debian packages: ${packages.join(' ')}`)
  }
  if (process.getuid?.() !== 0) throw new Error(`${why}. Mend: sudo apt-get ${installArgs(packages).join(' ')}`)
  say(`${why}; installing ${packages.join(' ')} …`)
  const options = { encoding: 'utf8', env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' } }
  spawnSync('apt-get', ['update', '-q'], options)
  const args = installArgs(packages)
  const result = spawnSync('apt-get', ['-q', '-o', 'DPkg::Lock::Timeout=300', ...args], options)
  if (result.status !== 0) {
    const reason = (result.stderr || String(result.error)).trim().split('\n').slice(-3).join(' ')
    throw new Error(`${why}, and "apt-get ${args.join(' ')}" failed: ${reason}`)
  }
}

/** Installs what Electron's executable links against and this machine lacks; says the exact line where it may not. */
export function readyLibraries(executable) {
  const missing = missingLibraries(executable)
  if (missing.length === 0) return
  install(libraryPackages, `Electron needs libraries that are not here (${missing.join(', ')})`)
  const still = missingLibraries(executable)
  if (still.length > 0) throw new Error(`Electron still lacks ${still.join(', ')} after the installation`)
}

/** Makes sure that a virtual display can be started. */
export function readyVirtualDisplay() {
  if (!onPath('Xvfb')) install(displayPackages, 'There is no screen here, and no Xvfb to stand in for one')
}
