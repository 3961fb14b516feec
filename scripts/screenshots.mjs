// Pictures of every screen, light and dark, into screenshots/.   node scripts/screenshots.mjs [NAME…] [--size WxH]… [--theme T]… [--out DIR]
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { build as bundle } from 'esbuild'
import { build } from './build.mjs'
import { runChild } from './child.mjs'
import { openDisplay } from './display.mjs'
import { appEnv, sandboxArgs } from './electron.mjs'
import { runScript, say } from './say.mjs'
import { setup } from './setup.mjs'

const root = join(import.meta.dirname, '..')

function wishes(args) {
  const wish = { only: [], sizes: [], themes: [], out: join(root, 'screenshots') }
  for (let i = 0; i < args.length; i++) {
    if (args[i] === '--size') wish.sizes.push(args[++i].split('x').map(Number))
    else if (args[i] === '--theme') wish.themes.push(args[++i])
    else if (args[i] === '--out') wish.out = args[++i]
    else wish.only.push(args[i])
  }
  return wish
}

const orUsual = list => (list.length > 0 ? list : undefined)

await runScript(async () => {
  const { only, sizes, themes, out } = wishes(process.argv.slice(2))
  const { executable } = await setup()
  await build(['renderer'])
  const work = mkdtempSync(join(tmpdir(), 'racklight-pictures-'))
  try {
    const module = join(work, 'pictures.mjs')
    const entryPoints = [join(root, 'test', 'renderer', 'fixtures', 'pictures.ts')]
    await bundle({ entryPoints, outfile: module, bundle: true, format: 'esm', platform: 'node', logLevel: 'error' })
    const { pictures } = await import(pathToFileURL(module))
    const list = pictures(only, orUsual(themes), orUsual(sizes))
    if (list.length === 0) throw new Error(`no picture is called ${only.join(' or ')}`)
    const listFile = join(work, 'list.json')
    writeFileSync(listFile, JSON.stringify(list))
    mkdirSync(out, { recursive: true })
    const display = await openDisplay(appEnv())
    const page = join(root, 'build', 'renderer', 'index.html')
    const args = [
      ...sandboxArgs(),
      '--force-device-scale-factor=1',
      join(root, 'scripts', 'pictures', 'window.cjs'),
      page,
      listFile,
      out,
    ]
    const status = await runChild(executable, args, { env: display.env }).finally(display.close)
    say(`${list.length} pictures in ${out}`)
    return status
  } finally {
    rmSync(work, { recursive: true, force: true })
  }
})
