// PDUs found, watched, named and written down from outside, on a practice rack; and one that speaks SNMPv3 alone.
import { createSocket } from 'node:dgram'
import { once } from 'node:events'
import { readFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { systemClock } from '#main/engine/system-clock.ts'
import { makeVirtualPdu, type VirtualPdu } from '#sim/pdu/virtual-pdu.ts'
import { asPduKnows, authKey, authPriv, privKey } from '../pdu/v3-users.ts'
import { rpdu2, system } from '../sim/apc-oids.ts'
import { makeClient } from '../sim/snmp-client.ts'
import { buildCli, cli, startCli, type CliOptions } from '../support/cli.ts'
import { startPractice, switchBySnmp, type Offer, type Practice } from '../support/practice.ts'

let practice: Practice
let pdu: Offer['pdus'][number]
let host = ''
let port = ''
let said = ''

beforeAll(async () => {
  buildCli()
  practice = await startPractice('--outlets', '6', '--seed', '9')
  pdu = practice.offer.pdus[0] as Offer['pdus'][number]
  ;[host = '', port = ''] = pdu.address.split(':')
}, 60_000)
afterAll(() => practice.close())

const say = async (args: readonly string[], options: CliOptions = {}) => {
  const env = { RACKLIGHT_SNMP_COMMUNITY: pdu.community, ...options.env }
  const ran = await cli([...args, '--json', '--data', practice.dir], { ...options, env })
  said += ran.stdout + ran.stderr
  return ran
}

describe('pdu find', () => {
  it('lists the PDUs of a network, and which of them are known', async () => {
    // A network in which this address is neither the first nor the last.
    const last = Number(host.split('.')[3])
    const bits = [28, 27, 26].find(one => ![0, 2 ** (32 - one) - 1].includes(last % 2 ** (32 - one)))
    const ran = await say(['pdu', 'find', `${host}/${bits}`, '--port', port])
    expect(ran.status).toBe(0)
    const { pdus } = ran.json<{ pdus: object[] }>()
    expect(pdus).toContainEqual(
      expect.objectContaining({ vendor: 'APC', family: 'apc-rpdu2', outlets: 6, known: 'pdu-a' }),
    )
  })

  it('suggests how to take a new one in', async () => {
    const ran = await cli(['pdu', 'find', host, '--port', port, '--json', '--data', join(practice.dir, 'nowhere')], {
      env: { RACKLIGHT_SNMP_COMMUNITY: pdu.community },
    })
    expect(ran.json()).toMatchObject({
      pdus: [{ address: pdu.address, known: null }],
      add: [`racklight pdu add pdu-1 ${pdu.address} --community-file FILE`],
    })
  })

  it.each([
    ['more than a /20', '10.0.0.0/19'],
    ['no network', '10.0.0.300/24'],
    ['a name', 'rack-4'],
  ])('refuses %s', async (_, where) => {
    expect((await say(['pdu', 'find', where])).status).toBe(2)
  })

  it('asks the neighbours that MAAS has heard of', async () => {
    const maas = await maasWithNeighbours([
      { ip: host, mac_organization: 'American Power Conversion Corp', last_seen: '2026-11-23T09:00:00' },
      { ip: '127.0.0.9', mac_organization: 'Raritan Computer, Inc', last_seen: '2026-11-23T08:00:00' },
      { ip: null, mac_organization: 'Dell Inc.', last_seen: '2026-11-23T07:00:00' },
    ])
    try {
      const env = { RACKLIGHT_MAAS_API_KEY: practice.offer.maas.apiKey }
      expect((await say(['maas', 'check', '--url', maas.url], { env })).status).toBe(0)
      const ran = await say(['pdu', 'find', 'maas', '--port', port])
      expect(ran.json()).toMatchObject({
        pdus: [{ address: pdu.address, known: 'pdu-a' }],
        addresses: 2,
        asked: 2,
        silent: [{ host: '127.0.0.9', maker: 'Raritan Computer, Inc' }],
      })
    } finally {
      maas.close()
    }
  })

  it('ends at a signal with what it has, and says how far it came', async () => {
    const env = { RACKLIGHT_SNMP_COMMUNITY: pdu.community }
    const first = createSocket('udp4').bind(0, '127.80.0.1')
    await once(first, 'listening')
    const at = String(first.address().port)
    const find = startCli(['pdu', 'find', '127.80.0.0/20', '--port', at, '--json', '--data', practice.dir], { env })
    await once(first, 'message')
    find.kill('SIGINT')
    const ran = await find.ended
    first.close()
    expect(ran.status).toBe(4)
    expect(ran.json<{ asked: number }>().asked).toBeLessThan(4094)
  })
})

/** The practice MAAS, with neighbours on top, which it has none of. */
const maasWithNeighbours = async (neighbours: readonly object[]): Promise<{ url: string; close(): void }> => {
  const server = createServer((request, response) => {
    const target = new URL(request.url ?? '', practice.offer.maas.url)
    if (target.pathname.endsWith('/discovery/')) return response.end(JSON.stringify(neighbours))
    const headers = { Authorization: request.headers.authorization ?? '' }
    void fetch(target, { headers }).then(async answer => response.writeHead(answer.status).end(await answer.text()))
  })
  await once(server.listen(0, '127.0.0.1'), 'listening')
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/MAAS`, close: () => server.close() }
}

describe('pdu watch', () => {
  it('tells what another hand switches, and ends at a signal', async () => {
    const env = { RACKLIGHT_SNMP_COMMUNITY: pdu.community }
    const watch = startCli(['pdu', 'watch', 'pdu-a', '--json', '--data', practice.dir], { env })
    await watch.line(line => line.includes('"watching":6'))
    await switchBySnmp(pdu, 5, 'on')
    const line = await watch.line(text => text.includes('"outlet":"5"') && text.includes('"to":"on"'))
    expect(JSON.parse(line)).toMatchObject({ pdu: 'pdu-a', outlet: '5', to: 'on' })
    watch.kill('SIGINT')
    expect((await watch.ended).status).toBe(0)
  })
})

describe('pdu dark', () => {
  it('lists what is on with its load, and gives it free to a typed name alone', async () => {
    await switchBySnmp(pdu, 5, 'on')
    expect((await say(['keepon', 'pdu-a', 'none'])).status).toBe(0)
    expect((await say(['pdu', 'dark', 'pdu-a', '--typed', 'pdu-b'])).status).toBe(3)
    const ran = await say(['pdu', 'dark', 'pdu-a', '--typed', 'pdu-a'])
    expect(ran.stderr).toContain('On at pdu-a')
    expect(ran.json()).toMatchObject({ pdu: 'pdu-a', outlets: [{ outlet: '5', watts: expect.any(Number) as number }] })
  })
})

describe('pdu name', () => {
  it('writes the name on the PDU, and the journal says who did', async () => {
    const ran = await say(['pdu', 'name', 'pdu-a', '3', 'ceph-3 left', '--by', 'Grace Hopper'])
    expect(ran.json()).toEqual({ pdu: 'pdu-a', outlet: '3', before: 'Outlet 3', after: 'ceph-3 left' })
    const client = makeClient({ host, port: Number(port), community: pdu.community })
    const [shown] = await client.get(`${rpdu2.name}.3`).finally(() => client.close())
    expect(shown?.value).toBe('ceph-3 left')
    const events = (await say(['journal'])).lines<{ kind: string; by?: { person: string } }>()
    expect(events.findLast(event => event.kind === 'outletNamed')).toMatchObject({
      outlet: '3',
      after: 'ceph-3 left',
      by: { person: 'Grace Hopper' },
    })
  })

  it('refuses what no PDU takes, and outlets that are not there', async () => {
    expect((await say(['pdu', 'name', 'pdu-a', '3', 'x'.repeat(200)])).status).toBe(1)
    expect((await say(['pdu', 'name', 'pdu-a', '99', 'x'])).status).toBe(1)
    expect((await say(['pdu', 'name', 'pdu-a', '1-2', 'x'])).status).toBe(2)
  })
})

describe('pdu probe --record', () => {
  it('writes a walk in which nothing names anything, and the states are those of the PDU', async () => {
    const client = makeClient({ host, port: Number(port), community: pdu.community })
    const place = 'Hall 4, Example Street 12'
    const person = 'Grace Hopper, +49 30 901820'
    await client.set('1.3.6.1.2.1.1.6.0', place)
    await client.set('1.3.6.1.2.1.1.4.0', person)
    await client.set(`${rpdu2.nameWrite}.2`, 'payroll-db')
    const [serial] = await client.get(rpdu2.serial)
    const [descr] = await client.get(system.descr)
    const [mac] = await client.walk('1.3.6.1.2.1.2.2.1.6')
    const states = (await client.walk(rpdu2.state)).map(({ oid, value }) => `${oid}|2|${value}`)
    client.close()
    const file = join(practice.dir, 'walk.snmprec')
    const ran = await say(['pdu', 'probe', pdu.address, '--record', file])
    expect(ran.status).toBe(0)
    const text = await readFile(file, 'utf8')
    const lines = text.trimEnd().split('\n')
    expect(ran.json()).toMatchObject({ recorded: { file, rows: lines.length } })
    const macHex = Buffer.from(String(mac?.value), 'latin1').toString('hex')
    for (const secret of [
      place,
      person,
      'payroll-db',
      'ceph-3 left',
      String(serial?.value),
      host,
      pdu.community,
      macHex,
    ])
      expect(text).not.toContain(secret)
    expect(lines).toEqual(expect.arrayContaining(states))
    expect(lines).toContain('1.3.6.1.2.1.1.2.0|6|1.3.6.1.4.1.318.1.3.4.6')
    expect(text).toContain(String(descr?.value).split(' ')[0])
    for (const line of lines) expect(line).toMatch(/^[\d.]+\|(2|4|4x|6|64|65|66|67|70)\|/)
    expect((await say(['pdu', 'probe', pdu.address, '--record', file])).json()['error']).toMatchObject({
      message: expect.stringContaining('exists already') as string,
    })
  })
})

describe('the same PDU under another address', () => {
  it('is one PDU, and pdu add says so', async () => {
    const added = await say(['pdu', 'add', 'left', pdu.address])
    expect(added.json()).toMatchObject({ name: 'left', was: { name: 'pdu-a', address: pdu.address } })
    const { pdus } = (await say(['pdu', 'list'])).json<{ pdus: { name: string; serial: string }[] }>()
    expect(pdus.filter(one => one.name === 'left' || one.name === 'pdu-a').map(one => one.name)).toEqual(['left'])
    await say(['pdu', 'add', 'pdu-a', pdu.address])
  })
})

describe('SNMPv3 on the command line', () => {
  let secure: VirtualPdu
  const user = authPriv('sha256', 'aes256b')
  const options = ['--snmp', '3', '--user', user.user, '--auth', 'SHA-256', '--priv', 'AES-256']
  const keys = { RACKLIGHT_SNMP_AUTH_KEY: authKey, RACKLIGHT_SNMP_PRIV_KEY: privKey }
  beforeAll(async () => {
    secure = makeVirtualPdu({
      ...{ clock: systemClock, kind: 'rpdu2', serial: 'ZA77', name: 'secure', outlets: 4, address: '127.0.0.1' },
      ...{ communityRead: 'unused-1', communityWrite: 'unused-2', loadWattsOf: () => 0, users: [asPduKnows(user)] },
    })
    secure.knobs.v3Only = true
    await secure.open()
  })
  afterAll(() => secure.close())

  it('probes, takes in, reads and switches with keys from the environment, and tells none', async () => {
    const at = `127.0.0.1:${secure.port}`
    const probed = await say(['pdu', 'probe', at, ...options], { env: keys })
    expect(probed.json()).toMatchObject({ serial: 'ZA77', snmp: { version: '3', bulk: true } })
    expect((await say(['pdu', 'add', 'secure', at, '--feed', 'B', ...options], { env: keys })).status).toBe(0)
    await say(['keepon', 'secure', 'none'])
    const on = await say(['pdu', 'switch', 'secure', '2', 'on', '--present', '--offline'])
    expect(on.json()).toMatchObject({ outlet: '2', before: 'off', after: 'on' })
    expect(secure.isLive(2)).toBe(true)
  })

  it.each([
    ['an unknown protocol', ['--auth', 'sha3'], /--auth is one of/],
    ['a protocol without its key', ['--auth', 'sha'], /--auth needs its key/],
    ['a key without its protocol', ['--auth-key', 'some pass'], /--auth-key needs --auth/],
    ['privacy alone', ['--priv', 'aes', '--priv-key', 'some pass'], /--priv needs --auth/],
  ])('takes %s for wrong usage', async (_, args, why) => {
    const ran = await say(['pdu', 'probe', `127.0.0.1:${secure.port}`, '--user', user.user, ...args])
    expect(ran.status).toBe(2)
    expect(ran.json()['error']).toMatchObject({ message: expect.stringMatching(why) as string })
  })

  it('names a wrong key in plain words', async () => {
    const env = { ...keys, RACKLIGHT_SNMP_AUTH_KEY: 'another pass' }
    const ran = await say(['pdu', 'probe', `127.0.0.1:${secure.port}`, ...options], { env })
    expect(ran.status).toBe(1)
    expect(ran.json()['error']).toMatchObject({
      kind: 'denied',
      message: expect.stringContaining('authentication key') as string,
    })
  })
})

it('no secret was told', () => {
  for (const secret of [pdu.community, authKey, privKey]) expect(said).not.toContain(secret)
})
