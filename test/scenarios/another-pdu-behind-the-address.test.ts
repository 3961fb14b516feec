import { afterEach, expect, it } from 'vitest'
import { mapOf, openTestRack, type TestRack } from '../support/rack.ts'
import { proved } from '../support/story.ts'

let rack: TestRack
afterEach(() => rack.close())

it('found while a machine is awaited: the run stops, names the stranger, and switches nothing on it', async () => {
  rack = await openTestRack({ outlets: 2, seed: 8 })
  rack.hands.follow()
  await rack.start()
  await rack.until('bound')
  await rack.until('laneAsked', undefined, event => event.ask === 'plug')
  const before = rack.sets()
  rack.pdu().knobs.wrongDevice = 'ZA9999X0001'
  const safe = await rack.until('madeSafe')
  expect(safe.why).toContain('ZA9999X0001')
  await rack.clock.advance(600_000)
  expect(rack.sets()).toEqual(before)
  expect(rack.state().run).toMatchObject({ phase: 'stopped' })
  expect(Object.keys(mapOf(rack.state()))).toEqual(['A-1'])
  expect(rack.story()).toEqual([
    'armed with A-1 A-2',
    ...proved('A-1', 'm1'),
    'A-2 on',
    'PDU A silent: wrongDevice',
    'made safe, on: A-1 A-2',
  ])
})

it('found right before a cut: the SET is never sent', async () => {
  rack = await openTestRack({ outlets: 1, seed: 8, settings: { pduEveryMs: 600_000 } })
  rack.hands.follow()
  await rack.start()
  await rack.until('proofAccepted')
  rack.pdu().knobs.wrongDevice = 'ZA9999X0001'
  await rack.until('madeSafe')
  await rack.clock.advance(60_000)
  expect(rack.sets()).toEqual(['A-1 on'])
  expect(mapOf(rack.state())).toEqual({})
  expect(rack.story()).toEqual([
    'armed with A-1',
    'A-1 on',
    'A-1 holds m1 by key 1',
    'A-1 not off: wrongDevice',
    'made safe, on: A-1',
  ])
})
