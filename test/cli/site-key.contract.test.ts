// The site key moves from one laptop to another: a key stamped on the first finds its pin on the second.
import { mkdir, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { buildCli, cli, type CliOptions } from '../support/cli.ts'

let dir: string
let said = ''
beforeAll(async () => {
  buildCli()
  dir = await mkdtemp(join(tmpdir(), 'racklight-site-key-'))
}, 60_000)
afterAll(() => rm(dir, { recursive: true, force: true }))

const passphrase = 'correct horse battery'
const by = { env: { RACKLIGHT_SITE_KEY_PASSPHRASE: passphrase } }
const say = async (laptop: string, args: readonly string[], options: CliOptions = {}) => {
  const ran = await cli([...args, '--json', '--data', join(dir, laptop)], options)
  said += ran.stdout + ran.stderr
  return ran
}
const file = (): string => join(dir, 'site-key.json')

/** The pin on a stick that this laptop stamps now. */
const pinOf = async (laptop: string): Promise<string> => {
  const { keys } = (await say(laptop, ['key', 'make', '--for', 'lane:1'])).json<{ keys: { kid: string }[] }>()
  const kid = keys[0]?.kid ?? ''
  const stick = join(dir, `${laptop}-${kid}`)
  await mkdir(stick)
  expect((await say(laptop, ['key', 'stamp', kid, '--dir', stick])).status).toBe(0)
  return (await say(laptop, ['key', 'inspect', stick])).json<{ checkIn: { pin: string } }>().checkIn.pin
}

it('there is nothing to export before the first key, and nothing without a passphrase', async () => {
  const early = await say('first', ['key', 'site', 'export', file()], by)
  expect(early.json()).toMatchObject({ error: { kind: 'gone' } })
  expect((await say('first', ['key', 'site', 'export', file()])).status).toBe(2)
})

it('a key stamped on the first laptop finds its pin on the second after the import', async () => {
  const pin = await pinOf('first')
  const exported = await say('first', ['key', 'site', 'export', file(), '--passphrase-file', '-'], {
    input: `${passphrase}\n`,
  })
  expect(exported.json()).toEqual({ file: file(), pin })
  expect((await stat(file())).mode & 0o077).toBe(0)
  expect(await readFile(file(), 'utf8')).not.toContain('PRIVATE')
  const imported = await say('second', ['key', 'site', 'import', file()], by)
  expect(imported.json()).toEqual({ pin, before: null })
  expect(await pinOf('second')).toBe(pin)
  expect((await say('second', ['key', 'site', 'import', file()], by)).json()).toEqual({ pin, before: pin })
})

it('a wrong passphrase, a weak one, a changed file and a file that is there already are refused', async () => {
  const wrong = { env: { RACKLIGHT_SITE_KEY_PASSPHRASE: 'another horse battery' } }
  expect((await say('third', ['key', 'site', 'import', file()], wrong)).json()).toMatchObject({
    error: { kind: 'denied' },
  })
  const weak = await say('first', ['key', 'site', 'export', join(dir, 'weak.json'), '--passphrase', 'short'])
  expect(weak.json()).toMatchObject({ error: { message: expect.stringContaining('shorter than 12') as string } })
  await writeFile(join(dir, 'bent.json'), '{}')
  expect((await say('third', ['key', 'site', 'import', join(dir, 'bent.json')], by)).status).toBe(1)
  expect((await say('third', ['key', 'site', 'import', join(dir, 'none.json')], by)).status).toBe(1)
  expect((await say('first', ['key', 'site', 'export', file()], by)).json()).toMatchObject({
    error: { message: expect.stringContaining('already') as string },
  })
})

it('a laptop that has a site key of its own keeps it until somebody says that it may go', async () => {
  const own = await pinOf('third')
  const kept = await say('third', ['key', 'site', 'import', file()], by)
  expect(kept.json()).toMatchObject({
    error: { kind: 'denied', detail: expect.stringContaining('--replace') as string },
  })
  expect(await pinOf('third')).toBe(own)
  const replaced = await say('third', ['key', 'site', 'import', file(), '--replace'], by)
  expect(replaced.json()).toMatchObject({ before: own })
  expect(await pinOf('third')).toBe(replaced.json<{ pin: string }>().pin)
  for (const secret of [passphrase, 'another horse battery']) expect(said).not.toContain(secret)
})
