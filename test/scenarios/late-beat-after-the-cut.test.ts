import { afterEach, expect, it } from 'vitest'
import { mapOf, openTestRack, truthOf, type TestRack } from '../support/rack.ts'
import { proved } from '../support/story.ts'
import { makeImpostor } from '../support/impostor.ts'

let rack: TestRack
afterEach(() => rack.close())

it('while the outlet is still dark: the binding is taken back, and made anew by another cut', async () => {
  rack = await openTestRack({ outlets: 1, seed: 24 })
  rack.hands.follow()
  await rack.start()
  const accepted = await rack.until('proofAccepted')
  await rack.until('bound')
  await (await makeImpostor(rack, accepted.kid)).beat(accepted)
  expect(rack.of('bindingRetracted')).toHaveLength(1)
  expect(mapOf(rack.state())).toEqual({})
  await rack.ended()
  expect(rack.story()).toEqual([
    'armed with A-1',
    'A-1 on',
    'A-1 holds m1 by key 1',
    'A-1 off',
    'A-1 bound to m1, proved',
    'A-1 no longer bound to m1',
    'A-1 failed: stillBeating, again',
    'A-1 refused off: The state of A-1 is not known. Read the PDU again.',
    'A-1 on',
    'A-1 off',
    ...proved('A-1', 'm1'),
    'm1 recorded',
    'run finished: 1 of 1 outlets bound',
  ])
  expect(mapOf(rack.state())).toEqual(truthOf(rack.bench))
})

it('when the lane has moved on: the binding is taken back, says why, and never reaches MAAS', async () => {
  rack = await openTestRack({ outlets: 2, seed: 24 })
  rack.hands.follow()
  await rack.start()
  const accepted = await rack.until('proofAccepted')
  await rack.until('outletTaken', undefined, event => event.outlet === '2')
  await (await makeImpostor(rack, accepted.kid)).beat(accepted)
  expect(rack.of('bindingRetracted')).toMatchObject([{ why: expect.stringMatching(/beat again after the cut/) }])
  expect(await rack.ended()).toMatchObject({ detail: '1 of 2 outlets bound' })
  expect(rack.story()).toEqual([
    'armed with A-1 A-2',
    ...proved('A-1', 'm1'),
    'A-1 no longer bound to m1',
    'A-1 left: stillBeating',
    ...proved('A-2', 'm2'),
    'm2 recorded',
    'run finished: 1 of 2 outlets bound',
  ])
  const { 'A-2': second } = truthOf(rack.bench)
  expect(mapOf(rack.state())).toEqual({ 'A-2': second })
  expect(rack.of('maasRecorded').map(event => event.machine)).toEqual([second])
})
