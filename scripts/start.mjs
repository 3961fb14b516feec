// The app from a checkout: makes ready what is missing, builds what is stale, opens the window.
import { join } from 'node:path'
import { build } from './build.mjs'
import { runChild } from './child.mjs'
import { openDisplay } from './display.mjs'
import { appEnv, sandboxArgs } from './electron.mjs'
import { runScript } from './say.mjs'
import { setup } from './setup.mjs'

const root = join(import.meta.dirname, '..')

await runScript(async () => {
  const { executable } = await setup()
  await build()
  const display = await openDisplay(appEnv())
  const args = [...sandboxArgs(), root, ...process.argv.slice(2)]
  return runChild(executable, args, { env: display.env }).finally(display.close)
})
