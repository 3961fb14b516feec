import { afterEach, expect, it } from 'vitest'
import { mapOf, openTestRack, truthOf, type TestRack } from '../support/rack.ts'

let rack: TestRack
afterEach(() => rack.close())

it('the load that rose with a machine falls with its outlet: proved, one lane, every machine', async () => {
  rack = await openTestRack({ outlets: 3, seed: 37 })
  rack.hands.follow()
  await rack.start({ confirm: 'meter' })
  await rack.ended()
  expect(rack.bugs).toEqual([])
  expect(mapOf(rack.state())).toEqual(truthOf(rack.bench))
  expect(rack.of('bound').map(event => event.evidence.map(one => one.kind))).toEqual(
    Array(3).fill(['proof', 'meterEdge']),
  )
  const [first] = rack.of('loadRose')
  expect(first?.fromWatts).toBe(0)
  expect(first?.toWatts).toBeGreaterThan(50)
})

it('a machine elsewhere that wakes up at the same time leaves two explanations, so nothing is bound by that rise', async () => {
  rack = await openTestRack({
    outlets: 2,
    seed: 37,
    staysOffRate: 0,
    before: bench => bench.pdus[0]?.pdu.setInitial({ 2: true }),
  })
  rack.hands.follow()
  await rack.start({ confirm: 'meter' })
  await rack.until('outletSwitched', undefined, event => event.to === 'on' && event.outlet === '1')
  rack.hands.cord(2)
  await rack.until('outletFailed')
  expect(rack.of('outletFailed')[0]).toMatchObject({ outlet: '1', reason: 'othersRose', again: true })
  expect(rack.of('bound')).toEqual([])
})
