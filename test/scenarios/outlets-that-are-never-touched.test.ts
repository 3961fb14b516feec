import { afterEach, expect, it } from 'vitest'
import { by, openTestRack, type TestRack } from '../support/rack.ts'
import { proved } from '../support/story.ts'

let rack: TestRack
afterEach(() => rack.close())

it('kept on, protected, tagged out, allocated by hand or in MAAS: nothing is sent to them, each with its reason', async () => {
  rack = await openTestRack({
    outlets: 6,
    seed: 17,
    before: bench => bench.pdus[0]?.pdu.setInitial({ 2: true, 3: true, 4: false, 5: true, 6: true }),
  })
  const { pdu } = rack.ref(1)
  await rack.tell({ kind: 'answerKeepOn', pdu, outlets: ['2'], by })
  await rack.tell({ kind: 'protect', pdu, outlets: ['3'], why: 'the KVM', by })
  await rack.tell({ kind: 'tagOut', pdu, outlets: ['4'], why: 'burnt socket', by })
  await rack.tell({ kind: 'allocate', pdu, outlets: ['5'], to: 'the router', by })
  rack.deploy(6, 'db1')
  rack.hands.follow()
  expect(await rack.start({ unlock: [2, 3, 4].map(number => rack.ref(number)) })).toMatchObject({ ok: true })
  await rack.ended()
  expect(rack.story()).toEqual([
    'A-3 protected',
    'armed with A-1, left A-2 keptOn, A-3 protected, A-4 taggedOut, A-5 allocated, A-6 allocated',
    ...proved('A-1', 'm1'),
    'm1 recorded',
    'run finished: 1 of 6 outlets bound',
  ])
  expect(rack.sets()).toEqual(['A-1 on', 'A-1 off', 'A-1 on'])
  expect([2, 3, 4, 5, 6].map(number => rack.pdu().state(number))).toEqual(['on', 'on', 'off', 'on', 'on'])
})

it('by hand neither: each order is refused in words', async () => {
  rack = await openTestRack({
    outlets: 3,
    seed: 17,
    before: bench => bench.pdus[0]?.pdu.setInitial({ 1: true, 2: true }),
  })
  const { pdu } = rack.ref(1)
  await rack.tell({ kind: 'protect', pdu, outlets: ['1'], why: 'the KVM', by })
  await rack.tell({ kind: 'tagOut', pdu, outlets: ['3'], why: 'burnt socket', by })
  const order = (outlet: string, to: 'on' | 'off') =>
    rack.tell({ kind: 'switchOutlet', pdu, outlet, to, present: true, offline: true, by })
  expect(await order('1', 'off')).toMatchObject({
    refusal: { reasons: [expect.stringContaining('the KVM'), expect.stringContaining('found on')] },
  })
  expect(await order('2', 'off')).toMatchObject({ refusal: { reasons: [expect.stringContaining('found on')] } })
  expect(await order('3', 'on')).toMatchObject({ refusal: { reasons: [expect.stringContaining('burnt socket')] } })
  await rack.clock.advance(30_000)
  expect(rack.sets()).toEqual([])
})
