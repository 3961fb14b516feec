import { afterEach, expect, it } from 'vitest'
import { by, mapOf, openTestRack, truthOf, type TestRack } from '../support/rack.ts'
import { proved } from '../support/story.ts'

let rack: TestRack
afterEach(() => rack.close())

const minutes = (ms: number): number => Math.round(ms / 60_000)

it('a hint at 8 minutes, a question at 15, given up at 30: the outlet goes off again and the run goes on', async () => {
  rack = await openTestRack({
    outlets: 2,
    seed: 4,
    numbers: { beatMs: 5_000, hintMs: 480_000, questionMs: 900_000, giveUpMs: 1_800_000 },
    settings: { pduEveryMs: 30_000, maasEveryMs: 50_000 },
  })
  rack.hands.follow(({ outlet }) => outlet === '1')
  await rack.start()
  await rack.until('laneLate', undefined, event => event.stage === 'question')
  await rack.tell({ kind: 'confirmPresence', by })
  await rack.ended()
  const onAt = rack.of('outletSwitched')[0]?.reachedAt ?? 0
  const told = [...rack.of('laneLate'), ...rack.of('outletFailed'), ...rack.of('outletLeft')]
  expect(told.map(event => [event.kind, minutes(event.at - onAt)])).toEqual([
    ['laneLate', 8],
    ['laneLate', 15],
    ['outletFailed', 30],
    ['outletLeft', 30],
  ])
  expect(rack.story()).toEqual([
    'armed with A-1 A-2',
    'A-1 on',
    'A-1 late: hint',
    'A-1 late: question',
    'A-1 failed: noCheckIn',
    'A-1 off',
    'A-1 left: noCheckIn',
    ...proved('A-2', 'm2'),
    'm2 recorded',
    'run finished: 1 of 2 outlets bound',
  ])
  expect(rack.sets()).toEqual(['A-1 on', 'A-1 off', 'A-2 on', 'A-2 off', 'A-2 on'])
  const { 'A-2': second } = truthOf(rack.bench)
  expect(mapOf(rack.state())).toEqual({ 'A-2': second })
})
