// What a family does when packets are late, lost or answered by somebody else.
import { describe, expect, it } from 'vitest'
import { systemClock } from '#main/engine/system-clock.ts'
import { makePduPort } from '#main/pdu/port.ts'
import type { UdpProxy } from '#sim/pdu/proxy.ts'
import { accessTo, always, hurried, impatient, makeRack, patient, quick, secret, serial } from './contract-rack.ts'
import { idOf, isSwitched } from './subject.ts'
import { subjects } from './subjects.ts'

describe.each(subjects)('$family: a network that does not', subject => {
  const rack = makeRack(subject)

  it('a deaf PDU is a time-out that says what to check', async () => {
    const { pdu, port: hearing, access, clock } = await rack.build()
    const { target } = await rack.known(hearing, access)
    await pdu.close()
    const port = makePduPort({ clock, timeouts: impatient })
    expect(rack.faultOf(await port.read(target))).toMatchObject({
      kind: 'timeout',
      mend: expect.stringContaining('community'),
    })
    expect(rack.faultOf(await port.probe(access))).toMatchObject({
      kind: 'timeout',
      detail: expect.stringContaining('SNMPv1'),
    })
  })

  it('a wrong community is silence', async () => {
    const { access, clock } = await rack.build()
    const port = makePduPort({ clock, timeouts: impatient })
    const wrong = { ...access, community: `${secret}-not`, version: '2c' as const }
    expect(rack.faultOf(await port.probe(wrong))).toMatchObject({
      kind: 'timeout',
      mend: expect.stringContaining('community'),
    })
  })

  it('a slow PDU is waited for', async () => {
    const pdu = await rack.powerUp(systemClock)
    const proxy = await rack.inFrontOf(pdu, systemClock)
    proxy.knobs.slowMs = 25
    const port = makePduPort({ clock: systemClock, timeouts: patient })
    const { probe, target } = await rack.known(port, accessTo(proxy.address.port))
    expect(probe.readings.length).toBe(8)
    const reading = await port.read(target)
    expect(reading.ok && reading.value.tookMs).toBeGreaterThanOrEqual(100)
  })

  it('an agent that takes 2.7 s for each answer is read and switched', async ({ skip }) => {
    const { pdu, clock } = await rack.build()
    const proxy = await rack.inFrontOf(pdu, clock)
    proxy.knobs.slowMs = 1350
    const port = makePduPort({ clock, timeouts: patient })
    const { probe, target } = await rack.settled(clock, rack.known(port, accessTo(proxy.address.port)))
    expect(probe.readings.length).toBe(8)
    const reading = await rack.settled(clock, port.read(target))
    expect(reading.ok && reading.value.tookMs).toBeGreaterThanOrEqual(2700)
    if (!isSwitched(subject)) return skip('it is only listed')
    const result = rack.remember(await rack.settled(clock, port.switchOutlet(target, '3', 'on', always)))
    expect(result).toMatchObject({ ok: true, value: { sent: true, after: { state: 'on' } } })
    expect(pdu.sets.length).toBe(1)
  })

  it('packets that arrive twice change nothing', async ({ skip }) => {
    const { pdu, clock } = await rack.build()
    pdu.setInitial({ 7: true })
    const proxy = await rack.inFrontOf(pdu, clock)
    proxy.knobs.duplicate = 1
    const port = makePduPort({ clock, timeouts: patient })
    const { probe, target } = await rack.known(port, accessTo(proxy.address.port))
    expect(probe.readings.map(reading => reading.state === 'on')).toEqual(
      Array.from({ length: 8 }, (_, at) => at === 6),
    )
    expect(proxy.counts.duplicated).toBeGreaterThan(0)
    if (!isSwitched(subject)) return skip('it is only listed')
    const result = rack.remember(await rack.settled(clock, port.switchOutlet(target, '3', 'on', always)))
    expect(result).toMatchObject({ ok: true, value: { sent: true, after: { state: 'on' } } })
    expect(new Set(pdu.sets.map(({ oid, value }) => `${oid} ${value}`)).size).toBe(1)
    expect([1, 2, 3, 4, 5, 6, 7, 8].filter(outlet => pdu.isLive(outlet))).toEqual([3, 7])
  })
})

