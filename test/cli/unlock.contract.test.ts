// A PDU whose commands nobody has seen at work is opened by watching one empty outlet, and a PDU is declared dark by its
// typed name: the virtual PDU lives here, the command line in processes of its own.
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { systemClock } from '#main/engine/system-clock.ts'
import { makeVirtualPdu, type VirtualPdu } from '#sim/pdu/virtual-pdu.ts'
import { buildCli, cli } from '../support/cli.ts'

const community = 'wr1te-s3cret'
const watts: Readonly<Record<number, number>> = { 1: 120, 3: 3 }
const proveMs = 150_000

let dir: string
let unproven: VirtualPdu
let dark: VirtualPdu

const powerUp = async (kind: string, serial: string, metered: boolean): Promise<VirtualPdu> => {
  const pdu = makeVirtualPdu({
    ...{ clock: systemClock, kind, serial, name: serial, outlets: 4, address: '127.0.0.1', visibleAfterMs: 300 },
    ...{ communityRead: 'read-only', communityWrite: community, loadWattsOf: outlet => watts[outlet] ?? 0, metered },
  })
  pdu.setInitial({ 1: true, 2: true, 3: true, 4: false })
  await pdu.open()
  return pdu
}

const say = (...args: string[]) =>
  cli([...args, '--json', '--data', dir], { env: { RACKLIGHT_SNMP_COMMUNITY: community } })
const reasons = (ran: Awaited<ReturnType<typeof say>>): string => JSON.stringify(ran.json())

beforeAll(async () => {
  buildCli()
  dir = await mkdtemp(join(tmpdir(), 'racklight-unlock-'))
  unproven = await powerUp('raritan-pdu2', 'QVJ4200001', true)
  dark = await powerUp('rpdu2', 'ZA1744012345', true)
  for (const [name, pdu] of [
    ['px', unproven],
    ['pdu-a', dark],
  ] as const) {
    await say('pdu', 'add', name, `127.0.0.1:${pdu.port}`, '--feed', 'A')
    await say('keepon', name, 'none')
  }
}, 120_000)
afterAll(async () => {
  await Promise.all([unproven.close(), dark.close()])
  await rm(dir, { recursive: true, force: true })
})

const here = ['--present', '--offline']

describe('pdu prove', () => {
  it('is needed first: nothing else is switched on such a PDU', async () => {
    const ran = await say('pdu', 'switch', 'px', '2', 'off', '--unlock', 'px:2', ...here)
    expect(ran.status).toBe(3)
    expect(reasons(ran)).toMatch(/pdu prove px/)
    expect(unproven.sets).toEqual([])
  })

  it.each([
    ['that feeds something', '1'],
    ['with a server on standby', '3'],
  ])(
    'does not take an outlet %s',
    async (_what, outlet) => {
      const ran = await say('pdu', 'prove', 'px', outlet, '--watched', ...here)
      expect({ status: ran.status, said: reasons(ran) }).toMatchObject({
        status: 3,
        said: expect.stringMatching(/feeds something \(\d+ W\)/) as string,
      })
      expect(unproven.sets).toEqual([])
    },
    proveMs,
  )

  it(
    'trusts nothing that nobody says to have seen',
    async () => {
      const ran = await say('pdu', 'prove', 'px', '2', ...here)
      expect({ status: ran.status, ...ran.json() }).toMatchObject({ status: 4, outlet: '2', trusted: false })
      expect(unproven.sets).toHaveLength(2)
      const other = await say('pdu', 'switch', 'px', '4', 'on', ...here)
      expect(other.status).toBe(3)
      expect(unproven.sets).toHaveLength(2)
    },
    proveMs,
  )

  it(
    'switches the empty outlet off and on again, and from then on the PDU is one like any other',
    async () => {
      const ran = await say('pdu', 'prove', 'px', '2', '--watched', ...here)
      expect({ status: ran.status, ...ran.json() }).toMatchObject({ status: 0, outlet: '2', trusted: true })
      expect([1, 2, 3, 4].map(outlet => unproven.state(outlet))).toEqual(['on', 'on', 'on', 'off'])
      const switched = await say('pdu', 'switch', 'px', '4', 'on', ...here)
      expect(switched.json()).toMatchObject({ outlet: '4', before: 'off', after: 'on' })
      expect(unproven.isLive(4)).toBe(true)
      const again = await say('pdu', 'prove', 'px', '4', '--watched', ...here)
      expect({ status: again.status, said: reasons(again) }).toMatchObject({
        status: 3,
        said: expect.stringMatching(/needs no trial/) as string,
      })
    },
    proveMs,
  )
})

describe('pdu dark', () => {
  it('is refused with another name than the PDU has', async () => {
    const ran = await say('pdu', 'dark', 'pdu-a', '--typed', 'pdu-b')
    expect({ status: ran.status, said: reasons(ran) }).toMatchObject({
      status: 3,
      said: expect.stringMatching(/Type the name/) as string,
    })
    const cut = await say('pdu', 'switch', 'pdu-a', '2', 'off', ...here)
    expect(cut.status).toBe(3)
    expect((await say('pdu', 'dark', 'pdu-a')).status).toBe(2)
  })

  it('is refused where anything names an outlet', async () => {
    expect((await say('protect', 'pdu-a', '4', '--why', 'KVM')).status).toBe(0)
    const ran = await say('pdu', 'dark', 'pdu-a', '--typed', 'pdu-a')
    expect({ status: ran.status, said: reasons(ran) }).toMatchObject({
      status: 3,
      said: expect.stringMatching(/is protected: KVM/) as string,
    })
    expect((await say('release', 'pdu-a', '4')).status).toBe(0)
  })

  it(
    'lists what is on with its loads, switches nothing, and each of them may then be cut once',
    async () => {
      const ran = await say('pdu', 'dark', 'pdu-a', '--typed', 'pdu-a')
      expect(ran.json()).toMatchObject({
        pdu: 'pdu-a',
        outlets: [
          { outlet: '1', watts: 120 },
          { outlet: '2', watts: 0 },
          { outlet: '3', watts: expect.any(Number) as number },
        ],
      })
      expect(dark.sets).toEqual([])
      const cut = await say('pdu', 'switch', 'pdu-a', '1', 'off', ...here)
      expect(cut.json()).toMatchObject({ outlet: '1', before: 'on', after: 'off' })
      expect([1, 2, 3].map(outlet => dark.isLive(outlet))).toEqual([false, true, true])
    },
    proveMs,
  )
})
