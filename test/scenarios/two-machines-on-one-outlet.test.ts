import { afterEach, expect, it } from 'vitest'
import { by, mapOf, openTestRack, type TestRack } from '../support/rack.ts'

let rack: TestRack
afterEach(() => rack.close())

/** A splitter cord: the second machine lives and dies with outlet 1 too. */
const split = (home: number): void => {
  const { machine } = rack.hands.machine(home)
  rack.pdu().onPower((outlet, live) => {
    if (outlet === 1) machine.power('A', live)
  })
  machine.power('A', rack.pdu().isLive(1))
}

it('each with the key of a lane: both fall silent with one cut while a third beats on, so neither is bound by it', async () => {
  rack = await openTestRack({ outlets: 3, seed: 28, lanes: ['red', 'green', 'white'], staysOffRate: 0 })
  rack.hands.follow(({ lane, ask }) => {
    if (lane !== 'green') return false
    if (ask === 'plug') rack.hands.key('green', 2)
    return true
  })
  split(2)
  await rack.start()
  await rack.pausedUntilHeld(3)
  await rack.tell({ kind: 'unpauseRun', by })
  const missed = await rack.until('edgeMissed', undefined, event => event.outlet === '1')
  expect(missed).toMatchObject({ reason: 'othersStopped', detail: expect.stringMatching(/two explanations/) })
  await rack.clock.advance(10_000)
  expect(Object.keys(mapOf(rack.state()))).not.toContain('A-1')
  await rack.ended()
  expect(rack.story()).toEqual([
    'armed with A-1 A-2 A-3',
    'A-1 on',
    'A-2 on',
    'A-3 on',
    'A-1 holds m1 by key red',
    'A-2 holds m2 by key green',
    'A-3 holds m3 by key white',
    'A-1 off',
    'm2 stopped',
    'A-2 failed: heartLost, again',
    'A-1 failed: othersStopped, again',
    'A-1 off already',
    'A-3 off',
    'A-3 bound to m3, proved',
    'A-3 on',
    'A-2 off',
    'A-1 on',
    'A-2 on',
    'A-1 holds m1 by key red',
    'A-1 off',
    'A-1 bound to m1, proved',
    'A-1 on',
    'A-2 late: hint',
    'A-2 holds m2 by key green',
    'A-2 off',
    'A-2 failed: stillBeating',
    'A-2 off already',
    'A-2 left: stillBeating',
    'm3 recorded',
    'm1 recorded',
    'run finished: 2 of 3 outlets bound',
  ])
})
