import { afterEach, expect, it } from 'vitest'
import { by, mapOf, openTestRack, truthOf, type TestRack } from '../support/rack.ts'

let rack: TestRack
afterEach(() => rack.close())

it('three lanes work side by side, never two cuts at once, and every machine is proved by its own', async () => {
  rack = await openTestRack({ outlets: 6, seed: 11, lanes: ['red', 'green', 'white'] })
  rack.hands.follow()
  await rack.start()
  // Held back until all three hold, so that the first cuts are made among living hearts.
  await rack.pausedUntilHeld(3)
  await rack.tell({ kind: 'unpauseRun', by })
  expect(await rack.ended()).toMatchObject({ how: 'finished', detail: '6 of 6 outlets bound' })
  expect(mapOf(rack.state())).toEqual(truthOf(rack.bench))
  expect(rack.of('bound').map(event => event.grade)).toEqual(Array(6).fill('proved'))
  expect(new Set(rack.of('bound').map(event => event.lane))).toEqual(new Set(['red', 'green', 'white']))

  // From the order to cut until the heart is judged nothing else is sent to any PDU.
  const switching = rack.events.filter(({ kind }) => ['cutOrdered', 'switchSent', 'bound'].includes(kind))
  for (const [at, event] of switching.entries())
    if (event.kind === 'cutOrdered')
      expect(switching.slice(at, at + 3)).toMatchObject([
        { kind: 'cutOrdered' },
        { kind: 'switchSent', to: 'off', lane: event.lane, outlet: event.outlet },
        { kind: 'bound', lane: event.lane, outlet: event.outlet },
      ])

  // Where hearts were alive beside the one that was cut, they are in the evidence as having beaten on.
  const others = rack
    .of('bound')
    .flatMap(event => event.evidence.flatMap(one => (one.kind === 'edgeOff' ? one.others : [])))
  expect(others.length).toBeGreaterThan(0)
  expect(rack.bugs).toEqual([])
})
