// The tests on emulated hardware, too slow for every day.   node scripts/rig.mjs [names of files in test/rig]…
import { join } from 'node:path'
import { build } from './build.mjs'
import { runChild } from './child.mjs'
import { nodeEnv } from './electron.mjs'
import { runScript } from './say.mjs'
import { setup } from './setup.mjs'

const root = join(import.meta.dirname, '..')

await runScript(async () => {
  const { executable } = await setup()
  await build(['cli', 'writer'])
  const vitest = [join(root, 'node_modules', 'vitest', 'vitest.mjs'), 'run', '--config', 'vitest.rig.config.ts']
  return runChild(executable, [...vitest, ...process.argv.slice(2)], { cwd: root, env: nodeEnv() })
})
