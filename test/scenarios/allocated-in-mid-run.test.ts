import { afterEach, expect, it } from 'vitest'
import { mapOf, openTestRack, type TestRack } from '../support/rack.ts'
import { proved } from '../support/story.ts'

let rack: TestRack
afterEach(() => rack.close())

it('an outlet still waiting in the queue stays off', async () => {
  rack = await openTestRack({ outlets: 2, seed: 15 })
  rack.hands.follow()
  await rack.start()
  await rack.until('laneAsked', undefined, event => event.ask === 'plug')
  rack.deploy(2, 'db1')
  await rack.ended()
  expect(rack.story()).toEqual([
    'armed with A-1 A-2',
    ...proved('A-1', 'm1'),
    'A-2 refused on: A-2 is allocated to db1 in MAAS and was found off. Somebody left it off for a reason.',
    'A-2 left: refused',
    'm1 recorded',
    'run finished: 1 of 2 outlets bound',
  ])
  expect(rack.of('outletLeft')).toMatchObject([{ outlet: '2', detail: expect.stringContaining('db1 in MAAS') }])
  expect(rack.sets()).toEqual(['A-1 on', 'A-1 off', 'A-1 on'])
})

it('an outlet that is on for a lane is not cut: it stays on, and is bound to nobody', async () => {
  rack = await openTestRack({ outlets: 1, seed: 15 })
  rack.hands.follow()
  await rack.start()
  await rack.until('laneAsked', undefined, event => event.ask === 'plug')
  rack.deploy(1, 'db1')
  await rack.ended()
  expect(rack.story()).toEqual([
    'armed with A-1',
    'A-1 on',
    'A-1 holds m1 by key 1',
    'A-1 refused off: A-1 is allocated to db1 in MAAS.',
    'A-1 left: refused',
    'run finished: 0 of 1 outlets bound',
  ])
  expect(rack.of('outletLeft')).toMatchObject([{ outlet: '1', detail: expect.stringContaining('db1 in MAAS') }])
  expect(rack.sets()).toEqual(['A-1 on'])
  expect(rack.pdu().state(1)).toBe('on')
  expect(mapOf(rack.state())).toEqual({})
})

it('an outlet that has just been cut goes on again, and is bound to nobody', async () => {
  rack = await openTestRack({ outlets: 1, seed: 15, settings: { maasEveryMs: 1_000 } })
  rack.hands.follow()
  await rack.start()
  rack.once(
    'switchSent',
    () => rack.deploy(1, 'db1'),
    event => event.to === 'off',
  )
  await rack.ended()
  expect(rack.story()).toEqual([
    'armed with A-1',
    'A-1 on',
    'A-1 holds m1 by key 1',
    'A-1 off',
    'A-1 failed: allocated, again',
    'A-1 off already',
    'A-1 on',
    'A-1 holds m1 by key 1',
    'A-1 refused off: A-1 is allocated to db1 in MAAS.',
    'A-1 left: refused',
    'run finished: 0 of 1 outlets bound',
  ])
  expect(rack.sets()).toEqual(['A-1 on', 'A-1 off', 'A-1 on'])
  expect(rack.pdu().state(1)).toBe('on')
  expect(mapOf(rack.state())).toEqual({})
})
