// The site policy as the command line meets it: figures in a refusal, and a file that cannot be understood.
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { buildCli, cli } from '../support/cli.ts'

let dir: string
beforeAll(async () => {
  buildCli()
  dir = await mkdtemp(join(tmpdir(), 'racklight-policy-'))
  await mkdir(join(dir, 'data'))
})
afterAll(() => rm(dir, { recursive: true, force: true }))

const say = (...args: string[]) => cli([...args, '--json', '--data', join(dir, 'data')])
const policy = (text: string): Promise<void> => writeFile(join(dir, 'data', 'policy.json'), text)
const policyCheck = async () => {
  const { checks } = (await say('doctor')).json<{ checks: { name: string; ok: boolean; message: string }[] }>()
  return checks.find(check => check.name === 'policy')
}

it('refuses a key for longer than the policy allows, with both figures, and issues one within it', async () => {
  const { keys } = (await say('key', 'make')).json<{ keys: { kid: string }[] }>()
  const kid = keys[0]?.kid ?? ''
  await policy('{"keyLifeMs": 14400000}')
  const refused = await say('key', 'issue', kid, '--expires', '12h')
  expect(refused.status).toBe(3)
  expect(refused.json()).toMatchObject({
    reasons: ['12 h for the life of a key, but the site policy asks for at most 4 h.'],
  })
  expect((await say('key', 'issue', kid, '--expires', '3h')).status).toBe(0)
  expect(await policyCheck()).toMatchObject({ ok: true, message: expect.stringContaining('at most 4 h') as string })
})

it('doctor says what is wrong with a policy, and that nothing is switched', async () => {
  await policy('{"keyLifeMs": "4h"}')
  expect(await policyCheck()).toMatchObject({
    ok: false,
    message: expect.stringMatching(/^Nothing is switched: .*policy\.json: keyLifeMs/) as string,
  })
})
