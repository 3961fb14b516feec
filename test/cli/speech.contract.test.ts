// The rules that hold for every verb: what stands on which stream, and with which exit status it ends.
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { buildCli, cli } from '../support/cli.ts'

let dir: string
beforeAll(async () => {
  buildCli()
  dir = await mkdtemp(join(tmpdir(), 'racklight-speech-'))
})
afterAll(() => rm(dir, { recursive: true, force: true }))

interface Failed {
  readonly error: { readonly kind: string; readonly message: string; readonly detail: unknown }
}

describe('the command line', () => {
  it.each([
    [['nonsense']],
    [['pdu']],
    [['key', 'list', '--nonsense']],
    [['key', 'list', 'surplus']],
    [['key', 'issue']],
    [['pdu', 'switch', 'pdu-a', '1', 'cycle']],
    [['practice', '--scenario', 'nonsense']],
    [['run', 'start', '--mode', 'nonsense', '--pdu', 'pdu-a']],
    [['pdu', 'probe', '127.0.0.1:99999', '--community', 'public']],
  ])('says that %j is wrong usage and ends with 2', async args => {
    const json = await cli([...args, '--json', '--data', dir])
    expect({ status: json.status, stderr: json.stderr }).toEqual({ status: 2, stderr: '' })
    expect(json.json<Failed>().error).toMatchObject({ kind: 'usage', message: expect.any(String) as string })
    const plain = await cli([...args, '--data', dir])
    expect({ status: plain.status, stdout: plain.stdout }).toEqual({ status: 2, stdout: '' })
    expect(plain.stderr).toContain('--help')
  })

  it('tells a failure of the world with its mend, and ends with 1', async () => {
    const ran = await cli(['maas', 'pull', '--json', '--data', dir])
    expect(ran.status).toBe(1)
    expect(ran.json<Failed>().error).toMatchObject({ kind: 'gone', message: 'MAAS: No MAAS is set up.' })
  })

  it('reads an empty folder without making anything in it', async () => {
    const folder = join(dir, 'never')
    for (const verb of [['key', 'list'], ['pdu', 'list'], ['map', 'show'], ['run', 'status'], ['journal']])
      expect((await cli([...verb, '--json', '--data', folder])).status).toBe(0)
    await expect(rm(folder, { recursive: true })).rejects.toThrow('ENOENT')
  })

  it('asks for consent where nobody can be asked, and starts nothing', async () => {
    const ran = await cli(['run', 'restore', '--present', '--json', '--data', join(dir, 'asked')])
    expect(ran.status).toBe(2)
    expect(ran.json<Failed>().error.message).toContain('--yes')
  })

  it('keeps the name of who asks', async () => {
    const folder = join(dir, 'by')
    await cli(['key', 'make', '--by', 'Grace Hopper', '--data', folder])
    const events = (await cli(['journal', '--json', '--data', folder])).lines<{ by: { person: string } }>()
    expect(events.map(event => event.by.person)).toEqual(['Grace Hopper'])
  })
})
