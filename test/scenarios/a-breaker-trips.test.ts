import { afterEach, expect, it } from 'vitest'
import { by, mapOf, openTestRack, truthOf, type TestRack } from '../support/rack.ts'
import { proved } from '../support/story.ts'

let rack: TestRack
afterEach(() => rack.close())

it('while a cut is being listened to: all fall silent together, nothing is bound, and both are proved after a reset', async () => {
  const watts = { holding: 110 }
  rack = await openTestRack({ outlets: 2, seed: 31, lanes: ['red', 'green'], machine: { watts } })
  rack.hands.follow()
  await rack.start()
  await rack.pausedUntilHeld(2)
  rack.once(
    'outletSwitched',
    () => {
      watts.holding = 9_000
      rack.pdu().loadChanged()
    },
    event => event.to === 'off',
  )
  await rack.tell({ kind: 'unpauseRun', by })
  const failed = await rack.until('outletFailed', undefined, event => event.reason === 'allSilent')
  expect(failed.detail).toMatch(/fell silent together/)
  expect(rack.pdu().isTripped(1)).toBe(true)
  expect(mapOf(rack.state())).toEqual({})
  watts.holding = 110
  await rack.clock.advance(60_000)
  rack.pdu().resetBreaker(1)
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
    ...proved('A-1', 'm1', 'red'),
    'A-2 late: hint',
    'A-2 late: question',
    'A-2 holds m2 by key green',
    'A-2 off',
    'A-2 bound to m2, proved',
    'A-2 on',
    'm1 recorded',
    'm2 recorded',
    'run finished: 2 of 2 outlets bound',
  ])
  expect(mapOf(rack.state())).toEqual(truthOf(rack.bench))
})

it('is spared: an outlet that would fill it is refused with the figures as long as it would, and never switched on', async () => {
  rack = await openTestRack({ outlets: 2, seed: 31, breakerAmps: 1.2 })
  rack.hands.follow()
  await rack.start()
  const refused = await rack.until('switchRefused')
  expect(refused).toMatchObject({ outlet: '2', to: 'on' })
  expect(refused.reasons).toEqual([
    expect.stringMatching(/^With A-2 on, bank 1 of PDU pdu-a would carry \d\.\d A of 1\.0 A, more than 80 %\.$/),
  ])
  expect(rack.of('loadsSeen').at(-1)?.loads).toContainEqual(
    expect.objectContaining({ kind: 'bank', number: 1, ratingAmps: 1, tripped: false }),
  )
  await rack.clock.advance(60_000)
  expect(rack.sets()).toEqual(['A-1 on', 'A-1 off', 'A-1 on'])
  expect(rack.pdu().isTripped(1)).toBe(false)
})

it('as the second machine starts: it never answers, its outlet is given up, and the first stays bound', async () => {
  rack = await openTestRack({ outlets: 2, seed: 31, tripAmps: 1.2, numbers: { enlistMs: 60_000 } })
  rack.hands.follow()
  await rack.start()
  await rack.ended()
  expect(rack.pdu().isTripped(1)).toBe(true)
  expect(rack.story()).toEqual([
    'armed with A-1 A-2',
    ...proved('A-1', 'm1'),
    'A-2 on',
    'A-2 late: hint',
    'A-2 late: question',
    'A-2 failed: noCheckIn',
    'A-2 off',
    'A-2 left: noCheckIn',
    'm1 not recorded',
    'run finished: 1 of 2 outlets bound',
  ])
  const { 'A-1': first } = truthOf(rack.bench)
  expect(mapOf(rack.state())).toEqual({ 'A-1': first })
})
