import { afterEach, expect, it } from 'vitest'
import { mapOf, openTestRack, truthOf, type TestRack } from '../support/rack.ts'
import { proved } from '../support/story.ts'

let rack: TestRack
afterEach(() => rack.close())

it('MAAS answers 500 when it is told, then recovers: every machine is recorded, and a neighbour on the same PDU is untouched', async () => {
  rack = await openTestRack({ outlets: 3, seed: 38 })
  const neighbour = rack.deploy(3, 'db3')
  const before = rack.bench.maas.powerOf(neighbour.systemId)
  rack.hands.follow()
  await rack.start()
  rack.once('lanesDone', () => (rack.bench.maas.knobs.failWith = 500))
  await rack.until('lanesDone')
  await rack.clock.advance(90_000)
  expect(rack.of('maasRecorded')).toEqual([])
  rack.bench.maas.knobs.failWith = null
  await rack.ended()
  expect(rack.story()).toEqual([
    'armed with A-1 A-2, left A-3 allocated',
    ...proved('A-1', 'm1'),
    ...proved('A-2', 'm2'),
    'MAAS lost: io',
    'm1 recorded',
    'm2 recorded',
    'run finished: 2 of 3 outlets bound',
  ])
  const written = rack.of('maasRecorded').map(({ machine, systemId }) => [machine, rack.bench.maas.powerOf(systemId)])
  const { 'A-1': first, 'A-2': second } = truthOf(rack.bench)
  const address = rack.pdu().address
  expect(Object.fromEntries(written)).toMatchObject({
    [first ?? '']: { power_address: address, node_outlet: '1' },
    [second ?? '']: { power_address: address, node_outlet: '2' },
  })
  expect(rack.bench.maas.powerOf(neighbour.systemId)).toEqual(before)
  expect(mapOf(rack.state())).toEqual({ 'A-1': first, 'A-2': second })
})

it('MAAS never recovers: the run ends, says which machine is not in MAAS and why, and the map stands', async () => {
  rack = await openTestRack({ outlets: 1, seed: 38, numbers: { enlistMs: 120_000 } })
  rack.hands.follow()
  await rack.start()
  rack.once('lanesDone', () => (rack.bench.maas.knobs.failWith = 500))
  await rack.ended()
  expect(rack.story()).toEqual([
    'armed with A-1',
    ...proved('A-1', 'm1'),
    'MAAS lost: io',
    'm1 not recorded',
    'run finished: 1 of 1 outlets bound',
  ])
  expect(rack.of('maasFailed')).toMatchObject([{ fault: { where: expect.any(String), detail: expect.any(String) } }])
  expect(mapOf(rack.state())).toEqual(truthOf(rack.bench))
})
