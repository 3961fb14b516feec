// A site set up by hand, verb by verb, against a practice rack that serves as the true one.
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { buildCli, cli, type CliOptions } from '../support/cli.ts'
import { startPractice, type Offer, type Practice } from '../support/practice.ts'

let practice: Practice
let pdu: Offer['pdus'][number]
let dir: string
let said = ''

beforeAll(async () => {
  buildCli()
  dir = await mkdtemp(join(tmpdir(), 'racklight-site-'))
  practice = await startPractice('--outlets', '6', '--seed', '4')
  pdu = practice.offer.pdus[0] as Offer['pdus'][number]
}, 60_000)
afterAll(async () => {
  await practice.close()
  await rm(dir, { recursive: true, force: true })
})

const say = async (args: readonly string[], options: CliOptions = {}) => {
  const ran = await cli([...args, '--json', '--data', join(dir, 'data')], options)
  said += ran.stdout + ran.stderr
  return ran
}
const row = (outlet: string, more: object): object =>
  expect.objectContaining({ pdu: 'left', outlet, ...more }) as object

it('probes a PDU without a data folder', async () => {
  const ran = await say(['pdu', 'probe', pdu.address], { env: { RACKLIGHT_SNMP_COMMUNITY: pdu.community } })
  expect(ran.json()).toMatchObject({
    address: pdu.address,
    vendor: 'APC',
    family: 'apc-rpdu2',
    snmp: { version: '2c', bulk: true },
    switchable: true,
    outlets: Array.from({ length: 6 }, (_, i) => ({
      id: String(i + 1),
      number: i + 1,
      state: 'off',
      switchable: true,
    })),
    maas: { powerType: 'apc', drivable: false },
  })
})

it('takes it in with the community from standard input, and lists it', async () => {
  const added = await say(['pdu', 'add', 'left', pdu.address, '--feed', 'B', '--community-file', '-'], {
    input: `${pdu.community}\n`,
  })
  expect(added.status).toBe(0)
  const listed = (await say(['pdu', 'list'])).json<{ pdus: unknown[] }>()
  expect(listed.pdus).toMatchObject([
    { name: 'left', address: pdu.address, feed: 'B', outlets: 6, on: 0, keepOn: null },
  ])
  expect((await say(['pdu', 'add', 'a b', pdu.address, '--community', 'x'])).status).toBe(2)
})

it('says what must stay on, what is taken, and releases it', async () => {
  expect((await say(['keepon', 'left', '1-2'])).json()).toMatchObject({
    outlets: [row('1', { keepOn: true }), row('2', { keepOn: true })],
  })
  const file = join(dir, 'taken.csv')
  await writeFile(file, 'pdu,outlet,to\nleft,3,ceph-1\nleft,4,ceph-2\n')
  expect((await say(['allocate', 'import', file])).json()).toEqual({
    outlets: [row('3', { allocated: 'ceph-1' }), row('4', { allocated: 'ceph-2' })],
  })
  await writeFile(file, 'pdu,outlet,to\nleft,5,ceph-3\nleft,99,ceph-4\n')
  const refused = await say(['allocate', 'import', file])
  expect({ status: refused.status, error: refused.json()['error'] }).toMatchObject({
    status: 1,
    error: { message: 'PDU left: It has no outlet 99.', detail: 'Its outlets are 1-6.' },
  })
  expect((await say(['release', 'left', '4'])).json()).toEqual({ outlets: [row('4', { allocated: null })] })
  const map = (await say(['map', 'show'])).json<{ unbound: { outlet: string; reason: string }[] }>()
  expect(map.unbound.filter(({ reason }) => reason === 'allocated').map(({ outlet }) => outlet)).toEqual(['3'])
})

