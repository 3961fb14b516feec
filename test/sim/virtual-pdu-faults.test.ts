import { afterEach, describe, expect, it } from 'vitest'
import type { VirtualPduOptions } from '#sim/pdu/virtual-pdu.ts'
import { masterSwitch, rpdu, rpdu2, system } from './apc-oids.ts'
import { makePduBench, numbers, statesWith, type PduBench } from './pdu-bench.ts'
import { failureOf, makeClient } from './snmp-client.ts'

describe('virtual APC PDU in trouble', () => {
  let bench: PduBench
  const start = async (options?: Partial<VirtualPduOptions>): Promise<PduBench> => (bench = await makePduBench(options))

  afterEach(() => bench.close())

  it('loses the commands under way when its card restarts', async () => {
    const { clock, pdu, client, power, expectTables } = await start({ actsAfterMs: 200, visibleAfterMs: 1500 })
    pdu.setInitial({ 2: true })
    await client.set(`${rpdu2.onDelay}.1`, 10)
    await client.set(`${rpdu2.command}.1`, 5)
    await client.set(`${rpdu2.command}.2`, 3)
    await client.set(`${rpdu2.command}.3`, 1)
    await clock.advance(100)
    pdu.reboot(1000)
    await clock.advance(1000)
    expect(numbers.filter(outlet => pdu.isPending(outlet))).toEqual([])
    await clock.advance(60_000)
    await expectTables(statesWith(2))
    expect(power).toEqual([[2, true]])
  })

  it('trips the breaker of an overloaded bank: dead outlets whose state says on', async () => {
    const { pdu, client, loads, power, column, expectTables } = await start({ breakerAmps: 10, visibleAfterMs: 0 })
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
    const { clock, pdu, client, one, expectTables } = await start({ visibleAfterMs: 2000 })
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
    const { clock, pdu, client, expectTables } = await start({ visibleAfterMs: 0 })
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
    const { clock, pdu, client, power, expectTables } = await start()
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
    const { clock, pdu, client, expectTables } = await start()
    pdu.knobs.refuse = 'genErr'
    expect(await failureOf(client.set(`${rpdu2.command}.1`, 1))).toBe(5)
    await clock.advance(5000)
    await expectTables(statesWith())
    expect(pdu.sets).toMatchObject([{ outcome: 'genErr' }])
  })

  it('can turn into another PDU at the same address', async () => {
    const { pdu, one } = await start()
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
})
