import { rm } from 'node:fs/promises'
import { createServer } from 'node:https'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { ProofDocument } from '#core/wire.ts'
import { relayNonceState, verifyProof } from '#main/keys/verify.ts'
import { cloneStick } from '#sim/machine/rogues.ts'
import { makeVirtualMachine } from '#sim/machine/virtual-machine.ts'
import { machine, makeSite, openLab } from '../checkin/lab.ts'
import { build } from './build.ts'

describe('a virtual machine and false servers', () => {
  it('proves in vain to a server that does not know the secret, and obeys none of its answers', async () => {
    const { clock, makeStick, says, secrets } = await openLab()
    const sent: string[] = []
    const { made, enlisted } = build(clock, { onSend: path => sent.push(path) })
    const stick = await makeStick()
    secrets.set(stick.kid, Buffer.alloc(32, 1))
    says.order = 'off'
    made.insertKey(stick.folder)
    made.power('a', true)
    await clock.until(() => made.phase === 'running')
    expect(enlisted).toMatchObject([{ accepted: false }])
    expect(new Set(sent)).toEqual(new Set(['/v1/hello', '/v1/prove']))
  })

  it('ignores orders whose mac is wrong, even from a server with the pinned key', async () => {
    const { clock, makeStick, server, site } = await openLab()
    const { made } = build(clock)
    made.insertKey((await makeStick()).folder)
    made.power('a', true)
    await clock.until(() => made.phase === 'holding')
    await server.close()
    let asked = 0
    const liar = createServer({ key: site.privateKeyPem, cert: site.certificatePem }, (request, response) => {
      asked++
      request.resume()
      response.end(JSON.stringify({ order: 'off', mac: 'a'.repeat(64) }))
    })
    await clock.io(new Promise<void>(resolve => liar.listen(server.port, '127.0.0.1', resolve)))
    await clock.advance(120_000)
    expect(made.phase).toBe('holding')
    expect(asked).toBeGreaterThan(20)
    made.power('a', false)
    await clock.io(new Promise(resolve => liar.close(resolve)))
  })

  it('sends nothing to a server with another key than the pinned one, and tries the next address', async () => {
    const { clock, makeStick, url, site, seen } = await openLab()
    const { made } = build(clock)
    const other = await makeSite(clock)
    made.insertKey((await makeStick([url], other.pin)).folder)
    made.power('a', true)
    await clock.until(() => made.phase === 'running')
    expect(seen.judged).toEqual([])
    made.power('a', false)
    made.insertKey((await makeStick(['https://127.0.0.1:1', url], site.pin)).folder)
    made.power('a', true)
    await clock.until(() => made.phase === 'holding')
    expect(seen.judged).toHaveLength(1)
  })
})

