import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { makeVirtualPdu, type VirtualPdu, type VirtualPduOptions } from '#sim/pdu/virtual-pdu.ts'
import { VirtualClock } from '#sim/virtual-clock.ts'
import { masterSwitch, rpdu, rpdu2, system } from './apc-oids.ts'
import { failureOf, makeClient, type Client } from './snmp-client.ts'

const outlets = 12
const numbers = Array.from({ length: outlets }, (_, at) => at + 1)

describe('virtual APC PDU', () => {
  let clock: VirtualClock
  let pdu: VirtualPdu
  let client: Client
  let loads: Map<number, number>
  let power: [number, boolean][]

  const start = async (options: Partial<VirtualPduOptions> = {}): Promise<void> => {
    pdu = makeVirtualPdu({
      clock,
      kind: 'rpdu2',
      serial: '5A1916E00388',
      name: 'rack7-a',
      outlets,
      communityRead: 'public',
      communityWrite: 'private',
      address: '127.0.0.1',
      loadWattsOf: outlet => loads.get(outlet) ?? 0,
      ...options,
    })
    pdu.onPower((outlet, live) => power.push([outlet, live]))
    await pdu.open()
    client = makeClient({ port: pdu.port })
  }
  const column = async (object: string): Promise<(string | number | null)[]> =>
    (await client.walk(object)).map(each => each.value)
  const one = async (oid: string): Promise<string | number | null> => (await client.get(oid))[0]?.value ?? null

  /** What each table says about each outlet, put into the same words. */
  const tables = async (): Promise<Record<string, unknown[]>> => {
    const words = async (object: string, on: number): Promise<string[]> =>
      (await column(object)).map(value => (value === on ? 'on' : 'off'))
    return {
      rpdu2: await words(rpdu2.state, 2),
      rpdu2Command: await words(rpdu2.command, 1),
      rpdu: await words(rpdu.state, 1),
      rpduCommand: await words(rpdu.command, 1),
      masterSwitch: await words(masterSwitch.command, 1),
      text: String(await one(masterSwitch.allAsText))
        .trim()
        .split(/ +/)
        .map(word => word.toLowerCase()),
    }
  }
  const expectTables = async (states: readonly string[]): Promise<void> => {
    const found = await tables()
    expect(found).toEqual(Object.fromEntries(Object.keys(found).map(table => [table, states])))
    expect(numbers.map(outlet => pdu.state(outlet))).toEqual(states)
  }
  const statesWith = (...on: number[]): string[] => numbers.map(outlet => (on.includes(outlet) ? 'on' : 'off'))

  beforeEach(() => {
    clock = new VirtualClock()
    loads = new Map()
    power = []
  })
  afterEach(async () => {
    client.close()
    await pdu.close()
  })

  it('says the same in all three tables, outlet by outlet, in the numbers of each', async () => {
    await start()
    pdu.setInitial({ 2: true, 7: true, 12: true })
    await expectTables(statesWith(2, 7, 12))
    expect(await column(rpdu2.state)).toEqual(numbers.map(outlet => ([2, 7, 12].includes(outlet) ? 2 : 1)))
    expect(await column(rpdu.state)).toEqual(numbers.map(outlet => ([2, 7, 12].includes(outlet) ? 1 : 2)))
  })

  it.each([
    ['rPDU2', rpdu2.command],
    ['rPDU', rpdu.command],
    ['MasterSwitch', masterSwitch.command],
  ])('a SET to one outlet in %s changes that outlet alone, in all tables', async (_, command) => {
    await start()
    pdu.setInitial({ 4: true })
    await client.set(`${command}.5`, 1)
    await client.set(`${command}.4`, 2)
    await clock.advance(1500)
    await expectTables(statesWith(5))
    expect(power).toEqual([
      [4, true],
      [5, true],
      [4, false],
    ])
    expect(pdu.sets).toMatchObject([
      { oid: `${command}.5`, value: 1, outcome: 'noError' },
      { oid: `${command}.4`, value: 2, outcome: 'noError' },
    ])
  })

  it('moves the relay first, shows it later, and says pending in between', async () => {
    await start({ actsAfterMs: 200, visibleAfterMs: 2000 })
    const seen = async (): Promise<unknown[]> => [
      pdu.isLive(3),
      await one(`${rpdu2.state}.3`),
      await one(`${rpdu2.pending}.3`),
      await one(`${rpdu.pending}.3`),
      await one(`${masterSwitch.pending}.3`),
      await one(`${rpdu2.pending}.4`),
    ]
    await client.set(`${rpdu2.command}.3`, 1)
    expect(await seen()).toEqual([false, 1, 1, 1, 1, 2])
    await clock.advance(200)
    expect(await seen()).toEqual([true, 1, 1, 1, 1, 2])
    await clock.advance(1799)
    expect(await seen()).toEqual([true, 1, 1, 1, 1, 2])
    await clock.advance(1)
    expect(await seen()).toEqual([true, 2, 2, 2, 2, 2])
  })

  it('shows at once what it does when it has no delay', async () => {
    await start({ visibleAfterMs: 0 })
    await client.set(`${rpdu.command}.1`, 1)
    expect([pdu.state(1), pdu.isLive(1), pdu.isPending(1)]).toEqual(['on', true, false])
  })

  it('refuses numbers that are no command, among them outletUnknown', async () => {
    await start()
    expect(await failureOf(client.set(`${rpdu2.command}.1`, 4))).toBe(10)
    expect(await failureOf(client.set(`${rpdu2.command}.1`, 9))).toBe(10)
    expect(await failureOf(client.set(`${masterSwitch.command}.1`, 4))).toBe(10)
    expect(await failureOf(client.set(`${rpdu.command}.1`, 8))).toBe(10)
    expect(await failureOf(client.set(`${rpdu2.state}.1`, 1))).toBe(17)
    expect(await failureOf(client.set(`${rpdu2.command}.13`, 1))).toBe(11)
    await clock.advance(5000)
    expect(power).toEqual([])
  })

  it('waits out a delayed command, and a cancel or a later command takes its place', async () => {
    await start({ visibleAfterMs: 0 })
    await client.set(`${rpdu2.onDelay}.1`, 10)
    await client.set(`${rpdu2.command}.1`, 5)
    await clock.advance(9999)
    expect([pdu.isLive(1), pdu.isPending(1)]).toEqual([false, true])
    await clock.advance(1)
    expect([pdu.isLive(1), pdu.isPending(1)]).toEqual([true, false])

    await client.set(`${rpdu2.onDelay}.2`, 10)
    await client.set(`${rpdu.command}.2`, 4)
    await client.set(`${rpdu.command}.2`, 7)
    await client.set(`${rpdu2.onDelay}.3`, 10)
    await client.set(`${masterSwitch.command}.3`, 5)
    await client.set(`${masterSwitch.command}.3`, 2)
    await client.set(`${rpdu2.onDelay}.4`, -1)
    await client.set(`${rpdu2.command}.4`, 5)
    await clock.advance(60_000)
    expect([2, 3, 4].map(outlet => [pdu.isLive(outlet), pdu.isPending(outlet)])).toEqual(Array(3).fill([false, false]))
  })

  it('brings an outlet back by itself after a reboot command, unless it is told off meanwhile', async () => {
    await start({ visibleAfterMs: 1000, actsAfterMs: 100 })
    pdu.setInitial(true)
    power.length = 0
    await client.set(`${rpdu2.command}.6`, 3)
    await client.set(`${rpdu2.command}.7`, 3)
    await clock.advance(1000)
    expect([pdu.state(6), pdu.isLive(6), pdu.isPending(6)]).toEqual(['off', false, true])
    await client.set(`${rpdu2.command}.7`, 2)
    await clock.advance(6000)
    expect([pdu.state(6), pdu.isLive(6), pdu.isPending(6)]).toEqual(['on', true, false])
    expect(pdu.state(7)).toBe('off')
    expect(power).toEqual([
      [6, false],
      [7, false],
      [6, true],
    ])
  })

  it('gives a command to all outlets in its own numbers: 3 is off in rPDU', async () => {
    await start({ visibleAfterMs: 0 })
    pdu.setInitial(true)
    await client.set(rpdu.allOutlets, 3)
    await expectTables(statesWith())
  })

  it('shares names and delays between the tables, and refuses a name that is too long', async () => {
    await start()
    await client.set(`${rpdu2.nameWrite}.2`, 'storage-2 left')
    expect([await one(`${rpdu.name}.2`), await one(`${masterSwitch.name}.2`)]).toEqual(Array(2).fill('storage-2 left'))
    await client.set(`${rpdu.nameWrite}.2`, 'x')
    expect(await one(`${rpdu2.name}.2`)).toBe('x')
    expect(await failureOf(client.set(`${rpdu2.nameWrite}.2`, 'n'.repeat(32)))).toBe(8)
    await client.set(`${masterSwitch.onDelay}.2`, 50)
    expect(await one(`${rpdu2.onDelay}.2`)).toBe(45)
  })

  it('measures what live outlets draw, in the units of each table', async () => {
    await start({ volts: 230 })
    loads.set(1, 163).set(2, 500)
    pdu.setInitial({ 1: true })
    expect([await one(`${rpdu2.power}.1`), await one(`${rpdu2.current}.1`), await one(`${rpdu.load}.1`)]).toEqual([
      163, 7, 7,
    ])
    expect(await one(`${rpdu2.power}.2`)).toBe(0)
    expect(await column(rpdu2.bankCurrent)).toEqual([7, 0])
    expect(pdu.watts()).toBe(163)
  })

  it('trips the breaker of an overloaded bank: dead outlets whose state says on', async () => {
    await start({ breakerAmps: 10, visibleAfterMs: 0 })
    for (const outlet of numbers) loads.set(outlet, 800)
    for (const outlet of [1, 2, 7]) await client.set(`${rpdu2.command}.${outlet}`, 1)
    expect([pdu.isTripped(1), pdu.isTripped(2)]).toEqual([false, false])
    power.length = 0
    await client.set(`${rpdu2.command}.3`, 1)
    expect([pdu.isTripped(1), pdu.isTripped(2)]).toEqual([true, false])
    expect(power).toEqual([
      [3, true],
      [1, false],
      [2, false],
      [3, false],
    ])
    await expectTables(statesWith(1, 2, 3, 7))
    expect(await column(rpdu2.bankCurrent)).toEqual([0, 35])
    loads.set(3, 10)
    pdu.resetBreaker(1)
    expect([1, 2, 3].map(outlet => pdu.isLive(outlet))).toEqual([true, true, true])
    loads.set(3, 800)
    pdu.loadChanged()
    expect(pdu.isTripped(1)).toBe(true)
  })

  it('is deaf while its card restarts, counts uptime anew and keeps its outlets', async () => {
    await start({ visibleAfterMs: 2000 })
    pdu.setInitial({ 1: true })
    await clock.advance(100_000)
    expect(await one(system.uptime)).toBe(10_000)
    await client.set(`${rpdu2.command}.2`, 1)
    await clock.advance(500)
    await client.set(`${rpdu2.command}.3`, 1)
    pdu.reboot(30_000)
    const impatient = makeClient({ port: pdu.port, timeoutMs: 50 })
    expect(await failureOf(impatient.get(system.uptime))).toBe('RequestTimedOutError')
    impatient.close()
    await clock.advance(30_000)
    expect(await one(system.uptime)).toBe(3000)
    await expectTables(statesWith(1, 2))
    expect([1, 2, 3].map(outlet => pdu.isLive(outlet))).toEqual([true, true, false])
  })

  it('is dark and deaf without mains; when they return, outlets go on unless set to never', async () => {
    await start({ visibleAfterMs: 0 })
    pdu.setInitial({ 1: true, 2: true })
    await client.set(`${rpdu2.onDelay}.1`, -1)
    pdu.setMains(false)
    expect(numbers.filter(outlet => pdu.isLive(outlet))).toEqual([])
    const impatient = makeClient({ port: pdu.port, timeoutMs: 50 })
    expect(await failureOf(impatient.get(system.uptime))).toBe('RequestTimedOutError')
    impatient.close()
    pdu.setMains(true)
    await clock.advance(15_000)
    await expectTables(statesWith(...numbers.slice(1)))
  })

  it('can ignore what it accepted, or pretend it was done', async () => {
    await start()
    pdu.setInitial({ 1: true, 2: true })
    power.length = 0
    pdu.knobs.lie = 'ignore'
    await client.set(`${rpdu2.command}.1`, 2)
    await clock.advance(5000)
    expect([pdu.state(1), pdu.isPending(1), pdu.isLive(1)]).toEqual(['on', false, true])
    pdu.knobs.lie = 'pretend'
    await client.set(`${rpdu2.command}.2`, 2)
    await clock.advance(5000)
    await expectTables(statesWith(1))
    expect(pdu.isLive(2)).toBe(true)
    expect(power).toEqual([])
  })

  it('refuses and stays as it was', async () => {
    await start()
    pdu.knobs.refuse = 'genErr'
    expect(await failureOf(client.set(`${rpdu2.command}.1`, 1))).toBe(5)
    await clock.advance(5000)
    await expectTables(statesWith())
    expect(pdu.sets).toMatchObject([{ outcome: 'genErr' }])
  })

  it('can turn into another PDU at the same address', async () => {
    await start()
    const serials = async (): Promise<unknown[]> => [
      await one(rpdu2.serial),
      await one(rpdu.serial),
      await one(masterSwitch.serial),
      String(await one(system.descr)).includes('5A1916E00388'),
    ]
    expect(await serials()).toEqual(['5A1916E00388', '5A1916E00388', '5A1916E00388', true])
    pdu.knobs.wrongDevice = 'ZA0837021337'
    expect(await serials()).toEqual(['ZA0837021337', 'ZA0837021337', 'ZA0837021337', false])
    expect(pdu.serial).toBe('5A1916E00388')
  })

  it.each([
    ['rpdu2', [outlets, outlets, outlets], '1.3.6.1.4.1.318.1.3.4.6'],
    ['rpdu', [0, outlets, outlets], '1.3.6.1.4.1.318.1.3.4.5'],
    ['masterswitch', [0, 0, outlets], '1.3.6.1.4.1.318.1.3.4.2'],
  ] as const)('as %s answers the tables of its kind and no other', async (kind, lengths, objectId) => {
    await start({ kind })
    const found = [rpdu2.command, rpdu.command, masterSwitch.command].map(async each => (await column(each)).length)
    expect(await Promise.all(found)).toEqual(lengths)
    expect(await one(system.objectId)).toBe(objectId)
  })
})
