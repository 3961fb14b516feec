// The border to the SNMP library: whatever arrives or fails to arrive, a request ends in a result.
import { createSocket } from 'node:dgram'
import type { Socket } from 'node:dgram'
import snmp from 'net-snmp'
import { afterEach, describe, expect, it } from 'vitest'
import type { PduAccess } from '#core/ports.ts'
import { systemClock } from '#main/engine/system-clock.ts'
import { openSession } from '#main/pdu/session.ts'
import type { SessionOptions } from '#main/pdu/session.ts'

const sysName = '1.3.6.1.2.1.1.5.0'
const community = 's3cret-community'
const quick: SessionOptions = {
  clock: systemClock,
  timeouts: { readTimeoutMs: 40, readRetries: 0, setTimeoutMs: 40 },
}
const open: { close(): unknown }[] = []

afterEach(() => void open.splice(0).map(each => each.close()))

const accessTo = (port: number, host = '127.0.0.1'): PduAccess => ({
  address: { host, port },
  version: '2c',
  community,
})

async function udp(reply: (packet: Buffer) => Buffer | undefined): Promise<number> {
  const socket: Socket = createSocket('udp4')
  socket.on('message', (packet, from) => {
    const answer = reply(packet)
    if (answer) socket.send(answer, from.port, from.address)
  })
  await new Promise<void>(resolve => socket.bind(0, '127.0.0.1', resolve))
  open.push(socket)
  return socket.address().port
}

/** The request turned into a response of the given type; the request id stays. */
function echoed(packet: Buffer, pduType: number): Buffer {
  const answer = Buffer.from(packet)
  // SEQUENCE, version (3 bytes), community, then the PDU's tag
  const tag = 2 + 3 + 2 + community.length
  answer[tag] = pduType
  return answer
}

describe('a session', () => {
  it('survives every damaged answer to its own request', async () => {
    let round = 0
    let state = 1
    const chance = (): number => (state = (state * 48271) % 2147483647)
    const port = await udp(packet => {
      const answer = echoed(packet, round % 3 === 0 ? 0xa8 : 0xa2)
      for (let hits = 0; hits < round % 4; hits++) answer[chance() % answer.length] = chance() % 256
      return round % 5 === 0 ? answer.subarray(0, chance() % answer.length) : answer
    })
    const session = openSession(accessTo(port), '2c', quick)
    open.push(session)
    const kinds = new Set<string>()
    for (round = 0; round < 120; round++) {
      const result = await (round % 2 ? session.get([sysName]) : session.getBulk([sysName], 3))
      kinds.add(result.ok ? 'ok' : result.fault.kind)
      expect(JSON.stringify(result)).not.toContain(community)
    }
    expect([...kinds].sort()).toEqual(expect.arrayContaining(['malformed', 'ok']))
  })

  it('does not tell the community when an answer carries another', async () => {
    const port = await udp(packet => {
      const answer = echoed(packet, 0xa2)
      answer.write('S', 2 + 3 + 2)
      return answer
    })
    const session = openSession(accessTo(port), '2c', quick)
    open.push(session)
    const result = await session.get([sysName])
    expect(result).toMatchObject({ ok: false, fault: { kind: 'malformed' } })
    expect(JSON.stringify(result)).not.toMatch(/3cret-community/)
  })

  it('says that a name cannot be resolved', async () => {
    const session = openSession(accessTo(161, 'no-such-pdu.invalid'), '2c', quick)
    open.push(session)
    expect(await session.get([sysName])).toMatchObject({ ok: false, fault: { kind: 'unreachable' } })
  })

  it('may be closed twice, and is of no use afterwards', async () => {
    const session = openSession(accessTo(await udp(() => undefined)), '2c', quick)
    session.close()
    session.close()
    expect(await session.get([sysName])).toMatchObject({ ok: false, fault: { kind: 'bug' } })
  })

  it('ends a read at once when cancelled, and sends nothing more', async () => {
    let packets = 0
    const port = await udp(() => (packets++, undefined))
    const stop = new AbortController()
    const options = { ...quick, cancel: stop.signal, timeouts: { ...quick.timeouts, readTimeoutMs: 60_000 } }
    const session = openSession(accessTo(port), '2c', options)
    open.push(session)
    const reading = session.get([sysName])
    setImmediate(() => stop.abort())
    expect(await reading).toMatchObject({ fault: { kind: 'cancelled' } })
    expect(await session.set({ oid: sysName, type: 'Integer', value: 1 })).toMatchObject({
      fault: { kind: 'cancelled' },
    })
    expect(packets).toBeLessThanOrEqual(1)
  })

  it('keeps one request in flight', async () => {
    let inFlight = 0
    let most = 0
    const port = await udp(packet => {
      most = Math.max(most, ++inFlight)
      setImmediate(() => inFlight--)
      return echoed(packet, 0xa2)
    })
    const session = openSession(accessTo(port), '2c', {
      ...quick,
      timeouts: { ...quick.timeouts, readTimeoutMs: 2000 },
    })
    open.push(session)
    await Promise.all(Array.from({ length: 8 }, () => session.get([sysName])))
    expect(most).toBe(1)
  })
})

