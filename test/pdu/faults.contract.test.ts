// What a family does with a PDU that refuses, lies, restarts or answers nonsense.
import { describe, expect, it } from 'vitest'
import { always, makeRack, patient, quick, total } from './contract-rack.ts'
import { isSwitched } from './subject.ts'
import { subjects } from './subjects.ts'

describe.each(subjects.filter(isSwitched))('$family: a PDU that does not as it is told', subject => {
  const rack = makeRack(subject)

  it('a refusal is named, with the way out', async () => {
    const { pdu, port, access, clock } = await rack.build()
    const { target } = await rack.known(port, access)
    const kinds = {
      notWritable: 'denied',
      authorizationError: 'denied',
      resourceUnavailable: 'busy',
      wrongType: 'notSupported',
    } as const
    for (const [refuse, kind] of Object.entries(kinds) as [keyof typeof kinds, string][]) {
      pdu.knobs.refuse = refuse
      const result = await rack.settled(clock, port.switchOutlet(target, '4', 'on', always))
      expect(rack.faultOf(result)).toMatchObject({ kind, detail: expect.stringContaining(refuse) })
    }
  })

  it('a community that may only read is told apart, in both versions', async () => {
    const { port, access, clock } = await rack.build()
    for (const version of ['2c', '1'] as const) {
      const { target } = await rack.known(port, { ...access, community: 'read-only', version })
      const result = await rack.settled(clock, port.switchOutlet(target, '4', 'on', always))
      expect(rack.faultOf(result)).toMatchObject({ kind: 'denied', mend: expect.stringContaining('Write+') })
    }
  })

  it('a PDU that takes commands and does nothing is found out', async () => {
    const { pdu, port, access, clock } = await rack.build()
    const { target } = await rack.known(port, access)
    pdu.knobs.lie = 'ignore'
    const result = await rack.settled(clock, port.switchOutlet(target, '4', 'on', always))
    expect(rack.faultOf(result)).toMatchObject({
      kind: 'timeout',
      detail: expect.stringMatching(/accepted.*still reads off/),
    })
    expect(pdu.sets.length).toBe(1)
  })

  it('a PDU that pretends is believed by its column, and its meter goes on telling', async () => {
    const { pdu, port, access, clock } = await rack.build()
    pdu.setInitial({ 4: true })
    const { target } = await rack.known(port, access)
    pdu.knobs.lie = 'pretend'
    const result = await rack.settled(clock, port.switchOutlet(target, '4', 'off', always))
    expect(pdu.isLive(4)).toBe(true)
    expect(pdu.sets.length).toBe(1)
    const watts = subject.load.watts === null ? null : 80
    expect(result).toMatchObject({ ok: true, value: { sent: true, after: { state: 'off', watts } } })
  })

  it('a card that restarts under a command is waited for and then asked', async () => {
    const { pdu, port, access, clock } = await rack.build({}, quick)
    const { target } = await rack.known(port, access)
    const work = port.switchOutlet(target, '4', 'on', always)
    await clock.until(() => pdu.sets.length === 1)
    await clock.advance(400)
    pdu.reboot(3000)
    const result = rack.remember(await rack.settled(clock, work))
    expect(result.ok).toBe(pdu.state(4) === 'on')
    expect(pdu.sets.length).toBe(1)
  })

  it('another PDU that starts up under a command, between two questions, is noticed by its uptime', async () => {
    const { pdu, port, access, clock } = await rack.build({ visibleAfterMs: 5000 })
    const { target } = await rack.known(port, access)
    await clock.advance(60_000)
    const work = port.switchOutlet(target, '4', 'on', always)
    await clock.until(() => pdu.sets.length === 1)
    await clock.advance(400)
    pdu.reboot(0)
    pdu.knobs.wrongDevice = 'ZA9999999999'
    expect(rack.faultOf(await rack.settled(clock, work))).toMatchObject({ kind: 'wrongDevice' })
  })

  it('a PDU that speaks only SNMPv1 is switched as well', async () => {
    const { pdu, port, access, clock } = await rack.build({}, quick)
    pdu.knobs.v1Only = true
    const { probe, target } = await rack.known(port, access)
    expect(probe.facts.snmp).toMatchObject({ version: '1', bulk: false })
    expect(probe.readings.length).toBe(8)
    const result = await rack.settled(clock, port.switchOutlet(target, '8', 'on', always))
    expect(result).toMatchObject({ ok: true, value: { after: { state: 'on' } } })
  })
})

describe.each(subjects)('$family: a PDU with faults', subject => {
  const rack = makeRack(subject)

  it.each(['silent', 'single'] as const)('a PDU whose GETBULK is %s is walked without', async how => {
    const { pdu, port, access } = await rack.build({ outlets: 24 }, quick)
    pdu.knobs.brokenBulk = how
    const { probe, target } = await rack.known(port, access)
    expect(probe.facts.snmp.bulk).toBe(false)
    expect(probe.facts.outlets.length).toBe(24)
    const bulks = pdu.requests.getBulk
    const reading = await port.read(target)
    expect(reading.ok && reading.value.readings.length).toBe(24)
    expect(pdu.requests.getBulk).toBe(bulks)
  })

  it.each([
    ['tooBig', 4],
    ['genErr', 2],
    ['silence', 4],
    ['tooBig', 1],
  ] as const)('a PDU that meets more OIDs at a time with %s is asked for %i', async (tooMany, maxVarbinds) => {
    const timeouts = tooMany === 'silence' ? quick : patient
    const { pdu, port, access, clock } = await rack.build({ outlets: 4 }, timeouts)
    Object.assign(pdu.knobs, { tooMany, maxVarbinds })
    const { probe, target } = await rack.known(port, { ...access, version: '1' })
    expect(probe.facts.snmp.maxOids).toBeLessThanOrEqual(maxVarbinds)
    expect(probe.readings.length).toBe(4)
    const reading = await port.read(target)
    expect(reading.ok && reading.value.readings).toEqual(probe.readings)
    if (!isSwitched(subject)) return
    const result = await rack.settled(clock, port.switchOutlet(target, '4', 'on', always))
    expect(result).toMatchObject({ ok: true, value: { after: { state: 'on' } } })
  })

  it('a PDU that takes less than it did is asked for less from then on', async () => {
    const { pdu, port, access } = await rack.build()
    const { target } = await rack.known(port, { ...access, version: '1' })
    pdu.knobs.maxVarbinds = 2
    const costOfRead = async (): Promise<number> => {
      const before = total(pdu)
      const reading = await port.read(target)
      expect(reading.ok && reading.value.readings.length).toBe(8)
      return total(pdu) - before
    }
    const learning = await costOfRead()
    expect(await costOfRead()).toBeLessThan(learning)
  })

  it.each([true, false])('a walk in circles ends in a fault (GETBULK: %s)', async bulk => {
    const { pdu, port, access } = await rack.build()
    pdu.knobs.repeatOid = true
    const result = await port.probe({ ...access, version: bulk ? '2c' : '1' })
    expect(rack.faultOf(result)).toMatchObject({ kind: 'malformed', detail: expect.stringContaining('circles') })
    expect(total(pdu)).toBeLessThan(20)
  })

  it('noise is told apart from silence', async () => {
    const { pdu, port, access } = await rack.build({}, quick)
    pdu.knobs.garbage = true
    const result = await port.probe({ ...access, version: '2c' })
    expect(rack.faultOf(result)).toMatchObject({ kind: 'malformed' })
  })
})
