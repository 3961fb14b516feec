import { afterEach, expect, it } from 'vitest'
import { by, mapOf, openTestRack, truthOf, type TestRack } from '../support/rack.ts'
import { proved } from '../support/story.ts'

let rack: TestRack
afterEach(() => rack.close())

it('after 30 minutes without a sign of a person nothing more goes on, until somebody says that he is there', async () => {
  rack = await openTestRack({
    outlets: 2,
    seed: 36,
    numbers: { beatMs: 5_000, hintMs: 480_000, questionMs: 900_000, giveUpMs: 1_860_000 },
    settings: { pduEveryMs: 30_000, maasEveryMs: 50_000 },
  })
  rack.hands.follow(({ outlet }) => outlet === '1')
  await rack.start()
  const refused = await rack.until('switchRefused')
  expect(refused).toMatchObject({
    outlet: '2',
    to: 'on',
    reasons: [expect.stringMatching(/^Nobody has confirmed in the last 30 min/)],
  })
  const asked = rack.pdu().requests.get
  await rack.clock.advance(600_000)
  expect(rack.sets()).toEqual(['A-1 on', 'A-1 off'])
  // Waiting for a person costs the PDU's card next to nothing.
  expect(rack.pdu().requests.get - asked).toBeLessThan(2_000)
  await rack.tell({ kind: 'confirmPresence', by })
  await rack.ended()
  expect(rack.story()).toEqual([
    'armed with A-1 A-2',
    'A-1 on',
    'A-1 late: hint',
    'A-1 late: question',
    'A-1 failed: noCheckIn',
    'A-1 off',
    'A-1 left: noCheckIn',
    'A-2 refused on: Nobody has confirmed in the last 30 min that a person is at the rack. Confirm it first.',
    ...proved('A-2', 'm2'),
    'm2 recorded',
    'run finished: 1 of 2 outlets bound',
  ])
  const { 'A-2': second } = truthOf(rack.bench)
  expect(mapOf(rack.state())).toEqual({ 'A-2': second })
})
