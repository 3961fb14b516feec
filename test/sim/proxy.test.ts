import { createSocket } from 'node:dgram'
import { once } from 'node:events'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { UdpProxy } from '#sim/pdu/proxy.ts'
import { makeVirtualPdu, type VirtualPdu } from '#sim/pdu/virtual-pdu.ts'
import { VirtualClock } from '#sim/virtual-clock.ts'
import { rpdu2 } from './apc-oids.ts'
import { failureOf, makeClient, type Client, type ClientOptions } from './snmp-client.ts'

describe('a bad network in front of a PDU', () => {
  let clock: VirtualClock
  let pdu: VirtualPdu
  let proxy: UdpProxy
  let clients: Client[]
  const client = (options: Partial<ClientOptions> = {}): Client => {
    const made = makeClient({ port: proxy.address.port, timeoutMs: 60, ...options })
    clients.push(made)
    return made
  }
  const makeProxy = async (seed: number): Promise<UdpProxy> => {
    const made = new UdpProxy({ clock, target: { host: '127.0.0.1', port: pdu.port }, address: '127.0.0.1', seed })
    await made.open()
    return made
  }

  beforeEach(async () => {
    clients = []
    clock = new VirtualClock()
    pdu = makeVirtualPdu({
      clock,
      kind: 'rpdu2',
      serial: '5A1916E00388',
      name: 'rack7-a',
      outlets: 8,
      visibleAfterMs: 0,
      communityRead: 'public',
      communityWrite: 'private',
      address: '127.0.0.1',
      loadWattsOf: () => 0,
    })
    await pdu.open()
    proxy = await makeProxy(3)
  })
  afterEach(async () => {
    clients.forEach(each => each.close())
    await proxy.close()
    await pdu.close()
  })

  it('that is well passes every answer back to who asked', async () => {
    const [one, two] = [client({ timeoutMs: 2000 }), client({ timeoutMs: 2000 })]
    const asked = [one.get(rpdu2.serial), two.get(`${rpdu2.name}.3`)]
    expect((await Promise.all(asked)).map(answer => answer[0]?.value)).toEqual(['5A1916E00388', 'Outlet 3'])
    expect(proxy.counts).toEqual({ requests: 2, answers: 2, dropped: 0, duplicated: 0 })
  })

  it('that is slow holds each packet for its time, both ways', async () => {
    proxy.knobs.slowMs = 400
    let answered = false
    const asked = client({ timeoutMs: 5000 })
      .get(rpdu2.serial)
      .then(answer => {
        answered = true
        return answer
      })
    const reached = async (done: () => boolean): Promise<void> => {
      while (!done()) await clock.quiet()
    }
    await reached(() => proxy.counts.requests === 1)
    await clock.advance(399)
    expect(pdu.requests.get).toBe(0)
    await clock.advance(1)
    await reached(() => proxy.counts.answers === 1)
    await clock.advance(399)
    expect([pdu.requests.get, answered]).toEqual([1, false])
    await clock.advance(1)
    expect((await asked)[0]?.value).toBe('5A1916E00388')
  })

  it('that is deaf keeps requests from the PDU, or only the answers from the client', async () => {
    proxy.knobs.deaf = 'both'
    expect(await failureOf(client().set(`${rpdu2.command}.1`, 1))).toBe('RequestTimedOutError')
    expect([pdu.requests.set, pdu.isLive(1)]).toEqual([0, false])
    proxy.knobs.deaf = 'answers'
    expect(await failureOf(client().set(`${rpdu2.command}.1`, 1))).toBe('RequestTimedOutError')
    expect([pdu.requests.set, pdu.isLive(1)]).toEqual([1, true])
  })

  it('that repeats itself makes one SET arrive twice and the client hear one answer', async () => {
    proxy.knobs.duplicate = 1
    const answer = await client({ timeoutMs: 2000 }).set(`${rpdu2.command}.2`, 1)
    expect(answer).toHaveLength(1)
    while (pdu.requests.set < 2) await clock.quiet()
    expect(pdu.sets.map(each => each.oid)).toEqual(Array(2).fill(`${rpdu2.command}.2`))
    expect(pdu.isLive(2)).toBe(true)
  })

  it('that loses packets loses the same ones for the same seed, about as many as asked', async () => {
    const packets = 200
    const arrivedWith = async (seed: number): Promise<number[]> => {
      const arrived: number[] = []
      const target = createSocket('udp4').on('message', packet => arrived.push(packet.readUInt8()))
      target.bind(0, '127.0.0.1')
      await once(target, 'listening')
      const lossy = new UdpProxy({
        clock,
        target: { host: '127.0.0.1', port: target.address().port },
        address: '127.0.0.1',
        seed,
      })
      await lossy.open()
      lossy.knobs.loss = 0.3
      const sender = createSocket('udp4')
      for (let packet = 0; packet < packets; packet++) {
        sender.send(Buffer.from([packet]), lossy.address.port, '127.0.0.1')
        while (lossy.counts.requests <= packet) await clock.quiet()
      }
      while (arrived.length + lossy.counts.dropped < packets) await clock.quiet()
      for (const socket of [sender, target]) socket.close()
      await lossy.close()
      return arrived
    }
    const first = await arrivedWith(7)
    expect(first.length).toBeGreaterThan(0.55 * packets)
    expect(first.length).toBeLessThan(0.85 * packets)
    expect(await arrivedWith(7)).toEqual(first)
    expect(await arrivedWith(8)).not.toEqual(first)
  })

  it('lets a client that repeats its reads get through', async () => {
    proxy.knobs.loss = 0.4
    const patient = client({ retries: 20, timeoutMs: 30 })
    expect((await patient.get(rpdu2.serial))[0]?.value).toBe('5A1916E00388')
  })
})