it('says what feeds an appliance, and what is a chassis', async () => {
  const appliance = { name: 'sw-12', what: 'switch' }
  const attested = await say(['equipment', 'appliance', 'left', '6', '--as', 'switch', '--called', 'sw-12'])
  expect(attested.json()).toEqual({ outlets: [row('6', { appliance })] })
  expect((await say(['equipment', 'list'])).json()).toEqual({
    chassis: [],
    appliances: [{ pdu: 'left', outlet: '6', ...appliance }],
    proposed: [],
  })
  const refused = await say(['pdu', 'switch', 'left', '6', 'on', '--present', '--dry-run'])
  expect(refused.status).toBe(3)
  expect(refused.json()['error']).toMatchObject({
    message: expect.stringContaining('feeds the network switch sw-12') as string,
  })
  const stranger = await say(['equipment', 'chassis', 'node-1', 'S1', 'S2'])
  expect(stranger.json()['error']).toMatchObject({ kind: 'gone', message: expect.stringContaining('S1') as string })
  expect((await say(['equipment', 'dissolve', 'node-1'])).status).toBe(3)
  expect((await say(['equipment', 'appliance', 'left', '6', '--as', 'toaster', '--called', 'x'])).status).toBe(2)
  expect((await say(['release', 'left', '6'])).json()).toEqual({ outlets: [row('6', { appliance: null })] })
})

it('keeps a MAAS that answers, and reads what it names', async () => {
  const key = join(dir, 'maas-key')
  await writeFile(key, practice.offer.maas.apiKey)
  const checked = await say(['maas', 'check', '--url', practice.offer.maas.url, '--api-key-file', key])
  expect(checked.json()).toMatchObject({ version: '3.4.10', username: 'admin', isAdmin: true })
  expect((await say(['maas', 'check'])).json()).toEqual(checked.json())
  expect((await say(['maas', 'pull'])).json()).toMatchObject({ taken: [], deployedUnknown: 0 })
  expect((await say(['maas', 'plan'])).json()).toEqual({ machines: [] })
  const denied = await say(['maas', 'check', '--url', practice.offer.maas.url, '--api-key', 'a:b:c'])
  expect(denied.json()['error']).toMatchObject({ kind: 'denied' })
  expect((await say(['maas', 'check'])).status).toBe(0)
})

it('plans a run in order, with what is left alone and why', async () => {
  const nobody = await say(['run', 'plan', '--pdu', 'left'])
  expect(nobody.json()['error']).toMatchObject({
    kind: 'usage',
    message: expect.stringContaining('key make') as string,
  })
  const made = (await say(['key', 'make', '--for', 'lane:1'])).json<{ keys: { kid: string }[] }>()
  await say(['key', 'issue', made.keys[0]?.kid ?? ''])
  const plan = (await say(['run', 'plan', '--pdu', 'left:1-5'])).json<{
    steps: { place: string; to: string; pdu: string }[]
    locked: { place: string; why: string }[]
  }>()
  expect(plan.steps.map(({ place, to }) => `${place} ${to}`)).toEqual(
    ['B-4', 'B-5'].flatMap(place => [`${place} on`, `${place} off`, `${place} on`]),
  )
  expect(plan.locked.map(({ place }) => place)).toEqual(['B-1', 'B-2', 'B-3'])
})

it('finds out what a run still lacks', async () => {
  const { checks } = (await say(['doctor'])).json<{ checks: { name: string; ok: boolean; mend: string }[] }>()
  // Another program on this computer may sit on the usual port.
  const bad = checks.filter(({ ok, name }) => !ok && name !== 'check-in')
  expect(bad.map(({ name }) => name)).toEqual(['keys'])
  expect(bad[0]?.mend).toContain('key stamp')
  expect(checks.map(({ name }) => name)).toEqual(
    expect.arrayContaining(['data folder', 'vault', 'journal', 'PDU left', 'MAAS', 'check-in']),
  )
})

it('exports, forgets, and never spoke a secret', async () => {
  const file = join(dir, 'map.csv')
  expect((await say(['export', 'csv', '--out', file])).json()).toMatchObject({ bindings: 0 })
  expect(await readFile(file, 'utf8')).toMatch(/^pdu,outlet,feed,grade,/)
  expect((await say(['pdu', 'forget', 'left'])).status).toBe(0)
  expect((await say(['pdu', 'list'])).json()).toEqual({ pdus: [] })
  said += (await say(['journal'])).stdout
  for (const secret of [pdu.community, practice.offer.maas.apiKey, ...practice.offer.maas.apiKey.split(':').slice(1)])
    expect(said).not.toContain(secret)
})