describe('a session in SNMPv3', () => {
  const user = {
    user: 'crash-cart',
    authProtocol: 'sha',
    authKey: 'auth-pass-1',
    privProtocol: 'aes',
    privKey: 'priv-pass-1',
  } as const

  async function agent(): Promise<number> {
    const port = await udp(() => undefined).then(free => (void open.pop()?.close(), free))
    const server = snmp.createAgent(
      { port, address: '127.0.0.1', accessControlModelType: snmp.AccessControlModelType.None },
      () => undefined,
    )
    open.push(server)
    server.getAuthorizer().addUser({
      name: user.user,
      level: snmp.SecurityLevel.authPriv,
      authProtocol: snmp.AuthProtocols.sha,
      authKey: user.authKey,
      privProtocol: snmp.PrivProtocols.aes,
      privKey: user.privKey,
    })
    server.getMib().registerProvider({
      name: 'outletCommand',
      type: snmp.MibProviderType.Scalar,
      oid: '1.3.6.1.4.1.9999.1',
      scalarType: snmp.ObjectType.Integer,
      maxAccess: snmp.MaxAccess['read-write'],
    })
    server.getMib().setScalarValue('outletCommand', 2)
    return port
  }

  const patient: SessionOptions = {
    clock: systemClock,
    timeouts: { readTimeoutMs: 500, readRetries: 0, setTimeoutMs: 500 },
  }
  const command = '1.3.6.1.4.1.9999.1.0'

  it('reads and writes with authentication and privacy', async () => {
    const access: PduAccess = { ...accessTo(await agent()), version: '3', v3: user }
    const session = openSession(access, '3', patient)
    open.push(session)
    expect(await session.get([command])).toMatchObject({ ok: true, value: [{ value: { number: 2 } }] })
    expect(await session.set({ oid: command, type: 'Integer', value: 1 })).toEqual({ ok: true, value: undefined })
    expect(await session.get([command])).toMatchObject({ ok: true, value: [{ value: { number: 1 } }] })
  })

  it('says that an unknown user was refused, and no key', async () => {
    const access: PduAccess = { ...accessTo(await agent()), version: '3', v3: { ...user, user: 'nobody' } }
    const session = openSession(access, '3', patient)
    open.push(session)
    const result = await session.get([command])
    expect(result).toMatchObject({ ok: false, fault: { kind: 'denied' } })
    expect(JSON.stringify(result)).not.toMatch(/-pass-/)
  })

  it('suspects the keys when wrong ones are met with silence', async () => {
    const access: PduAccess = { ...accessTo(await agent()), version: '3', v3: { ...user, authKey: 'auth-pass-2' } }
    const session = openSession(access, '3', quick)
    open.push(session)
    const result = await session.get([command])
    expect(result).toMatchObject({ ok: false, fault: { kind: 'timeout', mend: expect.stringContaining('keys') } })
    expect(JSON.stringify(result)).not.toMatch(/-pass-/)
  })
})
