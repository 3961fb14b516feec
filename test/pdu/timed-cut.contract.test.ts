// What a family does when the PDU itself is to take an outlet off and bring it back.
import { describe, expect, it } from 'vitest'
import { families } from '#main/pdu/families.ts'
import { always, hurried, makeRack, patient } from './contract-rack.ts'
import { makePduPort } from '#main/pdu/port.ts'
import { subjects } from './subjects.ts'

const cutting = subjects.filter(({ family }) => families.find(({ name }) => name === family)?.timedCut)

describe.each(cutting)('$family: an outlet cut by the PDU itself', subject => {
  const rack = makeRack(subject)

  it('goes off and comes back, after one command, and no other outlet does', async () => {
    const { pdu, port, access, clock } = await rack.build()
    pdu.setInitial({ 3: true, 4: true })
    const { target } = await rack.known(port, access)
    const power: [number, boolean][] = []
    pdu.onPower((outlet, live) => power.push([outlet, live]))
    const told: number[] = []
    const ask = async (_: unknown, offSeconds: number): Promise<boolean> => (told.push(offSeconds), true)
    const result = rack.remember(await rack.settled(clock, port.cutTimed(target, '3', ask)))
    if (!result.ok) throw new Error(JSON.stringify(result.fault))
    const { before, sentAt, offAt, backAt, offSeconds } = result.value
    expect(before).toMatchObject({ outlet: '3', state: 'on' })
    expect(told).toEqual([offSeconds])
    expect(offSeconds).toBeGreaterThan(0)
    expect(offAt - sentAt).toBe(subject.reachedAfterMs ?? 2000)
    expect(Math.abs(backAt - offAt - offSeconds * 1000)).toBeLessThanOrEqual(2500)
    expect(power).toEqual([
      [3, false],
      [3, true],
    ])
    expect(pdu.sets.map(({ outcome }) => outcome)).toEqual(['noError'])
    const after = await port.read(target)
    expect(after.ok && after.value.readings.filter(({ state }) => state === 'on').map(({ outlet }) => outlet)).toEqual([
      '3',
      '4',
    ])
  })

  it('is not cut when it is off, or when that is no longer wanted', async () => {
    const { pdu, port, access, clock } = await rack.build()
    pdu.setInitial({ 3: true })
    const { target } = await rack.known(port, access)
    const never = async (): Promise<boolean> => expect.unreachable('nothing is to be cut')
    expect(rack.faultOf(await rack.settled(clock, port.cutTimed(target, '4', never)))).toMatchObject({
      kind: 'notSupported',
      detail: expect.stringContaining('reads off'),
    })
    const no = async (): Promise<boolean> => false
    expect(rack.faultOf(await rack.settled(clock, port.cutTimed(target, '3', no)))).toMatchObject({ kind: 'cancelled' })
    expect(pdu.sets).toEqual([])
  })

  it('is missed when its PDU restarts meanwhile, and that is said at once when the time is up', async () => {
    const { pdu, access, clock } = await rack.build()
    const port = makePduPort({ clock, timeouts: patient, families: hurried })
    pdu.setInitial({ 3: true })
    const { target } = await rack.known(port, access)
    const work = port.cutTimed(target, '3', always)
    await clock.until(() => !pdu.isLive(3))
    await clock.advance(2500)
    pdu.reboot(0)
    expect(rack.faultOf(await rack.settled(clock, work))).toMatchObject({
      kind: 'timeout',
      detail: expect.stringContaining('did not bring it back'),
      mend: expect.stringContaining('on now'),
    })
    expect(pdu.sets.length).toBe(1)
  })

  it('is known not to have gone off when the PDU did nothing', async () => {
    const { pdu, access, clock } = await rack.build()
    const port = makePduPort({ clock, timeouts: patient, families: hurried })
    pdu.setInitial({ 3: true })
    const { target } = await rack.known(port, access)
    pdu.knobs.lie = 'ignore'
    expect(rack.faultOf(await rack.settled(clock, port.cutTimed(target, '3', always)))).toMatchObject({
      kind: 'timeout',
      detail: expect.stringContaining('never read as off'),
    })
    expect(pdu.isLive(3)).toBe(true)
  })

  it('comes back although we have stopped looking', async () => {
    const { pdu, port, access, clock } = await rack.build()
    pdu.setInitial({ 3: true })
    const { target } = await rack.known(port, access)
    const stop = new AbortController()
    const work = port.cutTimed(target, '3', always, stop.signal)
    await clock.until(() => !pdu.isLive(3))
    stop.abort()
    expect(rack.faultOf(await rack.settled(clock, work))).toMatchObject({
      kind: 'cancelled',
      detail: expect.stringContaining('brings the outlet back'),
    })
    await clock.until(() => pdu.isLive(3))
    expect(pdu.sets.length).toBe(1)
  })
})

const others = subjects.filter(subject => !cutting.includes(subject))

describe.each(others)('$family: no cut by the PDU itself', subject => {
  const rack = makeRack(subject)

  it('is asked of a PDU that has no such command', async () => {
    const { pdu, port, access, clock } = await rack.build()
    pdu.setInitial(true)
    const { target } = await rack.known(port, access)
    const result = await rack.settled(clock, port.cutTimed(target, '3', always))
    expect(rack.faultOf(result)).toMatchObject({ kind: 'notSupported' })
    expect(pdu.sets).toEqual([])
  })
})
