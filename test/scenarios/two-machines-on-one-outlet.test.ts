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

it('each with the key of a lane: both fall silent with one cut, so neither is bound by it', async () => {
  rack = await openTestRack({ outlets: 2, seed: 28, lanes: ['red', 'green'], staysOffRate: 0 })
  rack.hands.follow(({ lane, ask }) => {
    if (lane === 'red') return false
    if (ask === 'plug') rack.hands.key('green', 2)
    return true
  })
  split(2)
  await rack.start()
  await rack.until('proofAccepted')
  await rack.tell({ kind: 'pauseRun', by })
  await rack.until('proofAccepted')
  await rack.tell({ kind: 'unpauseRun', by })
  await rack.until('outletFailed')
  await rack.clock.advance(30_000)
  expect(mapOf(rack.state())).toEqual({})
  await rack.ended()
  expect(rack.story()).toEqual([
    'armed with A-1 A-2',
    'A-1 on',
    'A-2 on',
    'A-2 holds m2 by key green',
    'A-1 holds m1 by key red',
    'A-2 off',
    'A-2 failed: stillBeating, again',
    'A-2 off already',
    'A-1 off',
    'A-1 failed: allSilent, again',
    'A-1 off already',
    'A-2 on',
    'A-1 on',
    'A-2 holds m2 by key green',
    'A-2 off',
    'A-2 failed: stillBeating',
    'A-2 off already',
    'A-2 left: stillBeating',
    'A-1 holds m1 by key red',
    'A-1 off',
    'A-1 bound to m1, proved',
    'A-1 on',
    'key green in m2 rejected: noWindow',
    'm1 recorded',
    'run finished: 1 of 2 outlets bound',
  ])
})
