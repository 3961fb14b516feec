// What a family does when an outlet is to be called otherwise.
import { describe, expect, it } from 'vitest'
import { families } from '#main/pdu/families.ts'
import { makeRack } from './contract-rack.ts'
import { subjects } from './subjects.ts'

const nameWriteOf = (name: string) => families.find(family => family.name === name)?.nameWrite
const writing = subjects.filter(({ family }) => nameWriteOf(family))

describe.each(writing)('$family: an outlet is named', subject => {
  const rack = makeRack(subject)

  it('once, and is called so from then on, and no other', async () => {
    const { pdu, port, access, clock } = await rack.build()
    const { target } = await rack.known(port, access)
    const result = rack.remember(await rack.settled(clock, port.nameOutlet(target, '3', 'web-07')))
    expect(result).toEqual({ ok: true, value: { before: 'Outlet 3', after: 'web-07' } })
    expect(pdu.sets.map(({ value, outcome }) => [value, outcome])).toEqual([['web-07', 'noError']])
    const { probe } = await rack.known(port, access)
    const names = ['1', '2', '3', '4', '5', '6', '7', '8'].map(id => (id === '3' ? 'web-07' : `Outlet ${id}`))
    expect(probe.facts.outlets.map(outlet => outlet.name)).toEqual(names)
    expect(probe.readings.every(reading => reading.state === 'off')).toBe(true)
    await rack.settled(clock, port.nameOutlet(target, '3', 'web-07'))
    expect(pdu.sets.length).toBe(1)
  })

  it('not when it is no longer wanted', async () => {
    const { pdu, port, access, clock } = await rack.build()
    const { target } = await rack.known(port, access)
    const seen: string[] = []
    const no = async (before: string): Promise<boolean> => (seen.push(before), false)
    const result = await rack.settled(clock, port.nameOutlet(target, '3', 'web-07', no))
    expect(rack.faultOf(result)).toMatchObject({ kind: 'cancelled', detail: expect.stringContaining('nothing was') })
    expect(seen).toEqual(['Outlet 3'])
    expect(pdu.sets).toEqual([])
  })

  it.each([
    ['is too long', 'x'.repeat(256), /256 characters.*at most/],
    ['has letters that PDUs spell differently', 'büro', /plain letters/],
    ['has a line break', 'web\n07', /plain letters/],
  ])('not by a name that %s', async (_, text, why) => {
    const { pdu, port, access, clock } = await rack.build()
    const { target } = await rack.known(port, access)
    const result = await rack.settled(clock, port.nameOutlet(target, '3', text))
    expect(rack.faultOf(result)).toMatchObject({ kind: 'notSupported', detail: expect.stringMatching(why) })
    expect(pdu.sets).toEqual([])
  })

  it('empty only where the PDU takes that', async () => {
    const { pdu, port, access, clock } = await rack.build()
    const { target } = await rack.known(port, access)
    const result = await rack.settled(clock, port.nameOutlet(target, '3', ''))
    const mayBeEmpty = nameWriteOf(subject.family)?.mayBeEmpty
    expect(result).toMatchObject(mayBeEmpty ? { ok: true } : { fault: { kind: 'notSupported' } })
    expect(pdu.sets.length).toBe(mayBeEmpty ? 1 : 0)
  })

  it('not against the will of the PDU, which is told in words', async () => {
    const { pdu, port, access, clock } = await rack.build()
    const { target } = await rack.known(port, access)
    pdu.knobs.refuse = 'wrongLength'
    expect(rack.faultOf(await rack.settled(clock, port.nameOutlet(target, '3', 'web-07')))).toMatchObject({
      kind: 'notSupported',
      mend: expect.stringContaining('shorter'),
    })
    pdu.knobs.refuse = false
    const reader = await rack.known(port, { ...access, community: 'read-only' })
    expect(rack.faultOf(await rack.settled(clock, port.nameOutlet(reader.target, '3', 'web-07')))).toMatchObject({
      kind: 'denied',
      detail: expect.stringContaining('not renamed'),
    })
  })
})

const silent = subjects.filter(subject => !writing.includes(subject))

describe.each(silent)('$family: an outlet keeps its name', subject => {
  const rack = makeRack(subject)

  it('and it is said that names are written elsewhere', async () => {
    const { pdu, port, access, clock } = await rack.build()
    const { target } = await rack.known(port, access)
    const result = await rack.settled(clock, port.nameOutlet(target, '3', 'web-07'))
    expect(rack.faultOf(result)).toMatchObject({ kind: 'notSupported', mend: expect.stringContaining('own page') })
    expect(pdu.sets).toEqual([])
  })
})
