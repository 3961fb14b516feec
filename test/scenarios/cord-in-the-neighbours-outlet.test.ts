import { afterEach, expect, it } from 'vitest'
import { mapOf, openTestRack, truthOf, type TestRack } from '../support/rack.ts'
import { proved } from '../support/story.ts'

let rack: TestRack
afterEach(() => rack.close())

it('in an outlet that is off, the machine never starts: the outlet is given up, and nothing is bound by guess', async () => {
  rack = await openTestRack({ outlets: 2, seed: 5 })
  rack.hands.follow(({ ask, outlet }) => {
    if (ask === 'look') return true
    if (ask !== 'plug' || outlet !== '1') return false
    rack.hands.cord(1, 2)
    rack.hands.key('1', 1)
    rack.hands.press(1)
    return true
  })
  await rack.start()
  await rack.ended()
  expect(rack.story()).toEqual([
    'armed with A-1 A-2',
    'A-1 on',
    'A-1 late: hint',
    'A-1 late: question',
    'A-1 failed: noCheckIn',
    'A-1 off',
    'A-1 left: noCheckIn',
    ...proved('A-2', 'm2'),
    'm2 recorded',
    'run finished: 1 of 2 outlets bound',
  ])
  expect(rack.bugs).toEqual([])
})

it('in the outlet of another lane, it proves, holds and beats on through the cut: nothing wrong is bound', async () => {
  rack = await openTestRack({ outlets: 2, seed: 5, lanes: ['red', 'green'] })
  let wrong = true
  rack.hands.follow(({ ask, lane }) => {
    if (!wrong || ask !== 'plug') return false
    if (lane === 'green') return true
    rack.hands.cord(1, 2)
    rack.hands.key('red', 1)
    rack.hands.press(1)
    return true
  })
  await rack.start()
  const failed = await rack.until('outletFailed')
  wrong = false
  expect(failed).toMatchObject({ lane: 'red', outlet: '1', reason: 'stillBeating' })
  expect(mapOf(rack.state())).toEqual({})
  await rack.ended()
  expect(rack.story()).toEqual([
    'armed with A-1 A-2',
    'A-1 on',
    'A-2 on',
    'A-1 holds m1 by key red',
    'A-1 off',
    'A-1 failed: stillBeating, again',
    'A-1 off already',
    'A-1 on',
    'A-2 late: hint',
    'A-2 late: question',
    'A-1 holds m1 by key red',
    'A-1 off',
    'A-1 bound to m1, proved',
    'A-1 on',
    'A-2 holds m2 by key green',
    'A-2 off',
    'A-2 bound to m2, proved',
    'A-2 on',
    'm1 recorded',
    'm2 recorded',
    'run finished: 2 of 2 outlets bound',
  ])
  expect(mapOf(rack.state())).toEqual(truthOf(rack.bench))
})
