import { afterEach, expect, it } from 'vitest'
import { mapOf, openTestRack, type TestRack } from '../support/rack.ts'

let rack: TestRack
afterEach(() => rack.close())

const openOnB = async (): Promise<void> => {
  rack = await openTestRack({ outlets: 1, feeds: 2, seed: 5, staysOffRate: 0 })
  rack.pdu('B').setInitial({ 1: true })
  rack.bench.plug(rack.hands.machine(1), 'B', 1)
}
const scopeA = () => rack.scope().filter(ref => rack.state().pdus[ref.pdu]?.feed === 'A')

it('with the key put into it while it runs, it proves nothing: it booted before the outlet went on', async () => {
  await openOnB()
  rack.hands.key('1', 1)
  await rack.clock.until(() => rack.hands.machine(1).machine.phase === 'kernel')
  await rack.clock.advance(10_000)
  await rack.start({ scope: scopeA() })
  await rack.ended()
  expect(rack.story()).toEqual([
    'armed with A-1',
    'A-1 on',
    'key 1 in m1 rejected: bootedBefore',
    'A-1 late: hint',
    'A-1 late: question',
    'A-1 failed: noCheckIn',
    'A-1 off',
    'A-1 left: noCheckIn',
    'run finished: 0 of 1 outlets bound',
  ])
  expect(mapOf(rack.state())).toEqual({})
})

it('restarted by hand in the window, it holds, but beats on through the cut: not bound', async () => {
  await openOnB()
  await rack.start({ scope: scopeA() })
  await rack.until('laneAsked', undefined, event => event.ask === 'plug')
  await rack.clock.advance(60_000)
  rack.hands.key('1', 1)
  rack.hands.restart(1)
  await rack.ended()
  expect(rack.story()).toEqual([
    'armed with A-1',
    'A-1 on',
    'A-1 holds m1 by key 1',
    'A-1 off',
    'A-1 failed: stillBeating, again',
    'A-1 off already',
    'A-1 on',
    'A-1 late: hint',
    'A-1 late: question',
    'A-1 failed: noCheckIn',
    'A-1 off',
    'A-1 left: noCheckIn',
    'run finished: 0 of 1 outlets bound',
  ])
  expect(mapOf(rack.state())).toEqual({})
})
