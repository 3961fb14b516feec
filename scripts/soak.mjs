// The long tests: the same scripts as in the tests, with larger numbers.   node scripts/soak.mjs [options of kills.mjs]
import { join } from 'node:path'
import { build } from './build.mjs'
import { runChild } from './child.mjs'
import { nodeEnv } from './electron.mjs'
import { runScript } from './say.mjs'
import { setup } from './setup.mjs'

const script = join(import.meta.dirname, '..', 'test', 'soak', 'kills.mjs')
const large = ['--kills', '25', '--outlets', '7', '--cut', 'last']

await runScript(async () => {
  const { executable } = await setup()
  await build(['cli', 'writer'])
  return runChild(executable, [script, ...large, ...process.argv.slice(2)], { env: nodeEnv() })
})
