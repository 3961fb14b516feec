import { afterEach, expect, it } from 'vitest'
import { mapOf, openTestRack, truthOf, type TestRack } from '../support/rack.ts'

let rack: TestRack
afterEach(() => rack.close())

it('one lane, one candidate at a time: established, and not one outlet is cut', async () => {
  rack = await openTestRack({ outlets: 3, seed: 37 })
  rack.hands.follow()
  await rack.start({ confirm: 'none' })
  await rack.ended()
  expect(rack.story()).toEqual([
    'armed with A-1 A-2 A-3',
    'A-1 on',
    'A-1 holds m1 by key 1',
    'A-1 bound to m1, established',
    'A-2 on',
    'A-2 holds m2 by key 1',
    'A-2 bound to m2, established',
    'A-3 on',
    'A-3 holds m3 by key 1',
    'A-3 bound to m3, established',
    'm1 recorded',
    'm2 recorded',
    'm3 recorded',
    'run finished: 3 of 3 outlets bound',
  ])
  expect(rack.sets()).toEqual(['A-1 on', 'A-2 on', 'A-3 on'])
  expect(mapOf(rack.state())).toEqual(truthOf(rack.bench))
  expect(rack.of('bound').map(event => event.evidence.map(one => one.kind))).toEqual(Array(3).fill(['proof', 'edgeOn']))
})

it('another outlet was on without an answer: claimed only, told why, and never written to MAAS', async () => {
  rack = await openTestRack({ outlets: 2, seed: 37, before: bench => bench.pdus[0]?.pdu.setInitial({ 2: true }) })
  rack.hands.follow()
  await rack.start({ confirm: 'none' })
  await rack.ended()
  expect(rack.story()).toEqual([
    'armed with A-1, left A-2 foundOn',
    'A-1 on',
    'A-1 holds m1 by key 1',
    'A-1 claimed by m1: another outlet was on without an answer',
    'run finished: 0 of 2 outlets bound',
  ])
  expect(mapOf(rack.state())).toEqual({})
  expect(rack.of('maasRecorded')).toEqual([])
  const { 'A-1': first } = truthOf(rack.bench)
  expect(rack.outlet(1).claim).toMatchObject({ machine: first, why: 'another outlet was on without an answer' })
})
