// Builds the packages for people, with Electron's official release and never the stand-in.
//   node scripts/dist.mjs [electron-builder's arguments]
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { build } from './build.mjs'
import { runChild } from './child.mjs'
import { runScript } from './say.mjs'
import { setup } from './setup.mjs'

const root = join(import.meta.dirname, '..')
const modules = join(root, 'node_modules')
const libc = { linux: '-gnu', win32: '-msvc' }[process.platform] ?? ''

// npm installs native packages for this processor alone; a package for the other would lack its USB module.
function missingNatives() {
  return ['x64', 'arm64']
    .map(arch => `@node-usb/usb-${process.platform}-${arch}${libc}`)
    .filter(name => !existsSync(join(modules, name)))
}

await runScript(async () => {
  const args = process.argv.slice(2)
  await setup()
  await build()
  const missing = missingNatives()
  if (missing.length > 0 && !args.some(arg => /^--(x64|arm64)$/.test(arg))) {
    throw new Error(
      `${missing.join(', ')} is not installed. Mend: npm install --no-save --force ${missing.join(' ')}, ` +
        `or build for this processor alone: npm run dist -- --${process.arch}`,
    )
  }
  return runChild(process.execPath, [join(modules, 'electron-builder', 'cli.js'), '--publish=never', ...args])
})
