import { afterEach, expect, it } from 'vitest'
import { mapOf, openTestRack, truthOf, type TestRack } from '../support/rack.ts'

let rack: TestRack
afterEach(() => rack.close())

it('in the middle of a run: nothing goes off until it answers again, then the cut is made and binds', async () => {
  rack = await openTestRack({ outlets: 1, seed: 14 })
  rack.hands.follow()
  await rack.start()
  await rack.until('laneAsked', undefined, event => event.ask === 'plug')
  rack.bench.maas.knobs.failWith = 503
  const refused = await rack.until('switchRefused')
  expect(refused).toMatchObject({
    to: 'off',
    reasons: [expect.stringMatching(/^What MAAS said is .* old, too old to switch by/)],
  })
  await rack.clock.advance(600_000)
  expect(rack.sets()).toEqual(['A-1 on'])
  expect(rack.hands.machine(1).machine.phase).toBe('holding')
  rack.bench.maas.knobs.failWith = null
  await rack.ended()
  expect(rack.story()).toEqual([
    'armed with A-1',
    'A-1 on',
    'MAAS lost: busy',
    'A-1 holds m1 by key 1',
    'A-1 refused off: What MAAS said is more than 60 s old, too old to switch by. Check that MAAS answers, or take offline responsibility.',
    'A-1 off',
    'A-1 bound to m1, proved',
    'A-1 on',
    'm1 recorded',
    'run finished: 1 of 1 outlets bound',
  ])
  expect(mapOf(rack.state())).toEqual(truthOf(rack.bench))
  expect(rack.bugs).toEqual([])
})

it('taken over by a person who answers for it, the run goes on without MAAS and writes nothing there', async () => {
  rack = await openTestRack({ outlets: 1, seed: 14, numbers: { enlistMs: 60_000 } })
  rack.hands.follow()
  rack.bench.maas.knobs.failWith = 503
  expect(await rack.start({ offline: true, sync: false })).toMatchObject({ ok: true })
  expect(rack.of('runStarted')).toMatchObject([{ offline: true, by: { person: 'Ada' } }])
  expect(await rack.ended()).toMatchObject({ how: 'finished' })
  expect(mapOf(rack.state())).toEqual(truthOf(rack.bench))
  expect(rack.of('maasRecorded')).toEqual([])
})
