import { chmod, rm, writeFile } from 'node:fs/promises'
import { delimiter, join } from 'node:path'
import { afterEach, expect, it } from 'vitest'
import { by, mapOf, openTestRack, truthOf, type TestRack } from '../support/rack.ts'

let rack: TestRack
const path = process.env['PATH'] ?? ''
afterEach(() => {
  process.env['PATH'] = path
  return rack.close()
})

it('the PDU falls silent after a cut: that outlet is on again as soon as it answers, protected, and the run stops', async () => {
  const timeouts = { readTimeoutMs: 100, readRetries: 1, setTimeoutMs: 300 }
  rack = await openTestRack({ outlets: 2, seed: 35, proxied: true, timeouts })
  rack.hands.follow()
  await rack.start()
  rack.once(
    'outletSwitched',
    () => (rack.line().knobs.deaf = 'both'),
    event => event.to === 'off',
  )
  const lost = await rack.until('canaryLost')
  expect(lost).toMatchObject({ canary: 'PDU pdu-a', outlets: [{ outlet: '1' }] })
  await rack.clock.advance(20_000)
  expect(rack.pdu().state(1)).toBe('off')
  rack.line().knobs.deaf = false
  await rack.until('outletSwitched', 60_000, event => event.to === 'on')
  expect(rack.pdu().isLive(1)).toBe(true)
  expect(rack.outlet(1).protected).toMatch(/^PDU pdu-a was lost when it was cut/)
  await rack.clock.advance(60_000)
  expect(rack.story()).toEqual([
    'armed with A-1 A-2',
    'A-1 on',
    'A-1 holds m1 by key 1',
    'A-1 off',
    'PDU A silent: timeout',
    'made safe, on: nothing',
    'canary lost: PDU pdu-a; on again A-1',
    'A-1 protected',
    'A-1 not on: timeout',
    'A-1 on',
  ])
  expect(mapOf(rack.state())).toEqual({})
})

it('a PDU that was silent before the cut is no canary of it', async () => {
  const timeouts = { readTimeoutMs: 100, readRetries: 1, setTimeoutMs: 300 }
  rack = await openTestRack({ outlets: 2, feeds: 2, seed: 35, proxied: true, timeouts })
  rack.hands.follow()
  await rack.start({ scope: [rack.ref(1, 'A'), rack.ref(2, 'B')] })
  await rack.until('proofAccepted')
  await rack.tell({ kind: 'pauseRun', by })
  rack.line('B').knobs.deaf = 'both'
  await rack.until('pduSilent')
  await rack.tell({ kind: 'unpauseRun', by })
  await rack.until('bound')
  await rack.clock.advance(30_000)
  expect(rack.of('canaryLost')).toEqual([])
  expect(rack.outlet(1)).toMatchObject({ protected: null, state: 'on' })
  const { 'A-1': first } = truthOf(rack.bench)
  expect(mapOf(rack.state())).toEqual({ 'A-1': first })
})

/** A ping of this story's own answers until the first cut, and never again. */
const goesDeafAfterTheCut = async () => {
  const up = join(rack.dir, 'up')
  const ping = join(rack.dir, 'ping')
  await writeFile(up, '')
  await writeFile(ping, `#!/bin/sh\n[ -e '${up}' ]\n`)
  await chmod(ping, 0o755)
  process.env['PATH'] = `${rack.dir}${delimiter}${path}`
  rack.hands.follow()
  await rack.start()
  await rack.until('outletSwitched', undefined, event => event.to === 'off')
  await rm(up)
  return rack.until('canaryLost')
}

it('an address on the ping list stops answering after a cut: the outlet is on again at once', async () => {
  rack = await openTestRack({ outlets: 2, seed: 35, settings: { pings: ['switch-7.example'] } })
  const lost = await goesDeafAfterTheCut()
  expect(lost).toMatchObject({ canary: 'switch-7.example', outlets: [{ outlet: '1' }] })
  const back = await rack.until('outletSwitched', 10_000, event => event.to === 'on')
  expect(back.reachedAt - lost.at).toBeLessThan(5_000)
  await rack.clock.advance(60_000)
  expect(rack.story()).toEqual([
    'armed with A-1 A-2',
    'A-1 on',
    'A-1 holds m1 by key 1',
    'A-1 off',
    'made safe, on: nothing',
    'canary lost: switch-7.example; on again A-1',
    'A-1 protected',
    'A-1 on',
  ])
  expect(rack.sets()).toEqual(['A-1 on', 'A-1 off', 'A-1 on'])
  expect(rack.outlet(1).protected).toMatch(/^switch-7.example was lost when it was cut/)
})

it('the gateway stops answering after a cut: the outlet is on again at once', async () => {
  rack = await openTestRack({ outlets: 2, seed: 35, settings: { gateway: '127.0.61.254' } })
  const lost = await goesDeafAfterTheCut()
  expect(lost).toMatchObject({ canary: 'gateway 127.0.61.254', outlets: [{ outlet: '1' }] })
  const back = await rack.until('outletSwitched', 10_000, event => event.to === 'on')
  expect(back.reachedAt - lost.at).toBeLessThan(5_000)
  expect(rack.outlet(1).protected).toMatch(/^gateway 127.0.61.254 was lost when it was cut/)
})
