// The soak of kills with small numbers: `npm run soak` is the same script with larger ones.
import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { beforeAll, expect, it } from 'vitest'
import { buildCli } from '../support/cli.ts'

const script = join(import.meta.dirname, '..', 'soak', 'kills.mjs')

beforeAll(buildCli)

interface Counts {
  readonly kills: number
  readonly bound: number
  readonly cuts: { readonly cuts: number; readonly prefixes: number } | null
  readonly failures: readonly string[]
}

const soak = (...args: string[]): Promise<{ status: number | null; counts: Counts }> =>
  new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [script, ...args], { stdio: ['ignore', 'pipe', 'inherit'] })
    let out = ''
    child.stdout.setEncoding('utf8').on('data', (text: string) => (out += text))
    child.on('close', status => {
      if (out === '') return reject(new Error(`it ended with ${status} and said nothing`))
      console.log(out.trim())
      resolve({ status, counts: JSON.parse(out) as Counts })
    })
  })

it('a run killed outright loses no binding, invents none and touches nothing it may not', async () => {
  const { status, counts } = await soak(
    '--kills',
    '3',
    '--outlets',
    '4',
    '--seed',
    '3',
    '--longest',
    '9000',
    '--cut',
    'first',
  )
  expect(counts.failures).toEqual([])
  expect(status).toBe(0)
  expect(counts.kills).toBe(3)
  expect(counts.bound).toBe(1)
  expect(counts.cuts?.cuts).toBeGreaterThan(300)
  expect(counts.cuts?.prefixes).toBeGreaterThan(3)
}, 120_000)
