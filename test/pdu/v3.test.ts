// SNMPv3 with a virtual PDU: every level and protocol, every refusal by its name, and no answer that is not signed.
import { afterEach, describe, expect, it } from 'vitest'
import type { PduAccess } from '#core/ports.ts'
import type { SnmpUser } from '#core/rack.ts'
import { makePduPort } from '#main/pdu/port.ts'
import { openSession } from '#main/pdu/session.ts'
import type { Session, SnmpTimeouts } from '#main/pdu/session.ts'
import type { VirtualPdu } from '#sim/pdu/virtual-pdu.ts'
import type { VirtualClock } from '#sim/virtual-clock.ts'
import { rpdu2 } from '../sim/apc-oids.ts'
import { always, makeRack } from './contract-rack.ts'
import { subjects } from './subjects.ts'
import { asPduKnows, authKey, authNoPriv, authPriv, everyUser, noAuth, privKey } from './v3-users.ts'

const users = everyUser.map(asPduKnows)
const best = authPriv('sha256', 'aes')
/** Never runs out where an answer is expected; short where silence is the answer. */
const patient = { readTimeoutMs: 3000, readRetries: 1, setTimeoutMs: 4000 }
const quick = { readTimeoutMs: 80, readRetries: 1, setTimeoutMs: 120 }

