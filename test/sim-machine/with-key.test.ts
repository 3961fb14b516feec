import { describe, expect, it } from 'vitest'
import { openLab, machine } from '../checkin/lab.ts'
import { build } from './build.ts'

describe('a virtual machine with a key', () => {
  it('boots when its cord goes live, proves, beats, and enlists when told to go on', async () => {
    const { clock, server, makeStick, seen, says, heard } = await openLab()
    const { made, phases, enlisted } = build(clock)
    const stick = await makeStick()
    made.insertKey(stick.folder)
    const onAt = clock.now()
    made.power('a', true)
    await clock.until(() => made.phase === 'holding')
    const [judged] = seen.judged
    // Booted after the outlet went on: that is what the engine computes from these two.
    expect((judged?.receivedAt ?? 0) - (judged?.proof.uptimeMs ?? 0)).toBe(onAt + 60_000)
    expect(judged?.proof).toMatchObject({ ...machine, kid: stick.kid, bootId: made.bootId })

    await clock.advance(60_000)
    const heart = server.hearts.all()[0]
    expect(heart?.n).toBeGreaterThanOrEqual(11)
    expect(heart?.n).toBeLessThanOrEqual(14)
    expect(server.hearts.liveSet(clock.now(), 5_000)).toHaveLength(1)
    says.order = 'continue'
    await clock.until(() => made.phase === 'running')
    expect(heard.byes).toEqual([{ sid: heart?.sid, reason: 'continue' }])
    expect(enlisted).toMatchObject([{ ...machine, accepted: true, exit: 0, proof: { kid: stick.kid } }])
    expect(phases).toEqual(['firmware', 'kernel', 'checkingIn', 'holding', 'enlisting', 'running'])
    expect(server.counts()).toEqual({})
  })

  it('reads the stick three times more when it is accepted', async () => {
    const { clock, makeStick } = await openLab()
    const { made } = build(clock)
    made.insertKey((await makeStick()).folder)
    made.power('a', true)
    await clock.until(() => made.phase === 'holding')
    expect(made.keyReads).toBeLessThanOrEqual(2)
    await clock.advance(2_000)
    expect(made.keyReads).toBe(4)
  })

  it('dies at once with its last cord, sends no goodbye, and comes back as another boot', async () => {
    const { clock, server, makeStick, heard, seen } = await openLab()
    const { made } = build(clock, { cords: ['a', 'b'] })
    made.insertKey((await makeStick()).folder)
    made.power('a', true)
    made.power('b', true)
    await clock.until(() => made.phase === 'holding')
    const bootId = made.bootId
    made.power('a', false)
    await clock.advance(10_000)
    expect(made.phase).toBe('holding')
    expect(server.hearts.liveSet(clock.now(), 5_000)).toHaveLength(1)

    made.power('b', false)
    const cutAt = clock.now()
    expect([made.phase, made.bootId, made.loadWatts]).toEqual(['dead', null, 0])
    await clock.advance(60_000)
    expect(server.hearts.all()[0]?.lastAt).toBeLessThanOrEqual(cutAt)
    expect(server.hearts.liveSet(clock.now(), 5_000)).toEqual([])
    expect(heard.byes).toEqual([])

    made.power('b', true)
    await clock.until(() => made.phase === 'holding')
    expect(made.bootId).not.toBe(bootId)
    expect(seen.judged).toHaveLength(2)
  })

  it('dies in every phase of its boot without a trace left running', async () => {
    const { clock, makeStick, says } = await openLab()
    const { made, enlisted } = build(clock)
    says.order = 'continue'
    made.insertKey((await makeStick()).folder)
    for (const livesMs of [1_000, 59_999, 60_001, 89_999, 90_000, 90_001]) {
      made.power('a', true)
      await clock.advance(livesMs)
      if (made.phase === 'running') break
      made.power('a', false)
      await clock.advance(600_000)
      expect([livesMs, made.phase]).toEqual([livesMs, 'dead'])
    }
    expect(enlisted.length).toBeLessThanOrEqual(1)
  })

  it('beats at other intervals than its neighbour, within a tenth', async () => {
    const { clock, server, makeStick } = await openLab()
    const { made } = build(clock, { seed: 4 })
    made.insertKey((await makeStick()).folder)
    const beats: number[] = []
    server.hearts.subscribe(pulse => pulse.kind === 'beat' && beats.push(pulse.heart.lastAt))
    made.power('a', true)
    await clock.until(() => beats.length === 20)
    const gaps = beats.slice(1).map((at, i) => at - (beats[i] ?? 0))
    expect(Math.min(...gaps)).toBeGreaterThanOrEqual(4_499)
    expect(Math.max(...gaps)).toBeLessThanOrEqual(5_501)
    expect(new Set(gaps.map(Math.round)).size).toBeGreaterThan(10)
  })

  it('switches itself off when ordered, saying goodbye, and waits for its button', async () => {
    const { clock, makeStick, says, heard } = await openLab()
    const { made, enlisted } = build(clock)
    made.insertKey((await makeStick()).folder)
    says.order = 'off'
    made.power('a', true)
    await clock.until(() => made.phase === 'standby')
    expect(heard.byes).toMatchObject([{ reason: 'off' }])
    expect(enlisted).toEqual([])
    expect(made.loadOf('a')).toBe(9)
    made.pressPower()
    expect(made.phase).toBe('firmware')
  })

  it('goes on after five minutes without an authenticated answer', async () => {
    const { clock, server, makeStick } = await openLab()
    const { made, enlisted } = build(clock)
    made.insertKey((await makeStick()).folder)
    made.power('a', true)
    await clock.until(() => made.phase === 'holding')
    await clock.advance(20_000)
    await server.close()
    const deafAt = clock.now()
    await clock.until(() => made.phase === 'running')
    expect(clock.now() - deafAt).toBeGreaterThan(290_000)
    expect(clock.now() - deafAt).toBeLessThan(310_000)
    expect(enlisted).toMatchObject([{ accepted: true }])
  })

  it('asks again when rejected for now, and is accepted later without another boot', async () => {
    const { clock, makeStick, says, seen } = await openLab()
    const { made } = build(clock)
    const usual = says.judge
    says.judge = () => Promise.resolve({ verdict: 'rejected', reason: 'otherMachineHolds', sid: '', order: 'hold' })
    made.insertKey((await makeStick()).folder)
    made.power('a', true)
    await clock.advance(600_000)
    expect(made.phase).toBe('checkingIn')
    says.judge = usual
    await clock.until(() => made.phase === 'holding')
    expect(new Set(seen.judged.map(({ proof }) => proof.bootId))).toEqual(new Set([made.bootId]))
    expect(new Set(seen.judged.map(({ proof }) => proof.nonce)).size).toBe(seen.judged.length)
  })
})
