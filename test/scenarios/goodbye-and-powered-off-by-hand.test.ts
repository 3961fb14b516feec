import { afterEach, expect, it } from 'vitest'
import { by, mapOf, openTestRack, truthOf, type TestRack } from '../support/rack.ts'
import { proved } from '../support/story.ts'
import { makeImpostor } from '../support/impostor.ts'

let rack: TestRack
afterEach(() => rack.close())

it('a machine that says goodbye while it is held: its silence proves nothing, the outlet is begun anew', async () => {
  rack = await openTestRack({ outlets: 1, seed: 25 })
  rack.hands.follow()
  await rack.start()
  const accepted = await rack.until('proofAccepted')
  await (await makeImpostor(rack, accepted.kid)).bye(accepted, 'shutdown')
  expect(rack.of('outletFailed')).toMatchObject([{ reason: 'saidGoodbye', detail: expect.stringContaining('goodbye') }])
  expect(mapOf(rack.state())).toEqual({})
  await rack.ended()
  expect(rack.story()).toEqual([
    'armed with A-1',
    'A-1 on',
    'A-1 holds m1 by key 1',
    'm1 stopped',
    'A-1 failed: saidGoodbye, again',
    'A-1 off',
    ...proved('A-1', 'm1'),
    'm1 recorded',
    'run finished: 1 of 1 outlets bound',
  ])
  expect(mapOf(rack.state())).toEqual(truthOf(rack.bench))
})

it('a machine that says goodbye while its cut is listened to: its silence proves nothing', async () => {
  rack = await openTestRack({ outlets: 1, seed: 25 })
  rack.hands.follow()
  await rack.start()
  const accepted = await rack.until('proofAccepted')
  await rack.until('outletSwitched', undefined, event => event.to === 'off')
  await (await makeImpostor(rack, accepted.kid)).bye(accepted, 'shutdown')
  expect(rack.of('outletFailed')).toMatchObject([{ reason: 'saidGoodbye' }])
  expect(mapOf(rack.state())).toEqual({})
})

it('a machine that is switched off by its button while held: it stopped by itself, so its outlet is begun anew', async () => {
  rack = await openTestRack({ outlets: 1, seed: 25 })
  rack.hands.follow()
  await rack.start()
  await rack.until('proofAccepted')
  await rack.tell({ kind: 'pauseRun', by })
  rack.hands.machine(1).machine.shutDown()
  const failed = await rack.until('outletFailed')
  expect(failed).toMatchObject({ reason: 'heartLost' })
  await rack.tell({ kind: 'unpauseRun', by })
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
