// The benchmarks: start of the window, engine time per input, image build, writing of drives, PDUs.   node scripts/bench.mjs [start|engine|image|drives|pdu]…
import { join } from 'node:path'
import { build } from './build.mjs'
import { runChild } from './child.mjs'
import { openDisplay } from './display.mjs'
import { appEnv, nodeEnv } from './electron.mjs'
import { runScript } from './say.mjs'
import { setup } from './setup.mjs'
import { benchStart } from '../test/bench/start.mjs'

const runTypeScript = (executable, file) =>
  runChild(executable, [join(import.meta.dirname, '..', 'test', 'bench', file)], { env: nodeEnv() })

const benches = {
  start: async executable => {
    await build()
    const display = await openDisplay(appEnv())
    await benchStart(executable, display.env).finally(display.close)
    return 0
  },
  engine: executable => runTypeScript(executable, 'engine.ts'),
  drives: executable => runTypeScript(executable, 'drives.ts'),
  image: executable => runTypeScript(executable, 'image.ts'),
  pdu: executable => runTypeScript(executable, 'pdu.ts'),
}

await runScript(async () => {
  const names = process.argv.length > 2 ? process.argv.slice(2) : Object.keys(benches)
  const unknown = names.filter(name => !(name in benches))
  if (unknown.length > 0) throw new Error(`no such benchmark: ${unknown.join(', ')}`)
  const { executable, version, source } = await setup()
  console.log(`Electron ${version} (${source})`)
  let status = 0
  for (const name of names) status = Math.max(status, await benches[name](executable))
  return status
})
