import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { Policy } from '#core/policy.ts'
import { readPolicy } from '#main/site/policy.ts'
import { tempDir } from '../store/fixtures/temp-dir.ts'

const written = async (text: string): Promise<string> => {
  const file = join(tempDir(), 'policy.json')
  await writeFile(file, text)
  return file
}

describe('the files of the site policy', () => {
  it('are no policy where there are none', async () => {
    const nowhere = join(tempDir(), 'nothing', 'policy.json')
    expect(await readPolicy([nowhere])).toEqual({ ok: true, value: { limits: {}, files: [] } })
  })

  it('hold together: of two limits the stricter', async () => {
    const machine = await written('{"$schema": "policy.schema.json", "presenceMs": 600000, "attempts": 1}')
    const folder = await written('\uFEFF{"presenceMs": 1200000, "drainMs": 20000}')
    expect(await readPolicy([machine, folder])).toEqual({
      ok: true,
      value: { limits: { presenceMs: 600_000, attempts: 1, drainMs: 20_000 }, files: [machine, folder] },
    })
  })

  it.each([
    ['not JSON', '{"presenceMs": 600000', /^it is not JSON$/],
    ['not an object', '[]', /object/],
    ['a number that nobody knows', '{"presence": 600000}', /presence/],
    ['a number as text', '{"presenceMs": "10 min"}', /^presenceMs/],
    ['a number out of its range', '{"silenceBeats": 1}', /^silenceBeats/],
    ['empty', '', /^it is not JSON$/],
  ])('are a fault and never no policy when one is %s', async (_, text, detail) => {
    const file = await written(text)
    const read = await readPolicy([file, join(tempDir(), 'policy.json')])
    expect(read).toMatchObject({ ok: false, fault: { kind: 'malformed', where: file } })
    expect(read.ok ? '' : read.fault.detail).toMatch(detail)
  })

  it('are a fault where one is there and cannot be read', async () => {
    expect(await readPolicy([tempDir()])).toMatchObject({ ok: false, fault: { kind: 'denied' } })
  })
})

it('the published schema of the policy is that of the code', async () => {
  const published = await readFile(join(import.meta.dirname, '..', '..', 'docs', 'policy.schema.json'), 'utf8')
  expect(JSON.parse(published)).toEqual({ title: 'Racklight site policy', ...z.toJSONSchema(Policy) })
})
