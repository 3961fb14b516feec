// What every family must do against a PDU that behaves, and against one that does not. One suite, run for each.
import { afterEach, describe, expect, it } from 'vitest'
import type { Result } from '#core/fault.ts'
import type { Clock, PduAccess, PduPort, PduTarget } from '#core/ports.ts'
import type { PduProbe } from '#core/rack.ts'
import { makePduPort } from '#main/pdu/port.ts'
import { systemClock } from '#main/engine/system-clock.ts'
import type { ApcKind } from '#sim/pdu/apc-unit.ts'
import { UdpProxy } from '#sim/pdu/proxy.ts'
import { makeVirtualPdu } from '#sim/pdu/virtual-pdu.ts'
import type { VirtualPdu, VirtualPduOptions } from '#sim/pdu/virtual-pdu.ts'
import { VirtualClock } from '#sim/virtual-clock.ts'

export interface Subject {
  readonly kind: ApcKind
  readonly family: string
  readonly model: string
  readonly pduType: string
  readonly metered: boolean
  /** Instance that a command is written to, up to the outlet's number, and its two values. */
  readonly command: { readonly oid: string; readonly on: number; readonly off: number }
}

const secret = 'wr1te-s3cret'
const timeouts = { readTimeoutMs: 80, readRetries: 1, setTimeoutMs: 120 }