describe('SNMPv3', () => {
  const [rpdu2Subject] = subjects
  if (!rpdu2Subject) throw new Error('no subject')
  const rack = makeRack(rpdu2Subject)
  const open: Session[] = []
  afterEach(() => open.splice(0).forEach(session => session.close()))

  interface Meeting {
    readonly pdu: VirtualPdu
    readonly clock: VirtualClock
    readonly access: (v3: SnmpUser) => PduAccess
    readonly speak: (v3: SnmpUser, timeouts?: SnmpTimeouts) => Session
  }
  const meet = async (): Promise<Meeting> => {
    const { pdu, clock } = await rack.build({ users })
    await clock.advance(1_000_000)
    const access = (v3: SnmpUser): PduAccess => ({
      address: { host: '127.0.0.1', port: pdu.port },
      version: '3',
      community: '',
      v3,
    })
    const speak = (v3: SnmpUser, timeouts = patient): Session => {
      const session = openSession(access(v3), '3', { clock, timeouts })
      open.push(session)
      return session
    }
    return { pdu, clock, access, speak }
  }
  const complaintOf = async (session: Session): Promise<unknown> => {
    const result = await session.get([rpdu2.serial])
    expect(JSON.stringify(result)).not.toMatch(/pass/)
    return rack.faultOf(result)
  }

  it.each(everyUser.map(user => [user.user, user] as const))('reads and writes as %s', async (_, user) => {
    const { pdu, clock, speak } = await meet()
    const session = speak(user)
    expect(await session.get([rpdu2.serial])).toMatchObject({ ok: true, value: [{ value: { kind: 'bytes' } }] })
    expect((await session.set({ oid: `${rpdu2.command}.3`, type: 'Integer', value: 1 })).ok).toBe(true)
    await clock.advance(1500)
    expect(pdu.isLive(3)).toBe(true)
    expect(pdu.sets.length).toBe(1)
  })

  it('probes, reads and switches a PDU that speaks nothing else', async () => {
    const { pdu, clock, access } = await meet()
    pdu.knobs.v3Only = true
    const port = makePduPort({ clock, timeouts: patient })
    const { probe, target } = await rack.known(port, access(best))
    expect(probe.facts).toMatchObject({ id: 'ZA1744012345', snmp: { version: '3', bulk: true } })
    expect(probe.facts.maas.reasons).toContainEqual(expect.stringContaining('SNMPv3'))
    const result = await rack.settled(clock, port.switchOutlet(target, '4', 'on', always))
    expect(result).toMatchObject({ ok: true, value: { sent: true, after: { state: 'on' } } })
    expect(pdu.sets.length).toBe(1)
  })

  it.each([
    ['an unknown user', { ...best, user: 'nobody' }, /no SNMPv3 user of this name/],
    ['a wrong authentication key', { ...best, authKey: `${authKey}0` }, /authentication key or protocol/],
    ['a wrong authentication protocol', { ...best, authProtocol: 'sha512' }, /authentication key or protocol/],
    ['a wrong privacy key', { ...best, privKey: `${privKey}0` }, /privacy key or protocol/],
    ['a wrong privacy protocol', { ...best, privProtocol: 'des' }, /privacy key or protocol/],
    ['a level too low', { ...authNoPriv('sha256'), user: best.user }, /security level/],
    ['a level too high', { ...best, user: noAuth.user }, /security level/],
  ] as const)('names %s', async (_, user, words) => {
    const { pdu, speak } = await meet()
    expect(await complaintOf(speak(user))).toMatchObject({ kind: 'denied', detail: expect.stringMatching(words) })
    expect(await speak(user).set({ oid: `${rpdu2.command}.3`, type: 'Integer', value: 1 })).toMatchObject({
      fault: { kind: 'denied' },
    })
    expect(pdu.sets).toEqual([])
  })

  it('suspects the keys where wrong ones are met with silence', async () => {
    const { pdu, speak } = await meet()
    pdu.knobs.v3Mute = true
    expect(await complaintOf(speak({ ...best, privKey: `${privKey}0` }, quick))).toMatchObject({
      kind: 'timeout',
      mend: expect.stringContaining('keys'),
    })
    // A command may have been heard all the same.
    expect(
      await speak({ ...best, privKey: `${privKey}0` }, quick).set({ oid: '1.3', type: 'Integer', value: 1 }),
    ).toMatchObject({ fault: { kind: 'timeout', detail: expect.stringContaining('confirm') } })
  })

  it('finds its step again after a restart, counted or not', async () => {
    for (const forgets of [false, true]) {
      const { pdu, clock, speak } = await meet()
      pdu.knobs.v3ForgetsBoots = forgets
      const session = speak(best)
      expect((await session.get([rpdu2.serial])).ok).toBe(true)
      pdu.reboot(0)
      await clock.advance(3000)
      expect(await session.get([rpdu2.serial])).toMatchObject({ ok: true })
      pdu.reboot(0)
      // Out of step, a command may be answered by a report alone; it is never carried out twice.
      await session.set({ oid: `${rpdu2.command}.3`, type: 'Integer', value: 1 })
      expect(pdu.sets.length).toBeLessThanOrEqual(1)
    }
  })

  it('switches through a restart that is not counted', async () => {
    const { pdu, clock, access } = await meet()
    pdu.knobs.v3ForgetsBoots = true
    const { target } = await rack.known(makePduPort({ clock, timeouts: patient }), access(best))
    const port = makePduPort({ clock, timeouts: quick })
    const work = port.switchOutlet(target, '4', 'on', always)
    await clock.until(() => pdu.sets.length === 1)
    await clock.advance(400)
    pdu.reboot(5000)
    const result = rack.remember(await rack.settled(clock, work))
    expect(result.ok).toBe(pdu.state(4) === 'on')
    expect(pdu.sets.length).toBe(1)
  })

  it('names a PDU whose time never fits, and one that denies its own engine', async () => {
    const { pdu, speak } = await meet()
    pdu.knobs.v3Refuse = 'notInTimeWindows'
    expect(await complaintOf(speak(best))).toMatchObject({ detail: expect.stringContaining('engine boots and time') })
    pdu.knobs.v3Refuse = 'unknownEngineIDs'
    expect(await complaintOf(speak(best))).toMatchObject({ detail: expect.stringContaining('engine id') })
  })

  it('believes no answer that is not signed', async () => {
    const { pdu, speak } = await meet()
    pdu.knobs.v3Unsigned = true
    expect(await complaintOf(speak(best, quick))).toMatchObject({ kind: 'malformed' })
    expect((await speak(noAuth).get([rpdu2.serial])).ok).toBe(true)
  })
})
