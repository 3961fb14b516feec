// The command line from a checkout: makes ready what is missing, builds what is stale, then is the verb's process.
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
  const env = { ...nodeEnv(), NODE_COMPILE_CACHE: join(root, 'build', 'compile-cache') }
  return runChild(executable, [join(root, 'build', 'cli.mjs'), ...process.argv.slice(2)], { env })
})
