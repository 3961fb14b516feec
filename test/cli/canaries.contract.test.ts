// What is watched after every cut is shown and set on the command line, and the other settings stay as they are.
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { buildCli, cli } from '../support/cli.ts'
import { startPractice, type Practice } from '../support/practice.ts'

let dir: string
let practice: Practice
beforeAll(async () => {
  buildCli()
  dir = await mkdtemp(join(tmpdir(), 'racklight-canaries-'))
  practice = await startPractice('--outlets', '2', '--seed', '3')
}, 60_000)
afterAll(async () => {
  await practice.close()
  await rm(dir, { recursive: true, force: true })
})

interface Shown {
  readonly canaries: readonly { canary: string; address: string | null; answers: boolean; say: string }[]
}
const say = async (args: readonly string[], data = dir) => cli([...args, '--json', '--data', data])

it('a list and a gateway that are set are kept, shown and asked', async () => {
  const set = await say(['canaries', '--gateway', '127.0.61.254', '--ping', '127.0.61.1', '--ping', '127.0.61.1'])
  expect(set.status).toBe(0)
  const { canaries } = (await say(['canaries'])).json<Shown>()
  expect(canaries).toMatchObject([
    // Nothing listens there, but the laptop itself refuses the connection.
    { canary: 'gateway', address: '127.0.61.254', answers: true },
    { canary: 'ping', address: '127.0.61.1' },
  ])
  const emptied = (await say(['canaries', '--no-pings', '--gateway', 'none'])).json<Shown>()
  expect(emptied.canaries).toEqual([
    {
      canary: 'gateway',
      address: null,
      answers: false,
      say: expect.stringMatching(/^No gateway is watched/) as string,
    },
  ])
})

it('what is no address is wrong usage', async () => {
  expect((await say(['canaries', '--ping', '-f'])).status).toBe(2)
  expect((await say(['canaries', '--ping', 'a b'])).status).toBe(2)
  expect((await say(['canaries', '--ping', '10.0.0.1', '--no-pings'])).status).toBe(2)
})

it('nothing of a practice leaves the laptop, and setting the list leaves the other settings alone', async () => {
  const before = (await say(['canaries'], practice.dir)).json<Shown>()
  expect(before.canaries).toMatchObject([{ canary: 'gateway', address: null }])
  expect((await say(['canaries', '--ping', '127.0.61.2'], practice.dir)).status).toBe(0)
  const after = (await say(['canaries'], practice.dir)).json<Shown>()
  expect(after.canaries).toMatchObject([
    { canary: 'gateway', address: null },
    { canary: 'ping', address: '127.0.61.2' },
  ])
  const { checks } = (await say(['doctor'], practice.dir)).json<{ checks: { name: string; message: string }[] }>()
  expect(checks.find(({ name }) => name === 'canaries')?.message).toContain('127.0.61.2')
})