describe('a virtual machine without a server or without a key', () => {
  it('prints a proof over its boot for MAAS to carry, when nothing answers', async () => {
    const { clock, makeStick, secrets } = await openLab()
    const { made, enlisted } = build(clock)
    made.insertKey((await makeStick(['https://127.0.0.1:1'])).folder)
    made.power('a', true)
    await clock.until(() => made.phase === 'running', 120_000)
    const proof = ProofDocument.parse(enlisted[0]?.proof)
    expect(proof.nonce).toBe(`boot:${proof.bootId}`)
    const check = verifyProof(proof, { secretOf: kid => secrets.get(kid), nonceState: relayNonceState })
    expect(check.reasons).toEqual([])
  })

  it('waits for a key as long as the server tells it, and takes one that comes in time', async () => {
    const { clock, makeStick, url, says, seen } = await openLab()
    says.wait = 200
    const { made, phases } = build(clock, { lanUrls: [url] })
    made.power('a', true)
    await clock.until(() => made.phase === 'waitingForKey')
    expect(seen.strangers).toMatchObject([{ uuid: machine.uuid }])
    await clock.advance(190_000)
    expect(made.phase).toBe('waitingForKey')
    made.insertKey((await makeStick()).folder)
    await clock.advance(2_000)
    expect(phases.at(-1)).toBe('holding')
  })

  it('waits 20 seconds by itself, then enlists without a proof, and fails in the strict variant', async () => {
    const { clock } = await openLab()
    for (const [gate, exit] of [
      ['watch', 0],
      ['strict', 1],
    ] as const) {
      const { made, enlisted } = build(clock, { gate })
      made.power('a', true)
      await clock.until(() => made.phase === 'waitingForKey')
      const waitsAt = clock.now()
      await clock.until(() => made.phase === 'running')
      expect(clock.now() - waitsAt).toBe(20_000)
      expect(enlisted).toMatchObject([{ proof: null, accepted: false, exit }])
    }
  })

  it('takes no stick that was pulled or holds no key', async () => {
    const { clock, makeStick, seen } = await openLab()
    const { made, enlisted } = build(clock)
    const { folder } = await makeStick()
    made.insertKey(folder)
    made.removeKey()
    made.power('a', true)
    await clock.until(() => made.phase === 'running')
    await rm(join(folder, 'enlist'), { recursive: true })
    made.power('a', false)
    made.insertKey(folder)
    made.power('a', true)
    await clock.until(() => made.phase === 'running')
    expect(enlisted).toMatchObject([{ proof: null }, { proof: null }])
    expect(seen.judged).toEqual([])
  })

  it('stays off after a loss of supply until its button is pressed, if it is of that kind', async () => {
    const { clock } = await openLab()
    const { made } = build(clock, { staysOffAfterAcLoss: true })
    made.pressPower()
    expect(made.phase).toBe('dead')
    made.power('a', true)
    await clock.advance(300_000)
    expect(made.phase).toBe('standby')
    made.pressPower()
    await clock.advance(60_000)
    expect(made.phase).toBe('kernel')
  })

  it('boots from disk when it is told to, and draws what its phase draws, shared by its live cords', async () => {
    const { clock } = await openLab()
    const { made, enlisted } = build(clock, { bootsInto: () => 'disk', cords: ['a', 'b'], watts: { running: 300 } })
    made.power('a', true)
    expect(made.loadOf('a')).toBe(190)
    await clock.until(() => made.phase === 'running')
    expect([made.loadOf('a'), made.loadOf('b')]).toEqual([300, 0])
    made.power('b', true)
    expect([made.loadOf('a'), made.loadOf('b')]).toEqual([150, 150])
    expect(enlisted).toEqual([])
  })

  it('boots faster at a pace, but reports its uptime in the time of the clock', async () => {
    const { clock, makeStick, seen } = await openLab()
    const { made } = build(clock, { pace: 30 })
    made.insertKey((await makeStick()).folder)
    const onAt = clock.now()
    made.power('a', true)
    await clock.until(() => made.phase === 'holding')
    expect(clock.now() - onAt).toBe(3_000)
    expect(seen.judged[0]?.proof.uptimeMs).toBe(1_000)
  })

  it('boots in a time of its own that the seed repeats', async () => {
    const { clock } = await openLab()
    const bootMs = async (seed: number): Promise<number> => {
      const made = makeVirtualMachine({ clock, ...machine, cords: ['a'], seed })
      const onAt = clock.now()
      made.power('a', true)
      await clock.until(() => made.phase === 'waitingForKey')
      made.power('a', false)
      return clock.now() - onAt
    }
    const [one, again, other] = [await bootMs(1), await bootMs(1), await bootMs(2)]
    expect(again).toBe(one)
    expect(other).not.toBe(one)
  })
})

describe('two machines', () => {
  it('with a copied stick both prove the same kid, which the judge can see', async () => {
    const { clock, makeStick, seen } = await openLab()
    const original = await makeStick()
    const copy = `${original.folder}-copy`
    await clock.io(cloneStick(original.folder, copy))
    const one = build(clock).made
    const uuid = '8c0f6d52-1f0a-4c7e-9a35-5b1d20c0aa02'
    const two = build(clock, { uuid, seed: 2, localAddress: '127.0.0.3' }).made
    one.insertKey(original.folder)
    two.insertKey(copy)
    one.power('a', true)
    two.power('a', true)
    await clock.until(() => one.phase === 'holding' && two.phase === 'holding')
    expect(new Set(seen.judged.map(({ proof }) => proof.kid))).toEqual(new Set([original.kid]))
    expect(new Set(seen.judged.map(({ proof }) => proof.uuid))).toEqual(new Set([machine.uuid, uuid]))
  })

  it('whose firmware can only GET beat unproved until they are released', async () => {
    const { clock, makeStick, server, says, heard, seen } = await openLab()
    const { made } = build(clock, { carrier: 'firmware' })
    made.insertKey((await makeStick()).folder)
    made.power('a', true)
    await clock.until(() => made.phase === 'holding')
    await clock.advance(10_000)
    expect(server.hearts.liveSet(clock.now(), 5_000)).toMatchObject([{ proved: false, uuid: machine.uuid }])
    expect(heard.hints.length).toBeGreaterThan(4)
    says.hint = 'end'
    await clock.until(() => made.phase === 'kernel')
    expect(seen.judged).toEqual([])
  })
})
