// The smoke test of the whole, as the README has it: a practice run that ends by itself.
import { spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { freshDir, remove } from '../support/desk.ts'

const root = join(import.meta.dirname, '..', '..')

let dir: string
beforeEach(async () => {
  dir = await freshDir()
})
afterEach(() => remove(dir))

const start = (...args: string[]): Promise<{ status: number | null; out: string; err: string }> =>
  new Promise((resolve, reject) => {
    const { ELECTRON_RUN_AS_NODE: _, ...env } = process.env
    const sandbox = process.getuid?.() === 0 ? ['--no-sandbox'] : []
    const child = spawn(process.execPath, [...sandbox, root, '--data', dir, ...args], { env })
    let [out, err] = ['', '']
    child.stdout.on('data', chunk => (out += chunk))
    child.stderr.on('data', chunk => (err += chunk))
    child.on('error', reject)
    child.on('close', status => resolve({ status, out, err }))
  })

it('ends with status 0 once the map stands in MAAS, and prints it and the last picture', async () => {
  const { status, out, err } = await start('--practice', '--exit-when-done', '--outlets', '2', '--pace', '200')
  expect({ status, err: status === 0 ? '' : `${out}${err}` }).toEqual({ status: 0, err: '' })
  expect(out.match(/^A-[12] .* proved {2}MAAS \w{6}$/gm)).toHaveLength(2)
  expect(out).toContain('All 2 outlets are bound as they hang, and MAAS holds the map.')
  const picture = /The window at the end: (.*\.png)/.exec(out)?.[1] ?? ''
  const png = readFileSync(picture)
  expect(png.subarray(1, 4).toString()).toBe('PNG')
  // A blank window compresses to almost nothing.
  expect(png.length).toBeGreaterThan(20_000)
})

it('says what is wrong with its flags and ends with status 2', async () => {
  const { status, err } = await start('--practice', '--outlets', 'four')
  expect(status).toBe(2)
  expect(err).toContain('--outlets wants a number')
})
