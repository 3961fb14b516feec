import { afterEach, expect, it } from 'vitest'
import { mapOf, openTestRack, truthOf, type TestRack } from '../support/rack.ts'

let rack: TestRack
afterEach(() => rack.close())

it('an outlet found on is locked: the run leaves it, with its load and its reason, and sends it nothing', async () => {
  rack = await openTestRack({
    outlets: 2,
    seed: 16,
    before: bench => {
      bench.pdus[0]?.pdu.setInitial({ 2: true })
      const who = bench.machineOf('A', 2)
      if (who) bench.plug(who, 'A', 2)
    },
  })
  rack.hands.follow(({ outlet }) => outlet === '2')
  await rack.start()
  await rack.ended()
  expect(rack.story()).toEqual([
    'armed with A-1, left A-2 foundOn',
    'A-1 on',
    'A-1 holds m1 by key 1',
    'A-1 off',
    'A-1 bound to m1, proved',
    'A-1 on',
    'm1 recorded',
    'run finished: 1 of 2 outlets bound',
  ])
  expect(rack.sets()).toEqual(['A-1 on', 'A-1 off', 'A-1 on'])
  expect(rack.pdu().isLive(2)).toBe(true)
  expect(rack.outlet(2)).toMatchObject({ state: 'on', binding: null, left: { reason: 'foundOn' } })
})

it('unlocked by its number it is cut and returned by the PDU itself, goes dark ten seconds later before any lane begins, and is then mapped like the others', async () => {
  rack = await openTestRack({
    outlets: 2,
    seed: 16,
    before: bench => {
      bench.pdus[0]?.pdu.setInitial({ 2: true })
      const who = bench.machineOf('A', 2)
      if (who) bench.plug(who, 'A', 2)
    },
  })
  rack.hands.follow()
  await rack.start({ unlock: [rack.ref(2)] })
  await rack.ended()
  expect(rack.story()).toEqual([
    'armed with A-1 A-2, dark first A-2',
    'A-2 off and back by the PDU',
    'A-2 off',
    'lanes open',
    'A-1 on',
    'A-1 holds m1 by key 1',
    'A-1 off',
    'A-1 bound to m1, proved',
    'A-1 on',
    'A-2 on',
    'A-2 holds m2 by key 1',
    'A-2 off',
    'A-2 bound to m2, proved',
    'A-2 on',
    'm1 recorded',
    'm2 recorded',
    'run finished: 2 of 2 outlets bound',
  ])
  expect(rack.sets().slice(0, 3)).toEqual(['A-2 reboot', 'A-2 off', 'A-1 on'])
  const [tried] = rack.of('outletTried')
  const dark = rack.of('outletSwitched').find(({ outlet }) => outlet === '2')
  expect(tried).toMatchObject({ outlet: '2', offSeconds: 5 })
  expect((dark?.sentAt ?? 0) - (tried?.offAt ?? 0)).toBeGreaterThanOrEqual(10_000)
  expect(rack.of('outletUnlocked')).toMatchObject([{ outlet: '2', by: { person: 'Ada' } }])
  expect(mapOf(rack.state())).toEqual(truthOf(rack.bench))
})

it('an unlock for one outlet unlocks no other', async () => {
  rack = await openTestRack({ outlets: 2, seed: 16, before: bench => bench.pdus[0]?.pdu.setInitial(true) })
  await rack.start({ unlock: [rack.ref(2)] })
  await rack.clock.advance(60_000)
  expect(rack.sets()).toEqual(['A-2 reboot', 'A-2 off', 'A-2 on'])
  expect(rack.pdu().state(1)).toBe('on')
})
