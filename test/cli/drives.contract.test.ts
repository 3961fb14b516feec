// Drives on the command line of this computer, whatever is plugged into it; nothing here agrees to erase one.
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { buildCli, cli, startCli } from '../support/cli.ts'

let dir: string
let kid = ''
beforeAll(async () => {
  buildCli()
  dir = await mkdtemp(join(tmpdir(), 'racklight-drives-'))
  const made = await say('key', 'make')
  kid = made.json<{ keys: { kid: string }[] }>().keys[0]?.kid ?? ''
})
afterAll(() => rm(dir, { recursive: true, force: true }))
const say = (...args: string[]) => cli([...args, '--json', '--data', join(dir, 'data')])

interface Drives {
  readonly drives: readonly { id: string; writable: boolean; reasons: string[] }[]
  readonly empty?: string
}

describe('drives', () => {
  it('lists what is plugged in, or says why there is nothing', async () => {
    const ran = await say('drives')
    expect(ran.status).toBe(0)
    const { drives, empty } = ran.json<Drives>()
    if (drives.length === 0) expect(empty).toMatch(/\.$/)
    for (const drive of drives) {
      expect(drive).toMatchObject({
        id: expect.any(String),
        path: expect.any(String),
        model: expect.any(String),
        serial: expect.any(String),
        port: expect.any(String),
        sizeBytes: expect.any(Number),
      })
      expect(drive.writable).toBe(drive.reasons.length === 0)
    }
  })

  it('--watch tells the list at once and ends with a signal', async () => {
    const running = startCli(['drives', '--watch', '--json', '--data', join(dir, 'data')])
    expect(JSON.parse(await running.line())).toHaveProperty('drives')
    running.kill('SIGINT')
    expect((await running.ended).status).toBe(0)
  })
})

describe('key write', () => {
  const usage = [
    ['without a drive', []],
    ['with more drives than keys', ['--drive', '1-1:A', '--drive', '1-2:B']],
    ['with a size that no image has', ['--drive', '1-1:A', '--size', '32']],
    ['with a device name', ['--drive', '1-1:A', '--device', '/dev/sda']],
    ['with a drive twice', ['--drive', '1-1:A', '--drive', '1-1:A']],
    ['without a terminal and without --yes', ['--drive', '1-1:A']],
  ] as const
  it.each(usage)('is not understood %s', async (_story, options) => {
    const keys = _story === 'with a drive twice' ? [kid, kid] : [kid]
    const yes = _story.endsWith('--yes') ? [] : ['--yes']
    expect((await say('key', 'write', ...keys, ...options, ...yes)).status).toBe(2)
  })

  it.each(['2-99:NOT-THERE', '/dev/sda', 'sda', '8:0'])('writes no drive that is called %s', async id => {
    const ran = await say('key', 'write', kid, '--drive', id, '--yes')
    expect(ran.status).toBe(1)
    expect(ran.json()).toMatchObject({ error: { kind: 'gone' } })
  })

  it('writes no key that is not in stock', async () => {
    const ran = await say('key', 'write', 'K000', '--drive', '2-99:NOT-THERE', '--yes')
    expect(ran.status).toBe(1)
    expect(ran.json()).toMatchObject({ error: { message: expect.stringContaining('K000') } })
  })
})