describe.each(subjects.filter(isSwitched))('$family: a network that does not, under a command', subject => {
  const rack = makeRack(subject)
  const [own, other] = [idOf(subject, serial), idOf(subject, 'ZA9999999999')]

  it('a network that loses a third of all packets delays, but never doubles a command', async () => {
    const { pdu, clock } = await rack.build()
    const proxy = await rack.inFrontOf(pdu, clock)
    const port = makePduPort({
      clock,
      families: hurried,
      timeouts: { readTimeoutMs: 10, readRetries: 40, setTimeoutMs: 40 },
    })
    const { target } = await rack.known(port, accessTo(proxy.address.port))
    proxy.knobs.loss = 0.3
    for (const outlet of ['1', '2', '3', '4', '5']) {
      const earlier = pdu.sets.length
      const result = rack.remember(await rack.settled(clock, port.switchOutlet(target, outlet, 'on', always)))
      expect(pdu.sets.length - earlier).toBeLessThanOrEqual(1)
      expect(result.ok).toBe(pdu.state(Number(outlet)) === 'on')
      if (!result.ok)
        expect(result.fault).toMatchObject({ kind: 'timeout', detail: expect.stringContaining('did not confirm') })
    }
  })

  it('a command whose answer was lost is decided by reading', async () => {
    const { pdu, clock } = await rack.build()
    const proxy = await rack.inFrontOf(pdu, clock)
    const port = makePduPort({ clock, timeouts: quick })
    const { target } = await rack.known(port, accessTo(proxy.address.port))
    const loseAnswers = async (): Promise<boolean> => {
      proxy.knobs.deaf = 'answers'
      void clock.wait(2000).then(() => (proxy.knobs.deaf = false))
      return true
    }
    const result = await rack.settled(clock, port.switchOutlet(target, '6', 'on', loseAnswers))
    expect(result).toMatchObject({ ok: true, value: { sent: true, after: { state: 'on' } } })
    expect(pdu.sets.length).toBe(1)
  })

  it('a command that never arrived is not sent again, and said to be open', async () => {
    const { pdu, clock } = await rack.build()
    const proxy = await rack.inFrontOf(pdu, clock)
    const port = makePduPort({ clock, families: hurried, timeouts: quick })
    const { target } = await rack.known(port, accessTo(proxy.address.port))
    const goDeaf = async (): Promise<boolean> => ((proxy.knobs.deaf = 'both'), true)
    const result = await rack.settled(clock, port.switchOutlet(target, '6', 'on', goDeaf))
    expect(rack.faultOf(result)).toMatchObject({
      kind: 'timeout',
      detail: expect.stringContaining('may stand either way'),
    })
    expect(pdu.sets).toEqual([])
  })

  it('another PDU behind the address is told by name and not switched', async () => {
    const { pdu, port, access, clock } = await rack.build()
    const { target } = await rack.known(port, access)
    pdu.knobs.wrongDevice = 'ZA9999999999'
    const both = expect.stringMatching(new RegExp(`${other}.*${own}`))
    expect(rack.faultOf(await port.read(target))).toMatchObject({ kind: 'wrongDevice', detail: both })
    const result = await rack.settled(clock, port.switchOutlet(target, '1', 'on', always))
    expect(rack.faultOf(result)).toMatchObject({ kind: 'wrongDevice', detail: both })
    expect(pdu.sets).toEqual([])
  })

  it('another PDU that takes the address after the command is not believed', async () => {
    const { pdu, clock } = await rack.build()
    const proxy = await rack.inFrontOf(pdu, clock)
    const port = makePduPort({ clock, timeouts: quick })
    const { target } = await rack.known(port, accessTo(proxy.address.port))
    const swap = async (): Promise<boolean> => {
      proxy.knobs.deaf = 'answers'
      pdu.knobs.wrongDevice = 'ZA9999999999'
      void proxyHears(proxy)
      return true
    }
    const result = await rack.settled(clock, port.switchOutlet(target, '1', 'on', swap))
    expect(rack.faultOf(result)).toMatchObject({ kind: 'wrongDevice' })
  })
})

/** Lets answers through again as soon as the first was dropped. */
async function proxyHears(proxy: UdpProxy): Promise<void> {
  const dropped = proxy.counts.dropped
  while (proxy.counts.dropped === dropped) await new Promise<void>(resolve => setImmediate(resolve))
  proxy.knobs.deaf = false
}
