// What the safety rules refuse: exit status 3, a sentence that says why, and a PDU that stands as it stood.
import { once } from 'node:events'
import { writeFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { buildCli, cli } from '../support/cli.ts'
import {
  snmpToolsMissing,
  startPractice,
  seenBySnmp,
  stateBySnmp,
  statesBySnmp,
  switchBySnmp,
  type Offer,
  type Practice,
} from '../support/practice.ts'

let practice: Practice
let pdu: Offer['pdus'][number]

beforeAll(async () => {
  if (snmpToolsMissing) console.log('snmpget is not installed: the PDU is asked with the net-snmp library instead')
  buildCli()
  practice = await startPractice('--outlets', '8', '--seed', '5')
  pdu = practice.offer.pdus[0] as Offer['pdus'][number]
  await switchBySnmp(pdu, 4, 'on')
  await switchBySnmp(pdu, 7, 'on')
  await seenBySnmp(pdu, 7, 'on')
  for (const mark of [
    ['allocate', 'pdu-a', '1', '--to', 'ceph-3'],
    ['protect', 'pdu-a', '2', '--why', 'top-of-rack switch'],
    ['tagout', 'pdu-a', '3', '--why', 'Grace works on it'],
  ])
    if ((await say(...mark)).status !== 0) throw new Error(`refused: ${mark.join(' ')}`)
}, 60_000)
afterAll(() => practice.close())

const say = (...args: string[]) => cli([...args, '--json', '--data', practice.dir])

interface Refused {
  readonly reasons: readonly string[]
  readonly error: { readonly kind: string; readonly message: string }
}

/** Refused as said, and every outlet of the PDU as it was. */
const expectRefused = async (args: string[], why: RegExp): Promise<void> => {
  const before = await statesBySnmp(pdu)
  const ran = await say('pdu', 'switch', 'pdu-a', ...args)
  expect(ran.status).toBe(3)
  const { reasons, error } = ran.json<Refused>()
  expect(reasons.join(' ')).toMatch(why)
  expect(error).toMatchObject({ kind: 'refused', message: expect.stringMatching(why) as string })
  expect(await statesBySnmp(pdu)).toEqual(before)
}

it('an allocated outlet', () => expectRefused(['1', 'on', '--present'], /allocated to ceph-3/))
it('a protected outlet', () => expectRefused(['2', 'on', '--present'], /protected: top-of-rack switch/))
it('a tagged-out outlet', () => expectRefused(['3', 'on', '--present'], /tagged out: Grace works on it/))
it('an outlet found on', () => expectRefused(['4', 'off', '--present'], /found on .* locked/))
it('an outlet found on, by a run as well', async () => {
  const ran = await say('run', 'plan', '--pdu', 'pdu-a:1-4')
  expect(ran.status).toBe(0)
  const { steps, locked } = ran.json<{ steps: unknown[]; locked: { outlet: string }[] }>()
  expect(steps).toEqual([])
  expect(locked.map(({ outlet }) => outlet)).toEqual(['1', '2', '3', '4'])
})
it('nobody at the rack', () => expectRefused(['5', 'on'], /a person is at the rack/))
it('a yes is never an unlock', async () => {
  const ran = await say('run', 'start', '--pdu', 'pdu-a:4', '--present', '--yes')
  const result = ran.lines<{ ended: string; unbound: { reason: string }[] }>().at(-1)
  expect(result?.unbound).toMatchObject([{ reason: 'foundOn' }])
  expect(await stateBySnmp(pdu, 4)).toBe('on')
})

it('an unlock that names another outlet is wrong usage', async () => {
  const ran = await say('pdu', 'switch', 'pdu-a', '4', 'off', '--unlock', 'pdu-a:7', '--present')
  expect(ran.status).toBe(2)
  expect(await stateBySnmp(pdu, 4)).toBe('on')
})

it('a dry run says the same and sends nothing', async () => {
  expect((await say('pdu', 'switch', 'pdu-a', '4', 'off', '--present', '--dry-run')).status).toBe(3)
  const may = await say('pdu', 'switch', 'pdu-a', '5', 'on', '--present', '--dry-run')
  expect(may.json()).toMatchObject({ outlet: '5', before: 'off', reasons: [] })
  expect(await stateBySnmp(pdu, 5)).toBe('off')
})

it('an allowed switch succeeds, and an unlocked one is cut', async () => {
  const on = await say('pdu', 'switch', 'pdu-a', '5', 'on', '--present')
  expect(on.json()).toMatchObject({ outlet: '5', before: 'off', after: 'on', tookMs: expect.any(Number) as number })
  expect(await stateBySnmp(pdu, 5)).toBe('on')
  const off = await say('pdu', 'switch', 'pdu-a', '7', 'off', '--unlock', 'pdu-a:7', '--present')
  expect({ status: off.status, stderr: off.stderr }).toEqual({ status: 0, stderr: '' })
  expect(off.json()).toMatchObject({ outlet: '7', before: 'on', after: 'off' })
  expect(await stateBySnmp(pdu, 7)).toBe('off')
})

it('keep-on unanswered', async () => {
  await say('pdu', 'forget', 'pdu-a')
  const community = join(practice.dir, 'community')
  await writeFile(community, `${pdu.community}\n`)
  const added = await say('pdu', 'add', 'pdu-a', pdu.address, '--community-file', community)
  expect(added.status).toBe(0)
  await expectRefused(['6', 'on', '--present'], /what must stay on/)
  expect((await say('run', 'start', '--pdu', 'pdu-a', '--present', '--yes')).status).toBe(3)
  expect((await say('keepon', 'pdu-a', 'none')).status).toBe(0)
})

/** A MAAS that knows its users, and whose machines nobody can read. */
const halfMaas = async (): Promise<{ url: string; close(): void }> => {
  const server = createServer((request, response) => {
    const target = new URL(request.url ?? '', practice.offer.maas.url)
    if (target.pathname.endsWith('/machines/')) return response.writeHead(500).end('Internal Server Error')
    const headers = { Authorization: request.headers.authorization ?? '' }
    void fetch(target, { headers }).then(async answer => response.writeHead(answer.status).end(await answer.text()))
  })
  await once(server.listen(0, '127.0.0.1'), 'listening')
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/MAAS`, close: () => server.close() }
}

it('stale news from MAAS, until somebody answers for it', async () => {
  const maas = await halfMaas()
  try {
    const env = { RACKLIGHT_MAAS_API_KEY: practice.offer.maas.apiKey }
    const set = await cli(['maas', 'check', '--url', maas.url, '--json', '--data', practice.dir], { env })
    expect(set.status).toBe(0)
    await expectRefused(['6', 'on', '--present'], /MAAS has not been read yet/)
    const run = await say('run', 'start', '--pdu', 'pdu-a', '--present', '--yes')
    expect(run.status).toBe(3)
    expect(run.json<Refused>().reasons.join(' ')).toMatch(/offline responsibility/)
    const answered = await say('pdu', 'switch', 'pdu-a', '6', 'on', '--present', '--offline')
    expect(answered.json()).toMatchObject({ after: 'on' })
    expect(await stateBySnmp(pdu, 6)).toBe('on')
  } finally {
    maas.close()
  }
})
