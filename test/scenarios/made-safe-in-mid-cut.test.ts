import { afterEach, expect, it } from 'vitest'
import { by, mapOf, openTestRack, truthOf, type TestRack } from '../support/rack.ts'
import { proved } from '../support/story.ts'

let rack: TestRack
afterEach(() => rack.close())

it('nothing more is switched; what is on is listed and stays on; resumed, the broken cut proves nothing and is made again', async () => {
  rack = await openTestRack({ outlets: 2, seed: 18 })
  rack.hands.follow()
  await rack.start()
  await rack.until('bound')
  rack.once(
    'outletSwitched',
    () => void rack.tell({ kind: 'makeSafe', by }),
    event => event.outlet === '2' && event.to === 'off',
  )
  const safe = await rack.until('madeSafe')
  expect(safe).toMatchObject({ by: { person: 'Ada' }, stillOn: [{ outlet: '1' }] })
  const sent = rack.sets()
  await rack.clock.advance(600_000)
  expect(rack.sets()).toEqual(sent)
  const { 'A-1': first } = truthOf(rack.bench)
  expect(mapOf(rack.state())).toEqual({ 'A-1': first })
  expect(await rack.tell({ kind: 'resumeRun', present: false, by })).toMatchObject({
    refusal: { reasons: [expect.stringMatching(/person is at the rack/)] },
  })
  await rack.tell({ kind: 'resumeRun', present: true, by })
  await rack.ended()
  expect(rack.story()).toEqual([
    'armed with A-1 A-2',
    ...proved('A-1', 'm1'),
    'A-2 on',
    'A-2 holds m2 by key 1',
    'A-2 off',
    'made safe, on: A-1',
    'resumed',
    'A-2 failed: hearingImpaired, again',
    'armed with nothing',
    'A-2 off already',
    ...proved('A-2', 'm2'),
    'm1 recorded',
    'm2 recorded',
    'run finished: 2 of 2 outlets bound',
  ])
  expect(mapOf(rack.state())).toEqual(truthOf(rack.bench))
})

it('pressed while the SET is on its way: what it did is read and known', async () => {
  rack = await openTestRack({ outlets: 1, seed: 18 })
  rack.hands.follow()
  await rack.start()
  rack.once(
    'switchSent',
    () => void rack.tell({ kind: 'makeSafe', by }),
    event => event.to === 'off',
  )
  await rack.until('madeSafe')
  await rack.clock.advance(60_000)
  expect(rack.pdu().state(1)).toBe('off')
  expect(rack.outlet(1)).toMatchObject({ state: 'off', pending: null, binding: null })
  await rack.tell({ kind: 'resumeRun', present: true, by })
  await rack.ended()
  expect(rack.story()).toEqual([
    'armed with A-1',
    'A-1 on',
    'A-1 holds m1 by key 1',
    'made safe, on: A-1',
    'A-1 off',
    'resumed',
    'A-1 failed: hearingImpaired, again',
    'armed with nothing',
    'A-1 off already',
    ...proved('A-1', 'm1'),
    'm1 recorded',
    'run finished: 1 of 1 outlets bound',
  ])
  expect(mapOf(rack.state())).toEqual(truthOf(rack.bench))
})
