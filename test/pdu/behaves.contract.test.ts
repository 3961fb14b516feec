// What a family does with a PDU that behaves.
import { describe, expect, it } from 'vitest'
import { sharedBy } from '#core/headroom.ts'
import type { OutletReading } from '#core/rack.ts'
import { families } from '#main/pdu/families.ts'
import type { Family } from '#main/pdu/family.ts'
import { kindOf, kinds } from '#sim/pdu/kinds.ts'
import { always, makeRack, serial, total, written } from './contract-rack.ts'
import { alone, idOf, isSwitched } from './subject.ts'
import { subjects } from './subjects.ts'

const on = (readings: readonly OutletReading[]): string[] =>
  readings.filter(reading => reading.state === 'on').map(reading => reading.outlet)

const upTo = (count: number): number[] => Array.from({ length: count }, (_, at) => at + 1)

/** Families that differ in nothing but the product's number, which is part of name and OIDs, are held to account by one of them. */
const shapeOf = (family: Family): string => {
  const product = /\d+$/.exec(family.name)?.[0] ?? family.name
  const root = family.detect.sysObjectIds[0] ?? family.name
  return JSON.stringify(family).replaceAll(`${root}.`, 'root.').replaceAll(root, 'root').replaceAll(product, 'product')
}

it('every family that is switched and every simulated kind is under the contract', () => {
  const held = new Set(families.filter(({ name }) => subjects.some(({ family }) => family === name)).map(shapeOf))
  const switched = families.filter(({ command }) => command !== null)
  expect(switched.filter(family => !held.has(shapeOf(family))).map(({ name }) => name)).toEqual([])
  expect(new Set(subjects.map(({ kind }) => kind))).toEqual(new Set(Object.keys(kinds)))
})

