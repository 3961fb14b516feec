import { afterEach, expect, it } from 'vitest'
import { mapOf, openTestRack, truthOf, type TestRack } from '../support/rack.ts'

let rack: TestRack
afterEach(() => rack.close())

it('proves both cords of each machine in one visit: the first outlet stays dark while the second is proved', async () => {
  rack = await openTestRack({ outlets: 3, feeds: 2, seed: 11 })
  rack.hire()
  expect(await rack.start()).toMatchObject({ ok: true })
  expect(await rack.until('runEnded')).toMatchObject({ how: 'finished', detail: '6 of 6 outlets bound' })
  expect(mapOf(rack.state())).toEqual(truthOf(rack.bench))
  expect(rack.of('bound').map(event => event.grade)).toEqual(Array(6).fill('proved'))
  const [a, b] = rack.bench.pdus.map(({ pdu }) => pdu.serial)
  const first = rack.of('outletSwitched').filter(event => event.outlet === rack.of('bound')[0]?.outlet)
  expect(first.map(event => [event.pdu, event.to])).toEqual([
    [a, 'on'],
    [a, 'off'],
    [b, 'on'],
    [b, 'off'],
    [b, 'on'],
    [a, 'on'],
  ])
  expect(rack.bugs).toEqual([])
})

it('leaves the other outlet unbound where a machine has one cord, and brings the first back on', async () => {
  rack = await openTestRack({ outlets: 2, feeds: 2, seed: 12, secondCordRate: 0 })
  rack.hire()
  await rack.start()
  for (let i = 0; i < 2; i++) {
    const asked = await rack.until('laneAsked', 3_600_000, event => event.ask === 'plug' && event.machine !== null)
    expect(asked.say).toContain('No second cord: skip')
    await rack.tell({ kind: 'skipOutlet', lane: '1', by: { person: 'Ada', host: 'cart-1' } })
  }
  await rack.until('runEnded')
  const truth = Object.fromEntries(Object.entries(truthOf(rack.bench)).filter(([place]) => place.startsWith('A')))
  expect(mapOf(rack.state())).toEqual(truth)
  const [a, b] = rack.bench.pdus.map(({ pdu }) => [1, 2].map(outlet => pdu.state(outlet)))
  expect([a, b]).toEqual([
    ['on', 'on'],
    ['off', 'off'],
  ])
})

it('keeps the second outlet of a machine for the lane that has the first, however many lanes there are', async () => {
  rack = await openTestRack({ outlets: 3, feeds: 2, seed: 13, lanes: ['1', '2'] })
  rack.hire()
  await rack.start()
  expect(await rack.until('runEnded')).toMatchObject({ detail: '6 of 6 outlets bound' })
  expect(mapOf(rack.state())).toEqual(truthOf(rack.bench))
  expect(rack.bugs).toEqual([])
})
