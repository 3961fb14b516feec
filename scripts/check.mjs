// The checks that read the code without running it, all at once: types, lint with room borders, format, file sizes.
import { spawn } from 'node:child_process'
import { existsSync, readFileSync, readdirSync } from 'node:fs'
import { join, relative } from 'node:path'
import { runScript } from './say.mjs'
import { setup } from './setup.mjs'

const root = join(import.meta.dirname, '..')
const maxLines = 300

function tool(script, args) {
  return new Promise(resolve => {
    const child = spawn(process.execPath, [join(root, 'node_modules', script), ...args], { cwd: root })
    let output = ''
    child.stdout.on('data', chunk => (output += chunk))
    child.stderr.on('data', chunk => (output += chunk))
    child.on('error', error => resolve({ ok: false, output: error.message }))
    child.on('close', code => resolve({ ok: code === 0, output: output.trim() }))
  })
}

function* codeUnder(folder) {
  for (const entry of readdirSync(join(root, folder), { withFileTypes: true })) {
    const path = join(folder, entry.name)
    if (entry.isDirectory()) yield* codeUnder(path)
    else if (/\.(ts|tsx|mjs|css|sh)$/.test(entry.name)) yield path
  }
}

async function sizes() {
  const long = ['src', 'test', 'scripts', 'assets']
    .filter(folder => existsSync(join(root, folder)))
    .flatMap(folder => [...codeUnder(folder)])
    .map(path => ({ path, lines: readFileSync(join(root, path), 'utf8').trimEnd().split('\n').length }))
    .filter(({ lines }) => lines > maxLines)
  const output = long.map(({ path, lines }) => `${relative('.', path)} has ${lines} lines; ${maxLines} are allowed`)
  return { ok: long.length === 0, output: output.join('\n') }
}

const checks = {
  types: () => tool('typescript/bin/tsc', ['-b']),
  lint: () => tool('oxlint/bin/oxlint', ['--type-aware', '--deny-warnings']),
  format: () => tool('oxfmt/bin/oxfmt', ['--check']),
  sizes,
}

/** Runs every check, prints what each found, and answers with how many passed and failed. */
export async function check() {
  const results = await Promise.all(
    Object.entries(checks).map(async ([name, run]) => {
      const startedAt = performance.now()
      return { name, ...(await run()), tookMs: Math.round(performance.now() - startedAt) }
    }),
  )
  for (const { name, ok, output, tookMs } of results) {
    console.log(`${ok ? 'ok    ' : 'FAILED'} ${name} (${tookMs} ms)`)
    if (!ok) console.log(output.replace(/^/gm, '  '))
  }
  const failed = results.filter(({ ok }) => !ok).length
  return { passed: results.length - failed, failed, skipped: 0 }
}

if (process.argv[1] === import.meta.filename) {
  await runScript(async () => {
    await setup()
    const { failed } = await check()
    return failed === 0 ? 0 : 1
  })
}
