// Packs the app for this machine, reads back its fuses, calls its verbs without a screen, and sees its window come up.
import { existsSync, mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { build } from './build.mjs'
import { runChild } from './child.mjs'
import { openDisplay } from './display.mjs'
import { fusesOf, wrongFuses } from './fuses.mjs'
import { lookAt } from './packed-app.mjs'
import { callVerbs } from './packed-verbs.mjs'
import { runScript } from './say.mjs'
import { setup } from './setup.mjs'

const root = join(import.meta.dirname, '..')
const mib = 1024 * 1024

const sizeOf = path =>
  statSync(path).isDirectory()
    ? readdirSync(path).reduce((sum, name) => sum + sizeOf(join(path, name)), 0)
    : statSync(path).size

// electron-builder names the folder after platform and processor; there is one, for we ask for one.
function packedIn(output) {
  const folder = readdirSync(output).find(name => /-unpacked$|^mac/.test(name))
  if (!folder) throw new Error('electron-builder left no unpacked app')
  const app = join(output, folder)
  if (process.platform === 'darwin') {
    const contents = join(app, 'Racklight.app', 'Contents')
    return { app, executable: join(contents, 'MacOS', 'Racklight'), resources: join(contents, 'Resources') }
  }
  const name = process.platform === 'win32' ? 'Racklight.exe' : 'racklight'
  return { app, executable: join(app, name), resources: join(app, 'resources') }
}

async function pack(electron, output) {
  const status = await runChild(process.execPath, [
    join(root, 'node_modules', 'electron-builder', 'cli.js'),
    '--dir',
    `-c.directories.output=${output}`,
    `-c.electronDist=${electron.dist}`,
    `-c.electronVersion=${electron.version}`,
  ])
  if (status !== 0) throw new Error('electron-builder failed; its own words are above')
  return packedIn(output)
}

await runScript(async () => {
  const electron = await setup()
  await build()
  const output = mkdtempSync(join(tmpdir(), 'racklight-pack-'))
  try {
    const { app, executable, resources } = await pack(electron, output)
    console.log(`Packed ${Math.round(sizeOf(app) / mib)} MiB with Electron ${electron.version} (${electron.source})`)
    for (const name of ['app.asar', 'app.asar.unpacked']) {
      if (!existsSync(join(resources, name))) throw new Error(`${name} is missing from the packed app`)
      console.log(`${name}: ${(sizeOf(join(resources, name)) / mib).toFixed(1)} MiB`)
    }
    const fuses = await fusesOf(executable)
    for (const [name, state] of Object.entries(fuses)) console.log(`fuse ${name}: ${state}`)
    const wrong = wrongFuses(fuses)
    if (wrong.length > 0) throw new Error(`fuses not as they must be: ${wrong.join(', ')}`)
    await callVerbs(executable, output)
    const display = await openDisplay()
    const seen = await lookAt(executable, join(output, 'data'), display.env).finally(display.close)
    console.log(`The window came up: "${seen.title}": ${JSON.stringify(seen.text.slice(0, 120))}`)
    return 0
  } finally {
    rmSync(output, { recursive: true, force: true })
  }
})
