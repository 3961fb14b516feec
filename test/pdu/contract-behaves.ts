// What a family does with a PDU that behaves.
import { describe, expect, it } from 'vitest'
import { always, total, written } from './contract-rack.ts'
import type { Rack, Subject } from './contract-rack.ts'

export function wellBehaved(subject: Subject, rack: Rack): void {
  describe(`${subject.family}: a PDU that behaves`, () => {
    it('is found with its serial, its outlets and how they stand', async () => {
      const { pdu, port, access } = await rack.build({ outlets: 48 })
      pdu.setInitial({ 2: true, 48: true })
      const { probe } = await rack.known(port, access)
      const { facts } = probe
      expect(facts).toMatchObject({ id: 'ZA1744012345', vendor: 'APC', model: subject.model, family: subject.family })
      expect(facts.snmp).toEqual({ version: '2c', bulk: true, maxOids: 16 })
      expect(facts.outlets.map(outlet => outlet.id)).toEqual(Array.from({ length: 48 }, (_, at) => `${at + 1}`))
      expect(facts.outlets.every(outlet => outlet.switchable)).toBe(true)
      expect(probe.switchable).toBe(true)
      expect(probe.readings.filter(reading => reading.state === 'on').map(reading => reading.outlet)).toEqual([
        '2',
        '48',
      ])
      expect(probe.readings[1]?.watts).toBe(subject.metered ? 40 : null)
      expect(probe.warnings).toEqual([])
    })

    it('says what MAAS could do with it, and why not', async () => {
      const { port, access } = await rack.build()
      const { probe } = await rack.known(port, access)
      expect(probe.facts.maas).toMatchObject({
        powerType: 'apc',
        parameters: { power_address: '127.0.0.1', pdu_type: subject.pduType, power_on_delay: '5' },
        drivable: false,
      })
      expect(probe.facts.maas.reasons.join(' ')).toMatch(/port 161.*community "private"/)
    })

    it('is probed in at most 16 requests with GETBULK and 52 without', async () => {
      const { pdu, port, access } = await rack.build({ outlets: 48 })
      await rack.known(port, access)
      expect(total(pdu)).toBeLessThanOrEqual(16)
      const v1 = await rack.build({ outlets: 48 })
      await rack.known(v1.port, { ...v1.access, version: '1' })
      expect(v1.pdu.requests.getBulk).toBe(0)
      expect(total(v1.pdu)).toBeLessThanOrEqual(52)
    })

    it('switches one outlet on and off, once each, and nothing else', async () => {
      const { pdu, port, access, clock } = await rack.build()
      const { target } = await rack.known(port, access)
      for (const to of ['on', 'off'] as const) {
        const outcome = rack.remember(await rack.settled(clock, port.switchOutlet(target, '5', to, always)))
        expect(outcome).toMatchObject({ ok: true, value: { sent: true, after: { outlet: '5', state: to } } })
        if (outcome.ok) expect(outcome.value.reachedAt - outcome.value.sentAt).toBe(2000)
        expect(pdu.state(5)).toBe(to)
      }
      const { oid, on, off } = subject.command
      const outcome = 'noError'
      expect(written(pdu)).toEqual([
        { oid: `${oid}.5`, value: on, outcome },
        { oid: `${oid}.5`, value: off, outcome },
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
}
