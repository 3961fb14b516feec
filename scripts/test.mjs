// Every check and every test, then one line that adds them up.   node scripts/test.mjs [check|vitest|desktop]…
import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { build } from './build.mjs'
import { check } from './check.mjs'
import { runChild } from './child.mjs'
import { openDisplay } from './display.mjs'
import { nodeEnv } from './electron.mjs'
import { runScript, say } from './say.mjs'
import { setup } from './setup.mjs'
import { add, closingLine, nothing, tallyVitest } from './tally.mjs'

const root = join(import.meta.dirname, '..')

const failure = { ...nothing, failed: 1 }

// What cannot even start is a failure like any other, and no reason to keep quiet about the rest.
async function attempt(name, work) {
  try {
    return await work()
  } catch (error) {
    say(`${name}: ${error.message}`)
    return failure
  }
}

async function vitest(electron, name, config, env) {
  const report = join(root, 'build', 'reports', `${name}.json`)
  rmSync(report, { force: true })
  const args = ['run', '--config', config, '--passWithNoTests', '--reporter=default', '--reporter=json']
  const exitCode = await runChild(
    electron.executable,
    [join(root, 'node_modules', 'vitest', 'vitest.mjs'), ...args, `--outputFile.json=${report}`],
    { cwd: root, env: nodeEnv(env) },
  )
  return tallyVitest(report, exitCode)
}

const runners = {
  check,
  vitest: electron => vitest(electron, 'vitest', 'vitest.config.ts', process.env),
  desktop: async electron => {
    const display = await openDisplay()
    return vitest(electron, 'desktop', 'vitest.desktop.config.ts', display.env).finally(display.close)
  },
}

await runScript(async () => {
  const names = process.argv.length > 2 ? process.argv.slice(2) : Object.keys(runners)
  const unknown = names.filter(name => !(name in runners))
  if (unknown.length > 0) throw new Error(`no such tests: ${unknown.join(', ')}`)
  const electron = await setup()
  console.log(`Electron ${electron.version} (${electron.source})`)
  let total = await attempt('build', async () => {
    await build()
    return nothing
  })
  for (const name of names) total = add(total, await attempt(name, () => runners[name](electron)))
  console.log(closingLine(total))
  return total.failed === 0 ? 0 : 1
})
