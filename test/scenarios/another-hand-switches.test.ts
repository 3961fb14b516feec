import { afterEach, expect, it } from 'vitest'
import { mapOf, openTestRack, truthOf, type TestRack } from '../support/rack.ts'
import { proved } from '../support/story.ts'

let rack: TestRack
afterEach(() => rack.close())

it('off while a machine is awaited: what was being proved there ends, and is begun anew', async () => {
  rack = await openTestRack({ outlets: 1, seed: 12 })
  rack.hands.follow()
  await rack.start()
  await rack.until('laneAsked', undefined, event => event.ask === 'plug')
  await rack.clock.advance(60_000)
  rack.pdu().setInitial({ 1: false })
  await rack.ended()
  expect(rack.story()).toEqual([
    'armed with A-1',
    'A-1 on',
    'A-1 went off by another hand',
    'A-1 failed: changedByOther, again',
    'A-1 off already',
    ...proved('A-1', 'm1'),
    'm1 recorded',
    'run finished: 1 of 1 outlets bound',
  ])
  expect(mapOf(rack.state())).toEqual(truthOf(rack.bench))
})

it('back on while Racklight listens: no silence of that cut binds', async () => {
  rack = await openTestRack({ outlets: 1, seed: 12, staysOffRate: 1 })
  rack.hands.follow()
  await rack.start()
  await rack.until('outletSwitched', undefined, event => event.to === 'off')
  rack.pdu().setInitial({ 1: true })
  await rack.until('outletFailed')
  expect(mapOf(rack.state())).toEqual({})
  await rack.ended()
  expect(rack.story()).toEqual([
    'armed with A-1',
    'A-1 on',
    'A-1 holds m1 by key 1',
    'A-1 off',
    'A-1 went on by another hand',
    'A-1 failed: changedByOther, again',
    'A-1 refused off: A-1 was found on (9 W) and is locked. Unlock it by its number if it may be cut.',
    'A-1 left: refused',
    'run finished: 0 of 1 outlets bound',
  ])
})

it('an outlet still in the queue is switched on: it is left as found on, and never switched', async () => {
  rack = await openTestRack({ outlets: 2, seed: 12 })
  rack.hands.follow()
  await rack.start()
  await rack.until('laneAsked', undefined, event => event.ask === 'plug')
  rack.pdu().setInitial({ 2: true })
  await rack.ended()
  expect(rack.story()).toEqual([
    'armed with A-1 A-2',
    'A-1 on',
    'A-2 went on by another hand',
    'A-1 holds m1 by key 1',
    'A-1 off',
    'A-1 bound to m1, proved',
    'A-1 on',
    'A-2 on already',
    'A-2 left: foundOn',
    'm1 recorded',
    'run finished: 1 of 2 outlets bound',
  ])
  expect(rack.sets()).toEqual(['A-1 on', 'A-1 off', 'A-1 on'])
  expect(rack.pdu().state(2)).toBe('on')
})
