// Labels from the command line, without a display: what is asked for is in the file, and no secret is.
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { buildCli, cli } from '../support/cli.ts'

let dir: string
beforeAll(async () => {
  buildCli()
  dir = await mkdtemp(join(tmpdir(), 'racklight-labels-'))
})
afterAll(() => rm(dir, { recursive: true, force: true }))

const say = (...args: string[]) => cli([...args, '--json', '--data', join(dir, 'data')])

it('labels keys in every format and size, and tells the files', async () => {
  const made = await say('key', 'make', '--count', '3', '--for', 'lane:7')
  const kids = made.json<{ keys: { kid: string }[] }>().keys.map(({ kid }) => kid)
  await say('key', 'revoke', kids[2] ?? '')
  const stick = join(dir, 'stick.img')
  await say('key', 'image', kids[0] ?? '', '--out', stick)
  const secret = /"secret": ?"([^"]+)"/.exec(await readFile(stick, 'latin1'))?.[1] ?? ''
  expect(secret).toHaveLength(43)

  for (const format of ['pdf', 'svg', 'csv'])
    for (const size of ['12mm', '24mm', '50x25']) {
      const out = join(dir, `keys-${size}.${format}`)
      const ran = await say('labels', '--all', '--format', format, '--size', size, '--out', out)
      const bytes = await readFile(out)
      expect(ran.json()).toEqual({ files: [{ file: out, format, size, labels: 2, sizeBytes: bytes.length }] })
      expect(bytes.includes(secret)).toBe(false)
      if (format === 'pdf') continue
      const text = bytes.toString()
      for (const kid of kids.slice(0, 2)) expect(text).toContain(kid)
      expect(text).toContain('Lane 7')
      expect(text).not.toContain(kids[2])
    }
})

it('says what it does not find', async () => {
  expect((await say('labels', '--machines', '--out', join(dir, 'none.pdf'))).status).toBe(1)
  const unknown = await say('labels', '--cords', 'nowhere:1-8', '--out', join(dir, 'none.pdf'))
  expect(unknown.status).toBe(1)
  expect(unknown.stdout).toContain('nowhere')
})

it.each([
  [['--all', '--size', '9mm', '--out', 'x'], /12mm, 24mm, 50x25/],
  [['--all', '--format', 'docx', '--out', 'x'], /pdf, svg, csv/],
  [['--all'], /--out is missing/],
  [['--out', 'x'], /say what to label/],
])('explains %j', async (args, says) => {
  const ran = await say('labels', ...args)
  expect(ran.status).toBe(2)
  expect(ran.stderr + ran.stdout).toMatch(says)
})
