// How each of the five bundles is made. Whoever builds decides when.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { pruneChunks, writeOutputs } from './outputs.mjs'

const root = join(import.meta.dirname, '..')
const out = join(root, 'build')

const runtimePackages = () => Object.keys(JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')).dependencies)

const common = () => ({
  absWorkingDir: root,
  outdir: out,
  bundle: true,
  platform: 'node',
  target: 'node24',
  sourcemap: true,
  keepNames: true,
  legalComments: 'none',
  logLevel: 'warning',
  metafile: true,
  write: false,
  external: ['electron', ...runtimePackages()],
})

async function esbuild(options) {
  const { build } = await import('esbuild')
  return build({ ...common(), ...options })
}

// Bundled CommonJS packages call `require`, which ES modules lack.
const esm = {
  format: 'esm',
  outExtension: { '.js': '.mjs' },
  banner: {
    js: `import { createRequire as racklightRequire } from 'node:module'\nglobalThis.require ??= racklightRequire(import.meta.url)`,
  },
}

/** The window's main process: an ES module, for Electron opens no display before such a one has run to its end. */
async function bundleMain() {
  const result = await esbuild({ ...esm, entryPoints: { main: 'src/main/main.ts' } })
  writeOutputs(result.outputFiles)
}

/** Stops a command line that would load Electron, however deep the import lies. */
export function refuseElectron(metafile) {
  const culprits = Object.entries(metafile.inputs)
    .filter(([, input]) => input.imports.some(imported => imported.path === 'electron'))
    .map(([path]) => path)
  if (culprits.length === 0) return
  throw new Error(`command line and drive writer run without Electron, but reach it through ${culprits.join(', ')}`)
}

/** The command line: one small entry, and a chunk for each verb that is loaded when the verb is called. */
async function bundleCli() {
  const result = await esbuild({
    ...esm,
    entryPoints: { cli: 'src/main/cli.ts' },
    splitting: true,
    chunkNames: 'cli-[name]-[hash]',
  })
  refuseElectron(result.metafile)
  writeOutputs(result.outputFiles, join(out, 'cli.mjs'))
  pruneChunks(out, /^cli-.*\.mjs(\.map)?$/, result.outputFiles)
}

/** The process that writes one drive: a single file, started by the window and by the command line. */
async function bundleWriter() {
  const result = await esbuild({
    ...esm,
    entryPoints: { 'drive-writer': 'src/main/drive-writer.ts' },
  })
  refuseElectron(result.metafile)
  writeOutputs(result.outputFiles)
}

/** The preload script: sandboxed, hence a single CommonJS file that requires nothing but Electron. */
async function bundlePreload() {
  const result = await esbuild({
    entryPoints: { preload: 'src/ipc/preload.ts' },
    format: 'cjs',
    outExtension: { '.js': '.cjs' },
    external: ['electron'],
  })
  writeOutputs(result.outputFiles)
}

/** The view. */
async function bundleRenderer() {
  const { build } = await import('vite')
  await build({ configFile: join(root, 'vite.config.mjs'), logLevel: 'warn' })
}

const rooms = (...names) => names.map(name => `src/${name}`)
const always = ['package.json', 'package-lock.json', 'scripts/bundles.mjs', 'scripts/outputs.mjs']

/** Every bundle: its entry, what it is made from, and how. */
export const bundles = {
  main: { entry: 'src/main/main.ts', inputs: [...rooms('core', 'ipc', 'main', 'sim'), ...always], make: bundleMain },
  cli: { entry: 'src/main/cli.ts', inputs: [...rooms('core', 'ipc', 'main', 'sim'), ...always], make: bundleCli },
  writer: { entry: 'src/main/drive-writer.ts', inputs: [...rooms('core', 'main'), ...always], make: bundleWriter },
  preload: { entry: 'src/ipc/preload.ts', inputs: [...rooms('core', 'ipc'), ...always], make: bundlePreload },
  renderer: {
    entry: 'src/renderer/index.html',
    inputs: [...rooms('core', 'ipc', 'renderer'), 'assets', 'vite.config.mjs', ...always],
    make: bundleRenderer,
  },
}
