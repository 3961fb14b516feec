// The preflight on the command line: asks first, sends one question to port 161, and says what MAAS would make of it.
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { systemClock } from '#main/engine/system-clock.ts'
import { makeVirtualPdu, type VirtualPdu } from '#sim/pdu/virtual-pdu.ts'
import { buildCli, cli } from '../support/cli.ts'

let dir: string
const open: VirtualPdu[] = []
beforeAll(async () => {
  buildCli()
  dir = await mkdtemp(join(tmpdir(), 'racklight-preflight-'))
}, 60_000)
afterAll(async () => {
  for (const pdu of open) await pdu.close()
  await rm(dir, { recursive: true, force: true })
})

const say = (...args: string[]) => cli([...args, '--json', '--data', join(dir, 'data')])

/** Null where this user may not open port 161. */
const powerUp = async (serial: string, address: string, port?: number): Promise<VirtualPdu | null> => {
  const pdu = makeVirtualPdu({
    clock: systemClock,
    kind: 'rpdu',
    serial,
    name: serial,
    outlets: 8,
    communityRead: 'public',
    communityWrite: 'private',
    address,
    ...(port === undefined ? {} : { port }),
    loadWattsOf: () => 0,
  })
  try {
    await pdu.open()
  } catch {
    return null
  }
  open.push(pdu)
  pdu.setInitial({ 3: true })
  return pdu
}

interface Told {
  readonly pdus: readonly {
    name: string
    powerType: string
    from: string
    asked: { version: string; community: string; oid: string } | null
    answer: string | null
    ok: boolean
    reasons: string[]
    advice: string[]
  }[]
}
const add = async (name: string, { address, port }: VirtualPdu) =>
  expect((await say('pdu', 'add', name, `${address}:${port}`, '--community', 'private')).status).toBe(0)

it('without a yes nothing is sent; without PDUs there is nothing to ask', async () => {
  const nothing = await say('maas', 'preflight', '--yes')
  expect(nothing.json<Told>()).toEqual({ pdus: [] })
  const pdu = await powerUp('ZA0001', '127.0.61.1')
  if (!pdu) throw new Error('no PDU')
  await add('odd', pdu)
  const before = { ...pdu.requests }
  const ran = await say('maas', 'preflight')
  expect(ran.status).toBe(2)
  expect(pdu.requests).toEqual(before)
  expect((await say('maas', 'preflight', 'odd:99', '--yes')).status).toBe(1)
})

it('a PDU on another port is asked at port 161 all the same, and is not green', async () => {
  const ran = await say('maas', 'preflight', 'odd', '--yes')
  expect(ran.status).toBe(4)
  const [odd] = ran.json<Told>().pdus
  expect(odd).toMatchObject({ name: 'odd', from: 'this laptop', answer: null, ok: false, powerType: 'apc' })
  expect(odd?.reasons.join(' ')).toMatch(/always asks port 161/)
}, 60_000)

it('a PDU that answers as MAAS asks is green', async context => {
  const pdu = await powerUp('ZA0002', '127.0.61.2', 161)
  if (!pdu) {
    console.warn('skipped: port 161 of a loopback address cannot be opened here')
    return context.skip()
  }
  await add('plain', pdu)
  const before = pdu.requests.get
  const ran = await say('maas', 'preflight', 'plain:3', '--yes')
  expect(ran.status).toBe(0)
  expect(ran.json<Told>().pdus).toEqual([
    {
      name: 'plain',
      powerType: 'apc',
      from: 'this laptop',
      asked: { version: '1', community: 'private', oid: '1.3.6.1.4.1.318.1.1.12.3.3.1.1.4.3' },
      answer: 'INTEGER: 1',
      ok: true,
      reasons: [],
      advice: expect.any(Array) as string[],
    },
  ])
  expect(pdu.requests.get).toBe(before + 1)
  expect(pdu.sets).toEqual([])
})
