// The long tests: the same scripts as in the tests, with larger numbers.   node scripts/soak.mjs [options of kills.mjs]
import { join } from 'node:path'
import { build } from './build.mjs'
import { runChild } from './child.mjs'
import { nodeEnv } from './electron.mjs'
import { runScript } from './say.mjs'
import { setup } from './setup.mjs'

const root = join(import.meta.dirname, '..')
const script = join(root, 'test', 'soak', 'kills.mjs')
const large = ['--kills', '25', '--outlets', '7', '--cut', 'last']

await runScript(async () => {
  const { executable } = await setup()
  await build(['cli', 'writer'])
  const killed = await runChild(executable, [script, ...large, ...process.argv.slice(2)], { env: nodeEnv() })
  const vitest = join(root, 'node_modules', 'vitest', 'vitest.mjs')
  const larger = { RACKLIGHT_FUZZ_ANSWERS: '200000', RACKLIGHT_FUZZ_WORDS: '100000', RACKLIGHT_HISTORIES: '10000' }
  const files = [
    join('test', 'pdu', 'fuzz.test.ts'),
    join('test', 'checkin', 'fuzz.test.ts'),
    join('test', 'core', 'laws-outlets.property.test.ts'),
  ]
  const tested = await runChild(executable, [vitest, 'run', '--config', 'vitest.config.ts', ...files], {
    cwd: root,
    env: nodeEnv({ ...larger, ...process.env }),
  })
  return tested || killed
})
