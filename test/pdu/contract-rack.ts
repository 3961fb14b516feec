// Virtual PDUs for the contract, put up and taken down around each test, with an ear for leaked secrets.
import { afterEach, expect } from 'vitest'
import type { Fault, Result } from '#core/fault.ts'
import type { Clock, PduAccess, PduPort, PduTarget } from '#core/ports.ts'
import type { PduProbe } from '#core/rack.ts'
import { families } from '#main/pdu/families.ts'
import { makePduPort } from '#main/pdu/port.ts'
import type { SnmpTimeouts } from '#main/pdu/session.ts'
import { UdpProxy } from '#sim/pdu/proxy.ts'
import { makeVirtualPdu } from '#sim/pdu/virtual-pdu.ts'
import type { VirtualPdu, VirtualPduOptions } from '#sim/pdu/virtual-pdu.ts'
import { VirtualClock } from '#sim/virtual-clock.ts'
import type { Subject } from './subject.ts'

export interface Rack {
  powerUp(clock: Clock, options?: Partial<VirtualPduOptions>): Promise<VirtualPdu>
  build(options?: Partial<VirtualPduOptions>, timeouts?: SnmpTimeouts): Promise<Built>
  /** Probes, and makes of the answer what a performer would hold. */
  known(port: PduPort, access: PduAccess): Promise<{ probe: PduProbe; target: PduTarget }>
  settled<T>(clock: VirtualClock, work: Promise<T>): Promise<T>
  remember<T>(result: Result<T>): Result<T>
  faultOf<T>(result: Result<T>): Fault | undefined
  inFrontOf(pdu: VirtualPdu, clock: Clock): Promise<UdpProxy>
}

export interface Built {
  readonly pdu: VirtualPdu
  readonly clock: VirtualClock
  readonly port: PduPort
  readonly access: PduAccess
}

export const serial = 'ZA1744012345'
export const secret = 'wr1te-s3cret'
/** Short enough to lose no time where silence is the answer; never where an answer is expected. */
export const impatient = { readTimeoutMs: 20, readRetries: 0, setTimeoutMs: 40 }
/** The families as they are, but soon at the end of their patience: in virtual time, so that silence costs a test little. */
export const hurried = families.map(family => ({ ...family, settleSeconds: 3 }))
/** Where some answers do not come; those that do have half a second, however busy the computer is. */
export const quick = { readTimeoutMs: 100, readRetries: 4, setTimeoutMs: 150 }
/** Where every answer comes, however busy the computer is. */
export const patient = { readTimeoutMs: 5000, readRetries: 0, setTimeoutMs: 5000 }

export const accessTo = (port: number): PduAccess => ({
  address: { host: '127.0.0.1', port },
  version: 'any',
  community: secret,
})

export const always = async (): Promise<boolean> => true

export const total = (pdu: VirtualPdu): number => Object.values(pdu.requests).reduce((sum, count) => sum + count, 0)

export const written = (pdu: VirtualPdu): { oid: string; value: unknown; outcome: string }[] =>
  pdu.sets.map(({ oid, value, outcome }) => ({ oid, value, outcome }))

export function makeRack({ kind }: Subject): Rack {
  const open: { close(): Promise<void> }[] = []
  const told: string[] = []

  afterEach(async () => {
    await Promise.all(open.splice(0).map(each => each.close()))
    expect(told.splice(0).filter(text => text.includes(secret))).toEqual([])
  })

  const rack: Rack = {
    async powerUp(clock, options = {}) {
      const pdu = makeVirtualPdu({
        clock,
        kind,
        serial,
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
    },

    async build(options, timeouts = patient) {
      const clock = new VirtualClock()
      const pdu = await rack.powerUp(clock, options)
      return { pdu, clock, port: makePduPort({ clock, timeouts }), access: accessTo(pdu.port) }
    },

    async known(port, access) {
      const result = rack.remember(await port.probe(access))
      if (!result.ok) throw new Error(JSON.stringify(result.fault))
      const { id, family, delaySeconds, snmp } = result.value.facts
      const target = { ...snmp, id, family, delaySeconds, access: { ...access, version: snmp.version } }
      return { probe: result.value, target }
    },

    async settled(clock, work) {
      let ended = false
      const end = (): void => void (ended = true)
      work.then(end, end)
      await clock.until(() => ended)
      return work
    },

    remember(result) {
      told.push(JSON.stringify(result))
      return result
    },

    faultOf(result) {
      rack.remember(result)
      return result.ok ? undefined : result.fault
    },

    async inFrontOf(pdu, clock) {
      const target = { host: '127.0.0.1', port: pdu.port }
      const proxy = new UdpProxy({ clock, target, address: '127.0.0.1', seed: 7 })
      await proxy.open()
      open.push(proxy)
      return proxy
    },
  }
  return rack
}