describe.each(subjects)('$family: a PDU that behaves', subject => {
  const rack = makeRack(subject)
  const { bulk = true, maxOids = 16, load, mostOutlets: most = 48 } = subject

  it('is found with its serial, its outlets and how they stand', async () => {
    const { pdu, port, access } = await rack.build({ outlets: most })
    pdu.setInitial({ 2: true, [most]: true })
    const { probe } = await rack.known(port, access)
    const { facts } = probe
    const { vendor, model, family } = subject
    expect(facts).toMatchObject({ id: idOf(subject, serial), vendor, model, family })
    expect(facts.snmp).toEqual({ version: '2c', bulk, maxOids })
    expect(facts.outlets.map(outlet => outlet.id)).toEqual(upTo(most).map(String))
    expect(facts.outlets.map(outlet => outlet.name)).toEqual(upTo(most).map(outlet => `Outlet ${outlet}`))
    expect(facts.outlets.every(outlet => outlet.switchable === isSwitched(subject))).toBe(true)
    expect(probe.switchable).toBe(isSwitched(subject))
    expect(on(probe.readings)).toEqual(['2', `${most}`])
    expect(probe.readings.every(reading => ['on', 'off'].includes(reading.state))).toBe(true)
    expect(probe.readings[1]).toMatchObject(load)
    const control = isSwitched(subject) ? subject.control : 'readOnly'
    expect(facts.control).toBe(control)
    expect(probe.warnings).toEqual(control === 'recorded' ? [] : [facts.controlWhy])
    expect(facts.controlWhy).toMatch(
      { recorded: /^$/, unproven: /watch one empty outlet/, readOnly: /never switched/ }[control],
    )
  })

  it('tells what its banks, phases and inlet carry together', async () => {
    const { pdu, port, access } = await rack.build({ outlets: 12 })
    pdu.setInitial({ 1: true, 12: true })
    const { probe, target } = await rack.known(port, access)
    const { shared = [] } = families.find(({ name }) => name === subject.family) ?? {}
    const kinds = [...new Set(shared.map(({ kind }) => kind))]
    expect([...new Set(probe.loads.map(({ kind }) => kind))]).toEqual(kinds)
    for (const kind of kinds) {
      const loads = probe.loads.filter(each => each.kind === kind)
      expect(new Set(loads.map(({ unit, section, number }) => `${unit}.${section}.${number}`)).size).toBe(loads.length)
      // 20 W and 240 W at 230 V, each row rounded by at most half a tenth.
      const amps = loads.reduce((sum, each) => sum + (each.amps ?? Number.NaN), 0)
      expect(Math.abs(amps - 260 / 230)).toBeLessThanOrEqual(0.051 * loads.length)
      const ratings: (number | null)[] = [null, 16, kindOf(subject.kind).model.ratingAmps]
      for (const { ratingAmps } of loads) expect(ratings).toContain(ratingAmps)
    }
    const banks = probe.facts.outlets.flatMap(({ bank }) => bank ?? [])
    const metered = probe.loads.flatMap(({ kind, number }) => (kind === 'bank' ? number : []))
    if (metered.length > 0) expect([...new Set(banks)].filter(bank => !metered.includes(bank))).toEqual([])
    // What the rules will take for the breaker of an outlet is one, or none where the PDU does not tell its bank.
    for (const facts of probe.facts.outlets) {
      const breakers = sharedBy(probe.loads, facts).filter(({ kind }) => kind === 'bank')
      expect(breakers.length).toBe(metered.length > 0 && facts.bank !== null ? 1 : 0)
    }
    const reading = await port.read(target)
    expect(reading.ok && reading.value.loads).toEqual(probe.loads)
  })

  it('says what MAAS could do with it, and why not', async () => {
    const { port, access } = await rack.build()
    const { probe } = await rack.known(port, access)
    const { maas } = probe.facts
    if (subject.maas === 'manual') {
      expect(maas).toMatchObject({ powerType: 'manual', parameters: {}, drivable: false })
      expect(maas.reasons.join(' ')).toMatch(/no power driver/)
      return
    }
    const { powerType, parameters } = subject.maas
    expect(maas).toMatchObject({
      powerType,
      parameters: { power_address: '127.0.0.1', ...parameters },
      drivable: false,
    })
    expect(maas.reasons.join(' ')).toMatch(/port 161.*community "private"/)
  })

  it('is probed in at most 16 requests with GETBULK and 52 without', async () => {
    const { pdu, port, access } = await rack.build({ outlets: most })
    await rack.known(port, access)
    expect(total(pdu)).toBeLessThanOrEqual(bulk ? 16 : 52)
    const v1 = await rack.build({ outlets: most })
    await rack.known(v1.port, { ...v1.access, version: '1' })
    expect(v1.pdu.requests.getBulk).toBe(0)
    expect(total(v1.pdu)).toBeLessThanOrEqual(52)
  })
})