export function pduContract(subject: Subject): void {
  const open: { close(): Promise<void> }[] = []
  const told: string[] = []

  afterEach(async () => {
    await Promise.all(open.splice(0).map(each => each.close()))
    expect(told.splice(0).filter(text => text.includes(secret))).toEqual([])
  })

  const remember = <T>(result: Result<T>): Result<T> => {
    told.push(JSON.stringify(result))
    return result
  }

  const faultOf = <T>(result: Result<T>) => (remember(result).ok ? undefined : (result as { fault: unknown }).fault)

  async function powerUp(clock: Clock, options: Partial<VirtualPduOptions> = {}): Promise<VirtualPdu> {
    const pdu = makeVirtualPdu({
      clock,
      kind: subject.kind,
      serial: 'ZA1744012345',
      name: 'rack 4 left',
      outlets: 8,
      communityRead: 'read-only',
      communityWrite: secret,
      address: '127.0.0.1',
      loadWattsOf: outlet => outlet * 20,
      ...options,
    })
    await pdu.open()
    open.push(pdu)
    return pdu
  }

  async function rack(options: Partial<VirtualPduOptions> = {}) {
    const clock = new VirtualClock()
    const pdu = await powerUp(clock, options)
    const port = makePduPort({ clock, timeouts })
    return { pdu, clock, port, access: accessTo(pdu.port) }
  }

  async function known(port: PduPort, access: PduAccess): Promise<{ probe: PduProbe; target: PduTarget }> {
    const result = remember(await port.probe(access))
    if (!result.ok) throw new Error(JSON.stringify(result.fault))
    const { facts } = result.value
    const { id, family, delaySeconds, snmp } = facts
    const target = { id, family, delaySeconds, access: { ...access, version: snmp.version }, ...snmp }
    return { probe: result.value, target }
  }

  async function settled<T>(clock: VirtualClock, work: Promise<T>): Promise<T> {
    let ended = false
    void work.finally(() => (ended = true)).catch(() => undefined)
    await clock.until(() => ended)
    return work
  }

  const total = (pdu: VirtualPdu): number => Object.values(pdu.requests).reduce((sum, count) => sum + count, 0)
  const always = async (): Promise<boolean> => true
  const written = (pdu: VirtualPdu) => pdu.sets.map(({ oid, value, outcome }) => ({ oid, value, outcome }))

  describe(`${subject.family}: a PDU that behaves`, () => {
    it('is found with its serial, its outlets and how they stand', async () => {
      const { pdu, port, access } = await rack({ outlets: 48 })
      pdu.setInitial({ 2: true, 48: true })
      const { probe } = await known(port, access)
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
      const { port, access } = await rack()
      const { probe } = await known(port, access)
      expect(probe.facts.maas).toMatchObject({
        powerType: 'apc',
        parameters: { power_address: '127.0.0.1', pdu_type: subject.pduType, power_on_delay: '5' },
        drivable: false,
      })
      expect(probe.facts.maas.reasons.join(' ')).toMatch(/port 161.*community "private"/)
    })

    it('is probed in at most 16 requests with GETBULK and 52 without', async () => {
      const { pdu, port, access } = await rack({ outlets: 48 })
      await known(port, access)
      expect(total(pdu)).toBeLessThanOrEqual(16)
      const v1 = await rack({ outlets: 48 })
      await known(v1.port, { ...v1.access, version: '1' })
      expect(v1.pdu.requests.getBulk).toBe(0)
      expect(total(v1.pdu)).toBeLessThanOrEqual(52)
    })

    it('switches one outlet on and off, once each, and nothing else', async () => {
      const { pdu, port, access, clock } = await rack()
      const { target } = await known(port, access)
      for (const to of ['on', 'off'] as const) {
        const outcome = remember(await settled(clock, port.switchOutlet(target, '5', to, always)))
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
      const { pdu, port, access, clock } = await rack()
      const { target } = await known(port, access)
      const never = async (): Promise<boolean> => expect.unreachable('nothing is to be switched')
      const outcome = await settled(clock, port.switchOutlet(target, '3', 'off', never))
      expect(outcome).toMatchObject({
        ok: true,
        value: { sent: false, before: { state: 'off' }, after: { state: 'off' } },
      })
      expect(pdu.sets).toEqual([])
    })

    it('is not sent a command that is no longer wanted', async () => {
      const { pdu, port, access, clock } = await rack()
      const { target } = await known(port, access)
      const seen: string[] = []
      const refuse = async (before: { state: string }): Promise<boolean> => (seen.push(before.state), false)
      const result = await settled(clock, port.switchOutlet(target, '3', 'on', refuse))
      expect(faultOf(result)).toMatchObject({ kind: 'cancelled', detail: expect.stringContaining('nothing was sent') })
      expect(seen).toEqual(['off'])
      expect(pdu.sets).toEqual([])
    })

    it('serves readers and switchers at the same time', async () => {
      const { port, access, clock } = await rack({ outlets: 24 })
      const { target } = await known(port, access)
      const all = await settled(
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
      const { pdu, port, access, clock } = await rack({ visibleAfterMs: 4000 })
      const { target } = await known(port, access)
      const stop = new AbortController()
      const work = port.switchOutlet(target, '2', 'on', always, stop.signal)
      await clock.until(() => pdu.sets.length === 1)
      await clock.advance(1500)
      stop.abort()
      const result = await settled(clock, work)
      expect(faultOf(result)).toMatchObject({
        kind: 'cancelled',
        detail: expect.stringContaining('may still switch on'),
      })
    })
  })

  describe(`${subject.family}: a network that does not`, () => {
    it('a deaf PDU is a time-out that says what to check', async () => {
      const { pdu, port, access } = await rack()
      const { target } = await known(port, access)
      await pdu.close()
      expect(faultOf(await port.read(target))).toMatchObject({
        kind: 'timeout',
        mend: expect.stringContaining('community'),
      })
      expect(faultOf(await port.probe(access))).toMatchObject({
        kind: 'timeout',
        detail: expect.stringContaining('SNMPv1'),
      })
    })

    it('a wrong community is silence', async () => {
      const { port, access } = await rack()
      const wrong = { ...access, community: `${secret}-not`, version: '2c' as const }
      expect(faultOf(await port.probe(wrong))).toMatchObject({
        kind: 'timeout',
        mend: expect.stringContaining('community'),
      })
    })

    it('a slow PDU is waited for', async () => {
      const pdu = await powerUp(systemClock)
      const proxy = await inFrontOf(pdu, systemClock)
      proxy.knobs.slowMs = 25
      const port = makePduPort({ clock: systemClock, timeouts: { ...timeouts, readTimeoutMs: 500 } })
      const { probe, target } = await known(port, accessTo(proxy.address.port))
      expect(probe.readings.length).toBe(8)
      const reading = await port.read(target)
      expect(reading.ok && reading.value.tookMs).toBeGreaterThanOrEqual(100)
    })

    it('a network that loses a third of all packets delays, but never doubles a command', async () => {
      const { pdu, clock } = await rack()
      const proxy = await inFrontOf(pdu, clock)
      const port = makePduPort({ clock, timeouts: { readTimeoutMs: 15, readRetries: 30, setTimeoutMs: 40 } })
      const { target } = await known(port, accessTo(proxy.address.port))
      proxy.knobs.loss = 0.3
      for (const outlet of ['1', '2', '3', '4', '5']) {
        const earlier = pdu.sets.length
        const result = remember(await settled(clock, port.switchOutlet(target, outlet, 'on', always)))
        expect(pdu.sets.length - earlier).toBeLessThanOrEqual(1)
        expect(result.ok).toBe(pdu.state(Number(outlet)) === 'on')
        if (!result.ok)
          expect(result.fault).toMatchObject({ kind: 'timeout', detail: expect.stringContaining('did not confirm') })
      }
    })

    it('a command whose answer was lost is decided by reading', async () => {
      const { pdu, clock } = await rack()
      const proxy = await inFrontOf(pdu, clock)
      const port = makePduPort({ clock, timeouts })
      const { target } = await known(port, accessTo(proxy.address.port))
      const loseAnswers = async (): Promise<boolean> => {
        proxy.knobs.deaf = 'answers'
        void clock.wait(3000).then(() => (proxy.knobs.deaf = false))
        return true
      }
      const result = await settled(clock, port.switchOutlet(target, '6', 'on', loseAnswers))
      expect(result).toMatchObject({ ok: true, value: { sent: true, after: { state: 'on' } } })
      expect(pdu.sets.length).toBe(1)
    })

    it('a command that never arrived is not sent again, and said to be open', async () => {
      const { pdu, clock } = await rack()
      const proxy = await inFrontOf(pdu, clock)
      const port = makePduPort({ clock, timeouts: { readTimeoutMs: 20, readRetries: 0, setTimeoutMs: 40 } })
      const { target } = await known(port, accessTo(proxy.address.port))
      const goDeaf = async (): Promise<boolean> => ((proxy.knobs.deaf = 'both'), true)
      const result = await settled(clock, port.switchOutlet(target, '6', 'on', goDeaf))
      expect(faultOf(result)).toMatchObject({
        kind: 'timeout',
        detail: expect.stringContaining('may stand either way'),
      })
      expect(pdu.sets).toEqual([])
    })

    it('another PDU behind the address is told by name and not switched', async () => {
      const { pdu, port, access, clock } = await rack()
      const { target } = await known(port, access)
      pdu.knobs.wrongDevice = 'ZA9999999999'
      const both = expect.stringMatching(/ZA9999999999.*ZA1744012345/)
      expect(faultOf(await port.read(target))).toMatchObject({ kind: 'wrongDevice', detail: both })
      const result = await settled(clock, port.switchOutlet(target, '1', 'on', always))
      expect(faultOf(result)).toMatchObject({ kind: 'wrongDevice', detail: both })
      expect(pdu.sets).toEqual([])
    })

    it('another PDU that takes the address after the command is not believed', async () => {
      const { pdu, clock } = await rack()
      const proxy = await inFrontOf(pdu, clock)
      const port = makePduPort({ clock, timeouts })
      const { target } = await known(port, accessTo(proxy.address.port))
      const swap = async (): Promise<boolean> => {
        proxy.knobs.deaf = 'answers'
        pdu.knobs.wrongDevice = 'ZA9999999999'
        void clock.wait(2000).then(() => (proxy.knobs.deaf = false))
        return true
      }
      const result = await settled(clock, port.switchOutlet(target, '1', 'on', swap))
      expect(faultOf(result)).toMatchObject({ kind: 'wrongDevice' })
    })
  })

  describe(`${subject.family}: a PDU with faults`, () => {
    it('a refusal is named, with the way out', async () => {
      const { pdu, port, access, clock } = await rack()
      const { target } = await known(port, access)
      const kinds = {
        notWritable: 'denied',
        authorizationError: 'denied',
        resourceUnavailable: 'busy',
        wrongType: 'notSupported',
      } as const
      for (const [refuse, kind] of Object.entries(kinds) as [keyof typeof kinds, string][]) {
        pdu.knobs.refuse = refuse
        const result = await settled(clock, port.switchOutlet(target, '4', 'on', always))
        expect(faultOf(result)).toMatchObject({ kind, detail: expect.stringContaining(refuse) })
      }
    })

    it('a community that may only read is told apart, in both versions', async () => {
      const { port, access, clock } = await rack()
      for (const version of ['2c', '1'] as const) {
        const { target } = await known(port, { ...access, community: 'read-only', version })
        const result = await settled(clock, port.switchOutlet(target, '4', 'on', always))
        expect(faultOf(result)).toMatchObject({ kind: 'denied', mend: expect.stringContaining('Write+') })
      }
    })

    it('a PDU that takes commands and does nothing is found out', async () => {
      const { pdu, port, access, clock } = await rack()
      const { target } = await known(port, access)
      pdu.knobs.lie = 'ignore'
      const result = await settled(clock, port.switchOutlet(target, '4', 'on', always))
      expect(faultOf(result)).toMatchObject({
        kind: 'timeout',
        detail: expect.stringMatching(/accepted.*still reads off/),
      })
      expect(pdu.sets.length).toBe(1)
    })

    it('a card that restarts under a command is waited for and then asked', async () => {
      const { pdu, port, access, clock } = await rack()
      const { target } = await known(port, access)
      const work = port.switchOutlet(target, '4', 'on', always)
      await clock.until(() => pdu.sets.length === 1)
      await clock.advance(400)
      pdu.reboot(5000)
      const result = remember(await settled(clock, work))
      expect(result.ok).toBe(pdu.state(4) === 'on')
      expect(pdu.sets.length).toBe(1)
    })

    it('a PDU that speaks only SNMPv1 is found and switched', async () => {
      const { pdu, port, access, clock } = await rack()
      pdu.knobs.v1Only = true
      const { probe, target } = await known(port, access)
      expect(probe.facts.snmp).toMatchObject({ version: '1', bulk: false })
      expect(probe.readings.length).toBe(8)
      const result = await settled(clock, port.switchOutlet(target, '8', 'on', always))
      expect(result).toMatchObject({ ok: true, value: { after: { state: 'on' } } })
    })

    it.each(['silent', 'single'] as const)('a PDU whose GETBULK is %s is walked without', async how => {
      const { pdu, port, access } = await rack({ outlets: 24 })
      pdu.knobs.brokenBulk = how
      const { probe, target } = await known(port, access)
      expect(probe.facts.snmp.bulk).toBe(false)
      expect(probe.facts.outlets.length).toBe(24)
      const bulks = pdu.requests.getBulk
      const reading = await port.read(target)
      expect(reading.ok && reading.value.readings.length).toBe(24)
      expect(pdu.requests.getBulk).toBe(bulks)
    })

    it('a PDU that takes four OIDs at a time is asked for four', async () => {
      const { pdu, port, access } = await rack()
      pdu.knobs.maxVarbinds = 4
      const { probe } = await known(port, { ...access, version: '1' })
      expect(probe.facts.snmp.maxOids).toBeLessThanOrEqual(4)
      expect(probe.readings.length).toBe(8)
    })

    it.each([true, false])('a walk in circles ends in a fault (GETBULK: %s)', async bulk => {
      const { pdu, port, access } = await rack()
      pdu.knobs.repeatOid = true
      const result = await port.probe({ ...access, version: bulk ? '2c' : '1' })
      expect(faultOf(result)).toMatchObject({ kind: 'malformed', detail: expect.stringContaining('circles') })
      expect(total(pdu)).toBeLessThan(20)
    })

    it('noise is told apart from silence', async () => {
      const { pdu, port, access } = await rack()
      pdu.knobs.garbage = true
      const result = await port.probe({ ...access, version: '2c' })
      expect(faultOf(result)).toMatchObject({ kind: 'malformed' })
    })
  })

  async function inFrontOf(pdu: VirtualPdu, clock: Clock): Promise<UdpProxy> {
    const proxy = new UdpProxy({ clock, target: { host: '127.0.0.1', port: pdu.port }, address: '127.0.0.1', seed: 7 })
    await proxy.open()
    open.push(proxy)
    return proxy
  }
}

const accessTo = (port: number): PduAccess => ({
  address: { host: '127.0.0.1', port },
  version: 'any',
  community: secret,
})
