import { afterEach, expect, it } from 'vitest'
import { mapOf, openTestRack, truthOf, type TestRack } from '../support/rack.ts'
import { proved } from '../support/story.ts'

let rack: TestRack
afterEach(() => rack.close())

it('every instruction that needs a start says "press power", before the proof and after the cut', async () => {
  rack = await openTestRack({ outlets: 2, seed: 21, staysOffRate: 1 })
  rack.hands.follow()
  await rack.start()
  await rack.ended()
  const asks = rack.of('laneAsked').filter(({ ask }) => ask === 'plug' || ask === 'takeKeyOut')
  expect(asks.map(({ ask, say }) => [ask, /press power/.test(say)])).toEqual([
    ['plug', true],
    ['takeKeyOut', true],
    ['plug', true],
    ['takeKeyOut', true],
  ])
  expect(mapOf(rack.state())).toEqual(truthOf(rack.bench))
  // Both were started by the button after their cut, and so reached MAAS.
  expect(rack.of('maasRecorded')).toHaveLength(2)
})

it('nobody presses it after the cut: the machine is bound all the same, and the run says that MAAS has not seen it', async () => {
  rack = await openTestRack({ outlets: 1, seed: 21, staysOffRate: 1, numbers: { enlistMs: 120_000 } })
  rack.hands.follow(({ ask }) => {
    if (ask === 'takeKeyOut') rack.hands.key('1', null)
    return ask === 'takeKeyOut'
  })
  await rack.start()
  await rack.ended()
  expect(rack.story()).toEqual([
    'armed with A-1',
    ...proved('A-1', 'm1'),
    'm1 not recorded',
    'run finished: 1 of 1 outlets bound',
  ])
  expect(rack.of('maasFailed')).toMatchObject([{ fault: { detail: 'The machine has not appeared in MAAS.' } }])
  expect(mapOf(rack.state())).toEqual(truthOf(rack.bench))
})