describe.each(subjects.filter(isSwitched))('$family: a PDU that behaves', subject => {
  const rack = makeRack(subject)

  it('switches one outlet on and off, once each, and nothing else', async () => {
    const { pdu, port, access, clock } = await rack.build()
    const { target } = await rack.known(port, access)
    for (const to of ['on', 'off'] as const) {
      const outcome = rack.remember(await rack.settled(clock, port.switchOutlet(target, '5', to, always)))
      expect(outcome).toMatchObject({ ok: true, value: { sent: true, after: { outlet: '5', state: to } } })
      if (outcome.ok) expect(outcome.value.reachedAt - outcome.value.sentAt).toBe(subject.reachedAfterMs ?? 2000)
      expect(pdu.state(5)).toBe(to)
      expect(upTo(8).filter(outlet => pdu.isLive(outlet))).toEqual(to === 'on' ? [5] : [])
    }
    const outcome = 'noError'
    expect(written(pdu)).toEqual([
      { ...subject.writes(alone(5), 'on'), outcome },
      { ...subject.writes(alone(5), 'off'), outcome },
    ])
  })

  it('is not sent a command for an outlet that stands as asked', async () => {
    const { pdu, port, access, clock } = await rack.build()
    const { target } = await rack.known(port, access)
    const never = async (): Promise<boolean> => expect.unreachable('nothing is to be switched')
    const outcome = await rack.settled(clock, port.switchOutlet(target, '3', 'off', never))
    expect(outcome).toMatchObject({
      ok: true,
      value: { sent: false, before: { state: 'off' }, after: { state: 'off' } },
    })
    expect(pdu.sets).toEqual([])
  })

  it('is not sent a command that is no longer wanted', async () => {
    const { pdu, port, access, clock } = await rack.build()
    const { target } = await rack.known(port, access)
    const seen: string[] = []
    const refuse = async (before: { state: string }): Promise<boolean> => (seen.push(before.state), false)
    const result = await rack.settled(clock, port.switchOutlet(target, '3', 'on', refuse))
    expect(rack.faultOf(result)).toMatchObject({
      kind: 'cancelled',
      detail: expect.stringContaining('nothing was sent'),
    })
    expect(seen).toEqual(['off'])
    expect(pdu.sets).toEqual([])
  })

  it('serves readers and switchers at the same time', async () => {
    const { port, access, clock } = await rack.build({ outlets: 24 })
    const { target } = await rack.known(port, access)
    const all = await rack.settled(
      clock,
      Promise.all([
        port.read(target),
        port.switchOutlet(target, '1', 'on', always),
        port.read(target),
        port.switchOutlet(target, '2', 'on', always),
        port.probe(access),
      ]),
    )
    expect(all.map(result => result.ok)).toEqual([true, true, true, true, true])
    const after = await port.read(target)
    expect(after.ok && after.value.readings.filter(reading => reading.state === 'on').length).toBe(2)
  })

  it('is not left alone by a stop without a word on what may still happen', async () => {
    const { pdu, port, access, clock } = await rack.build({ visibleAfterMs: 4000 })
    const { target } = await rack.known(port, access)
    const stop = new AbortController()
    const work = port.switchOutlet(target, '2', 'on', always, stop.signal)
    await clock.until(() => pdu.sets.length === 1)
    await clock.advance(1500)
    stop.abort()
    const result = await rack.settled(clock, work)
    expect(rack.faultOf(result)).toMatchObject({
      kind: 'cancelled',
      detail: expect.stringContaining('may still switch on'),
    })
  })
})

describe.each(subjects.filter(subject => subject.chain))('$family: a chain of PDUs', subject => {
  const rack = makeRack(subject)
  const chain = { outlets: 24, guests: [{ serial: 'ZA1744099999', outlets: 24 }] }
  const [first, second] = subject.units ?? [1, 2]
  const ids = [first, second].flatMap(unit => upTo(24).map(number => `${unit}.${number}`))
  const wired = [1, 2].flatMap(unit => upTo(24).map(number => `${unit}.${number}`))

  it('is found as one, its outlets by unit and printed number, in as few requests', async () => {
    const { pdu, port, access } = await rack.build(chain)
    pdu.setInitial({ '1.2': true, '2.24': true })
    const { probe } = await rack.known(port, access)
    expect(probe.facts.id).toBe(idOf(subject, serial))
    expect(probe.facts.outlets.map(outlet => outlet.id)).toEqual(ids)
    expect(on(probe.readings)).toEqual([`${first}.2`, `${second}.24`])
    expect(probe.facts.maas.drivable).toBe(false)
    if (subject.longTables) return
    expect(total(pdu)).toBeLessThanOrEqual(subject.bulk === false ? 52 : 16)
    const v1 = await rack.build(chain)
    await rack.known(v1.port, { ...v1.access, version: '1' })
    expect(total(v1.pdu)).toBeLessThanOrEqual(52)
  })

  it('switches the outlet of the second unit and not its namesake on the first', async ({ skip }) => {
    if (!isSwitched(subject)) return skip('it is only listed')
    const { pdu, port, access, clock } = await rack.build(chain)
    const { target } = await rack.known(port, access)
    for (const to of ['on', 'off'] as const) {
      const outcome = rack.remember(await rack.settled(clock, port.switchOutlet(target, `${second}.5`, to, always)))
      expect(outcome).toMatchObject({ ok: true, value: { sent: true, after: { outlet: `${second}.5`, state: to } } })
      expect(wired.filter(id => pdu.isLive(id))).toEqual(to === 'on' ? ['2.5'] : [])
    }
    const place = { unit: 2, number: 5, row: 29 }
    const outcome = 'noError'
    expect(written(pdu)).toEqual([
      { ...subject.writes(place, 'on'), outcome },
      { ...subject.writes(place, 'off'), outcome },
    ])
  })
})
