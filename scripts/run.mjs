// node scripts/run.mjs node ARGS   Electron as a plain Node: the runtime of the tests and the command line
// node scripts/run.mjs app ARGS    Electron as a desktop app
import { runChild } from './child.mjs'
import { openDisplay } from './display.mjs'
import { appEnv, nodeEnv, readyElectron, sandboxArgs } from './electron.mjs'
import { runScript } from './say.mjs'

await runScript(async () => {
  const [mode, ...args] = process.argv.slice(2)
  if (mode === 'node') {
    const { executable } = await readyElectron()
    return runChild(executable, args, { env: nodeEnv() })
  }
  if (mode === 'app') {
    const { executable } = await readyElectron()
    const display = await openDisplay(appEnv())
    return runChild(executable, [...sandboxArgs(), ...args], { env: display.env }).finally(display.close)
  }
  throw new Error('say what to run: node scripts/run.mjs node|app ARGS')
})
