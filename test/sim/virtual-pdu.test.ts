import { afterEach, describe, expect, it } from 'vitest'
import type { VirtualPduOptions } from '#sim/pdu/virtual-pdu.ts'
import { masterSwitch, rpdu, rpdu2, system } from './apc-oids.ts'
import { makePduBench, numbers, statesWith, type PduBench } from './pdu-bench.ts'
import { failureOf } from './snmp-client.ts'

describe('virtual APC PDU', () => {
  let bench: PduBench
  const start = async (options?: Partial<VirtualPduOptions>): Promise<PduBench> => (bench = await makePduBench(options))

  afterEach(() => bench.close())

  it('says the same in all three tables, outlet by outlet, in the numbers of each', async () => {
    const { pdu, column, expectTables } = await start()
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
    const { clock, pdu, client, power, expectTables } = await start()
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
    const { clock, pdu, client, one } = await start({ actsAfterMs: 200, visibleAfterMs: 2000 })
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
    const { pdu, client } = await start({ visibleAfterMs: 0 })
    await client.set(`${rpdu.command}.1`, 1)
    expect([pdu.state(1), pdu.isLive(1), pdu.isPending(1)]).toEqual(['on', true, false])
  })

  it('refuses numbers that are no command, among them outletUnknown', async () => {
    const { clock, client, power } = await start()
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
    const { clock, pdu, client } = await start({ visibleAfterMs: 0 })
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
    const { clock, pdu, client, power } = await start({ visibleAfterMs: 1000, actsAfterMs: 100 })
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
    const { pdu, client, expectTables } = await start({ visibleAfterMs: 0 })
    pdu.setInitial(true)
    await client.set(rpdu.allOutlets, 3)
    await expectTables(statesWith())
    expect(numbers.filter(outlet => pdu.isLive(outlet))).toEqual([])
  })

  it('shares names and delays between the tables, and refuses a name that is too long', async () => {
    const { client, one } = await start()
    await client.set(`${rpdu2.nameWrite}.2`, 'storage-2 left')
    expect([await one(`${rpdu.name}.2`), await one(`${masterSwitch.name}.2`)]).toEqual(Array(2).fill('storage-2 left'))
    await client.set(`${rpdu.nameWrite}.2`, 'x')
    expect(await one(`${rpdu2.name}.2`)).toBe('x')
    expect(await failureOf(client.set(`${rpdu2.nameWrite}.2`, 'n'.repeat(32)))).toBe(8)
    await client.set(`${masterSwitch.onDelay}.2`, 50)
    expect(await one(`${rpdu2.onDelay}.2`)).toBe(45)
  })

  it('measures what live outlets draw, in the units of each table', async () => {
    const { pdu, loads, column, one } = await start({ volts: 230 })
    loads.set(1, 163).set(2, 500)
    pdu.setInitial({ 1: true })
    expect([await one(`${rpdu2.power}.1`), await one(`${rpdu2.current}.1`), await one(`${rpdu.load}.1`)]).toEqual([
      163, 7, 7,
    ])
    expect(await one(`${rpdu2.power}.2`)).toBe(0)
    expect(await column(rpdu2.bankCurrent)).toEqual([7, 0])
    expect(pdu.watts()).toBe(163)
  })

  it.each([
    ['rpdu2', [12, 12, 12], '1.3.6.1.4.1.318.1.3.4.6'],
    ['rpdu', [0, 12, 12], '1.3.6.1.4.1.318.1.3.4.5'],
    ['masterswitch', [0, 0, 12], '1.3.6.1.4.1.318.1.3.4.2'],
  ] as const)('as %s answers the tables of its kind and no other', async (kind, lengths, objectId) => {
    const { column, one } = await start({ kind })
    const found = [rpdu2.command, rpdu.command, masterSwitch.command].map(async each => (await column(each)).length)
    expect(await Promise.all(found)).toEqual(lengths)
    expect(await one(system.objectId)).toBe(objectId)
  })
})
