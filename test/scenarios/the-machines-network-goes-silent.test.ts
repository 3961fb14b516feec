import { afterEach, expect, it } from 'vitest'
import { by, mapOf, openTestRack, truthOf, type TestRack } from '../support/rack.ts'
import { proved } from '../support/story.ts'

let rack: TestRack
afterEach(() => rack.close())

it('all hearts fall silent with a cut: that is the network and no evidence; proved when it is back', async () => {
  rack = await openTestRack({ outlets: 2, seed: 26, lanes: ['red', 'green'], cabled: true })
  rack.hands.follow()
  await rack.start()
  await rack.pausedUntilHeld(2)
  rack.once(
    'outletSwitched',
    () => void rack.cable?.pull(),
    event => event.to === 'off',
  )
  await rack.tell({ kind: 'unpauseRun', by })
  const failed = await rack.until('outletFailed', undefined, event => event.reason === 'allSilent')
  expect(failed.detail).toMatch(/that is the network/)
  expect(mapOf(rack.state())).toEqual({})
  await rack.cable?.plugIn()
  await rack.ended()
  expect(rack.story()).toEqual([
    'armed with A-1 A-2',
    'A-1 on',
    'A-2 on',
    'A-2 holds m2 by key green',
    'A-1 holds m1 by key red',
    'A-2 off',
    'm1 stopped',
    'A-1 failed: heartLost, again',
    'A-2 failed: allSilent, again',
    'A-2 off already',
    'A-1 off',
    'A-2 on',
    'A-1 on',
    'A-2 holds m2 by key green',
    'A-2 off',
    'A-2 bound to m2, proved',
    'A-2 on',
    'A-1 holds m1 by key red',
    'A-1 off',
    'A-1 bound to m1, proved',
    'A-1 on',
    'm1 recorded',
    'm2 recorded',
    'run finished: 2 of 2 outlets bound',
  ])
  expect(mapOf(rack.state())).toEqual(truthOf(rack.bench))
})

it('a held machine loses its network before its cut: it is not cut on old news', async () => {
  rack = await openTestRack({ outlets: 1, seed: 26, cabled: true })
  rack.hands.follow()
  await rack.start()
  await rack.until('proofAccepted')
  await rack.cable?.pull()
  expect(await rack.until('outletFailed')).toMatchObject({ reason: 'heartLost' })
  expect(rack.of('cutOrdered')).toEqual([])
  await rack.cable?.plugIn()
  await rack.ended()
  expect(rack.story()).toEqual([
    'armed with A-1',
    'A-1 on',
    'A-1 holds m1 by key 1',
    'm1 stopped',
    'A-1 failed: heartLost, again',
    'A-1 off',
    ...proved('A-1', 'm1'),
    'm1 recorded',
    'run finished: 1 of 1 outlets bound',
  ])
  expect(mapOf(rack.state())).toEqual(truthOf(rack.bench))
})
