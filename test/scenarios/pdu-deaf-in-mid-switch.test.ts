import { afterEach, expect, it } from 'vitest'
import { mapOf, openTestRack, truthOf, type TestRack } from '../support/rack.ts'
import { proved } from '../support/story.ts'

let rack: TestRack
afterEach(() => rack.close())

const timeouts = { readTimeoutMs: 100, readRetries: 1, setTimeoutMs: 300 }

/** The line breaks the moment this switch is in the journal: right before the SET leaves. */
const breakLineAt = (to: 'on' | 'off', how: 'both' | 'answers'): void =>
  rack.once(
    'switchSent',
    () => (rack.line().knobs.deaf = how),
    event => event.to === to,
  )

it('the SET to switch on is lost: the lane waits, says why, and switches on once the PDU answers', async () => {
  rack = await openTestRack({ outlets: 1, seed: 6, proxied: true, timeouts })
  rack.hands.follow()
  breakLineAt('on', 'both')
  await rack.start()
  const stalled = await rack.until('laneStalled')
  expect(stalled.fault.detail).toMatch(/stopped answering/)
  expect(rack.sets()).toEqual([])
  rack.line().knobs.deaf = false
  await rack.ended()
  expect(rack.story()).toEqual([
    'armed with A-1',
    'PDU A silent: timeout',
    'A-1 not on: timeout',
    ...proved('A-1', 'm1'),
    'm1 recorded',
    'run finished: 1 of 1 outlets bound',
  ])
  expect(rack.sets()).toEqual(['A-1 on', 'A-1 off', 'A-1 on'])
  expect(mapOf(rack.state())).toEqual(truthOf(rack.bench))
  expect(rack.bugs).toEqual([])
})

it('the SET to switch on acted but its answer is lost: no second SET is sent', async () => {
  rack = await openTestRack({ outlets: 1, seed: 6, proxied: true, timeouts })
  rack.hands.follow()
  breakLineAt('on', 'answers')
  await rack.start()
  await rack.until('laneStalled')
  expect(rack.pdu().state(1)).toBe('on')
  rack.line().knobs.deaf = false
  await rack.ended()
  expect(rack.story()).toEqual([
    'armed with A-1',
    'PDU A silent: timeout',
    'A-1 not on: timeout',
    'A-1 on already',
    'A-1 holds m1 by key 1',
    'A-1 off',
    'A-1 bound to m1, proved',
    'A-1 on',
    'm1 recorded',
    'run finished: 1 of 1 outlets bound',
  ])
  expect(rack.sets()).toEqual(['A-1 on', 'A-1 off', 'A-1 on'])
  expect(mapOf(rack.state())).toEqual(truthOf(rack.bench))
  expect(rack.bugs).toEqual([])
})

it('the SET of the cut is lost: nothing is bound by a cut that never was, and it is made again', async () => {
  rack = await openTestRack({ outlets: 1, seed: 6, proxied: true, timeouts })
  rack.hands.follow()
  breakLineAt('off', 'both')
  await rack.start()
  await rack.until('outletFailed')
  expect(mapOf(rack.state())).toEqual({})
  rack.line().knobs.deaf = false
  await rack.ended()
  expect(rack.story()).toEqual([
    'armed with A-1',
    'A-1 on',
    'A-1 holds m1 by key 1',
    'PDU A silent: timeout',
    'A-1 not off: timeout',
    'A-1 failed: hearingImpaired, again',
    'A-1 not off: timeout',
    'A-1 off',
    ...proved('A-1', 'm1'),
    'm1 recorded',
    'run finished: 1 of 1 outlets bound',
  ])
  expect(mapOf(rack.state())).toEqual(truthOf(rack.bench))
  expect(rack.bugs).toEqual([])
})

it('the SET of the cut acted but nobody saw when: the silence proves nothing, and the cut is made again', async () => {
  rack = await openTestRack({ outlets: 1, seed: 6, proxied: true, timeouts })
  rack.hands.follow()
  breakLineAt('off', 'answers')
  await rack.start()
  await rack.until('outletFailed')
  expect(rack.pdu().state(1)).toBe('off')
  expect(mapOf(rack.state())).toEqual({})
  rack.line().knobs.deaf = false
  await rack.ended()
  expect(rack.story()).toEqual([
    'armed with A-1',
    'A-1 on',
    'A-1 holds m1 by key 1',
    'PDU A silent: timeout',
    'A-1 not off: timeout',
    'A-1 failed: hearingImpaired, again',
    'A-1 not off: timeout',
    'A-1 off already',
    ...proved('A-1', 'm1'),
    'm1 recorded',
    'run finished: 1 of 1 outlets bound',
  ])
  expect(rack.sets()).toEqual(['A-1 on', 'A-1 off', 'A-1 on', 'A-1 off', 'A-1 on'])
  expect(mapOf(rack.state())).toEqual(truthOf(rack.bench))
  expect(rack.bugs).toEqual([])
})
