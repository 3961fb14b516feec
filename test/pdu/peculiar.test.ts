// What only one family does, and a wrong reading of its MIB would get wrong.
import { describe, expect, it } from 'vitest'
import { indexOf } from '#main/pdu/cells.ts'
import { families } from '#main/pdu/families.ts'
import type { Column, Family } from '#main/pdu/family.ts'
import { makeClient } from '../sim/snmp-client.ts'
import type { Client } from '../sim/snmp-client.ts'
import { always, makeRack, secret } from './contract-rack.ts'
import { subjects } from './subjects.ts'

function of(name: string) {
  const family = families.find(each => each.name === name)
  const subject = subjects.find(each => each.family === name)
  if (!family || !subject) throw new Error(`no family ${name} under the contract`)
  return { family, rack: makeRack(subject) }
}

async function withClient<T>(port: number, work: (client: Client) => Promise<T>): Promise<T> {
  const client = makeClient({ port, community: secret })
  try {
    return await work(client)
  } finally {
    client.close()
  }
}

const at = (column: Column, row: string): string => `${column.oid}.${indexOf(column, row)}`

async function numberAt(client: Client, column: Column, row: string): Promise<number> {
  const [answer] = await client.get(at(column, row))
  return Number(answer?.value)
}

/** The off time that counts for the outlet of this row, as the family says it is found. */
async function offSecondsOf(client: Client, { timedCut }: Family, row: string): Promise<number> {
  if (!timedCut) throw new Error('no timed cut')
  const { offSeconds, general } = timedCut
  const isGeneral = general && (await numberAt(client, general.when, row)) === general.is
  return numberAt(client, isGeneral ? general.offSeconds : offSeconds, row)
}

describe('raritan-pdu2', () => {
  const { family, rack } = of('raritan-pdu2')

  it('an outlet is behind the breaker its power source points to', async () => {
    const { port, access } = await rack.build({ outlets: 6, bankOf: outlet => (outlet % 3) + 1 })
    const { probe } = await rack.known(port, access)
    expect(probe.facts.outlets.map(({ label, bank }) => `${label} ${bank}`)).toEqual([
      '1 2',
      '2 3',
      '3 1',
      '4 2',
      '5 3',
      '6 1',
    ])
  })

  it('reads the meter of each outlet and not that of a neighbour, one by one as all together', async () => {
    const { pdu, port, access, clock } = await rack.build({ outlets: 12 })
    pdu.setInitial(true)
    const { probe, target } = await rack.known(port, access)
    expect(probe.readings.map(({ watts }) => watts)).toEqual(Array.from({ length: 12 }, (_, row) => (row + 1) * 20))
    const switched = await rack.settled(clock, port.switchOutlet(target, '11', 'off', always))
    expect(switched).toMatchObject({
      ok: true,
      value: { before: { watts: 220, amps: 0.957 }, after: { state: 'off', watts: 0, amps: 0 } },
    })
  })

  it.each([
    { whose: 'of all outlets', own: false, seconds: 10 },
    { whose: 'of its own', own: true, seconds: 25 },
  ])('a power cycle keeps the outlet off for the time $whose', async ({ own, seconds }) => {
    const { pdu, clock } = await rack.build()
    pdu.setInitial(true)
    const command = family.timedCut?.command
    if (!command || !family.timedCut) throw new Error('no timed cut')
    const { offSeconds, general } = family.timedCut
    await withClient(pdu.port, async client => {
      if (own && general) await client.set(at(general.when, '1.4'), 2)
      // Gauge32.
      if (own) await client.setAll([{ oid: at(offSeconds, '1.4'), type: 66, value: 25 }])
      expect(await offSecondsOf(client, family, '1.4')).toBe(seconds)
      await client.set(at(command.column, '1.4'), command.value)
    })
    await clock.advance(2000)
    expect([pdu.isLive(4), pdu.isLive(5)]).toEqual([false, true])
    await clock.advance(seconds * 1000 - 2000)
    expect(pdu.isLive(4)).toBe(false)
    await clock.advance(4000)
    expect(pdu.isLive(4)).toBe(true)
  })
})

describe('dell-rpdu', () => {
  const { family, rack } = of('dell-rpdu')

  it('a reboot keeps the outlet off for its reboot duration', async () => {
    const { pdu, clock } = await rack.build()
    pdu.setInitial(true)
    await withClient(pdu.port, async client => {
      const seconds = await offSecondsOf(client, family, '4')
      expect(seconds).toBe(5)
      const command = family.timedCut?.command
      if (command) await client.set(at(command.column, '4'), command.value)
    })
    await clock.advance(2000)
    expect([pdu.isLive(4), pdu.isLive(5)]).toEqual([false, true])
    await clock.advance(6000)
    expect(pdu.isLive(4)).toBe(true)
  })
})

describe('raritan-px', () => {
  const { rack } = of('raritan-px')

  it('has nothing to switch while switching is disabled for the whole PDU', async () => {
    const { pdu, port, access } = await rack.build()
    await withClient(pdu.port, client => client.set('1.3.6.1.4.1.13742.4.1.1.28.0', 'disabled'))
    const { probe } = await rack.known(port, access)
    expect(probe.readings.every(({ state }) => state === 'off')).toBe(true)
    expect(probe).toMatchObject({ switchable: false, warnings: ['Outlets without a switch: 1-8.'] })
  })
})

describe('aten-pe', () => {
  const { rack } = of('aten-pe')

  it('has as many outlets as the model, though the MIB shows 42', async () => {
    const { port, access } = await rack.build({ outlets: 16 })
    const { probe } = await rack.known(port, access)
    expect(probe.facts.outlets.map(({ number }) => number)).toEqual(Array.from({ length: 16 }, (_, row) => row + 1))
    expect(probe.warnings).toEqual([])
  })

  it("is waited for as long as the outlet's own delay, and pending until then", async () => {
    const { pdu, port, access, clock } = await rack.build()
    await withClient(pdu.port, client => client.set('1.3.6.1.4.1.21317.1.3.2.2.2.2.10.1.4.3', 45))
    const { probe, target } = await rack.known(port, access)
    expect(probe.facts.delaySeconds).toBe(45)
    const work = port.switchOutlet(target, '3', 'on', always)
    await clock.until(() => pdu.isPending(3))
    await clock.advance(20_000)
    expect(pdu.isLive(3)).toBe(false)
    const result = await rack.settled(clock, work)
    expect(result).toMatchObject({ ok: true, value: { after: { outlet: '3', state: 'on' } } })
    if (result.ok) expect(result.value.reachedAt - result.value.sentAt).toBe(47_000)
  })
})
