// Bundles src/ into build/, leaving alone what has not changed.   node scripts/build.mjs [main|cli|preload|renderer]…
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { bundles } from './bundles.mjs'
import { fingerprint } from './fingerprint.mjs'
import { alone } from './lock.mjs'
import { runScript, say } from './say.mjs'
import { setup } from './setup.mjs'

const root = join(import.meta.dirname, '..')
const stampDir = join(root, 'build', 'stamps')
const stampOf = name => join(stampDir, name)

const inputsOf = name => fingerprint(bundles[name].inputs.map(path => join(root, path)))

function isFresh(name) {
  try {
    return readFileSync(stampOf(name), 'utf8') === inputsOf(name)
  } catch {
    return false
  }
}

async function make(name) {
  const startedAt = performance.now()
  // Taken before the work: what changes while we bundle makes the next call bundle again.
  const stamp = inputsOf(name)
  await bundles[name].make()
  mkdirSync(stampDir, { recursive: true })
  writeFileSync(stampOf(name), stamp)
  say(`Built ${name} in ${Math.round(performance.now() - startedAt)} ms`)
}

/** Builds those of the named bundles whose sources changed. */
export async function build(names = Object.keys(bundles)) {
  const stale = () => names.filter(name => existsSync(join(root, bundles[name].entry)) && !isFresh(name))
  if (stale().length === 0) return
  await alone('bundling', async () => {
    for (const name of stale()) await make(name)
  })
}

if (process.argv[1] === import.meta.filename) {
  await runScript(async () => {
    const names = process.argv.slice(2)
    const unknown = names.filter(name => !(name in bundles))
    if (unknown.length > 0) throw new Error(`no such bundle: ${unknown.join(', ')}`)
    await setup()
    await build(names.length > 0 ? names : undefined)
    return 0
  })
}
