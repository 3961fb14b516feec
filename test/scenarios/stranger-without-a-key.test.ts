import { afterEach, expect, it } from 'vitest'
import { mapOf, openTestRack, truthOf, type TestRack } from '../support/rack.ts'

let rack: TestRack
afterEach(() => rack.close())

it('is listed once with its UUID, waits for a key as long as it is told, and is bound to nothing', async () => {
  rack = await openTestRack({ outlets: 2, feeds: 2, seed: 29, staysOffRate: 0, found: true })
  rack.pdu('B').setInitial({ 2: true })
  rack.hands.follow()
  await rack.start({ scope: [rack.ref(1)] })
  rack.hands.cord(2, 2, 'B')
  const seen = await rack.until('strangerSeen')
  const { uuid } = rack.hands.machine(2).machine.identity
  expect(seen).toMatchObject({ uuid, claimed: 'no key' })
  expect(rack.state().strangers.map(stranger => stranger.uuid)).toEqual([uuid])
  await rack.ended()
  expect(rack.story()).toEqual([
    'armed with A-1',
    'A-1 on',
    'stranger m2',
    'A-1 holds m1 by key 1',
    'A-1 off',
    'A-1 bound to m1, proved',
    'A-1 on',
    'm1 recorded',
    'run finished: 1 of 1 outlets bound',
  ])
  const { 'A-1': first } = truthOf(rack.bench)
  expect(mapOf(rack.state())).toEqual({ 'A-1': first })
})
