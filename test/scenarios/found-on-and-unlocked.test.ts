import { afterEach, expect, it } from 'vitest'
import { freshenMaas, readMaasNow } from '#main/site/maas-access.ts'
import type { Bench } from '#sim/bench.ts'
import { by, mapOf, openTestRack, truthOf, type TestRack } from '../support/rack.ts'
import { proved } from '../support/story.ts'

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
    ...proved('A-1', 'm1'),
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
    ...proved('A-1', 'm1'),
    ...proved('A-2', 'm2'),
    'm1 recorded',
    'm2 recorded',
    'run finished: 2 of 2 outlets bound',
  ])
  expect(rack.sets().slice(0, 3)).toEqual(['A-2 cut', 'A-2 off', 'A-1 on'])
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
  expect(rack.sets()).toEqual(['A-2 cut', 'A-2 off', 'A-2 on'])
  expect(rack.pdu().state(1)).toBe('on')
})

/** Outlet 2 is on when Racklight comes; MAAS is read so seldom that only a question of the cut itself can tell. */
const secondIsOn = {
  outlets: 2,
  seed: 16,
  settings: { maasEveryMs: 50_000 },
  before: (bench: Bench) => bench.pdus[0]?.pdu.setInitial({ 2: true }),
}

it('MAAS is asked right before the cut: what it names by then stays on, though no event told of it', async () => {
  rack = await openTestRack(secondIsOn)
  rack.hands.follow(({ outlet }) => outlet === '2')
  rack.once('runArmed', () => rack.deploy(2, 'db1'))
  await rack.start({ unlock: [rack.ref(2)] })
  await rack.until('lanesOpened')
  expect(rack.of('switchRefused')).toMatchObject([{ outlet: '2', reasons: ['A-2 is allocated to db1 in MAAS.'] }])
  expect(rack.outlet(2).left).toMatchObject({ reason: 'refused' })
  expect(rack.sets().filter(set => set.startsWith('A-2'))).toEqual([])
  expect(rack.pdu().isLive(2)).toBe(true)
})

it('each unlocked outlet is cut on a reading of its own, younger than the last cut', async () => {
  rack = await openTestRack({
    ...secondIsOn,
    outlets: 4,
    before: bench => bench.pdus[0]?.pdu.setInitial({ 2: true, 3: true, 4: true }),
  })
  await rack.start({ unlock: [rack.ref(2), rack.ref(3), rack.ref(4)] })
  await rack.until('lanesOpened')
  const cuts = rack.of('switchSent').filter(({ to }) => to === 'off')
  expect(cuts.map(({ outlet }) => outlet).toSorted()).toEqual(['2', '2', '3', '3', '4', '4'])
  const readings = rack.of('maasRead').map(({ readAt }) => readAt)
  let last = 0
  for (const { at } of cuts) {
    expect(readings.some(readAt => readAt >= last && readAt <= at && at - readAt < 5_000)).toBe(true)
    last = at
  }
})

it('MAAS that does not answer then: the outlet is not cut, the reason is told, and the run goes on', async () => {
  rack = await openTestRack(secondIsOn)
  rack.hands.follow(({ outlet }) => outlet === '2')
  rack.once('runArmed', () => (rack.bench.maas.knobs.failWith = 500))
  await rack.start({ unlock: [rack.ref(2)] })
  await rack.until('lanesOpened')
  rack.bench.maas.knobs.failWith = null
  expect(rack.of('switchRefused')).toMatchObject([
    { outlet: '2', reasons: [expect.stringMatching(/^A-2 was found on, so MAAS is asked .* did not answer/)] },
  ])
  expect(rack.pdu().isLive(2)).toBe(true)
  await rack.until('bound')
  expect(rack.sets().filter(set => set.startsWith('A-2'))).toEqual([])
})

it('by hand as well: named by MAAS a moment ago it stays on; named by nobody it is cut', async () => {
  rack = await openTestRack(secondIsOn)
  await rack.clock.through(freshenMaas(rack.site()))
  const cut = async () => {
    await rack.tell({ kind: 'unlock', ...rack.ref(2), by })
    return rack.tell({ kind: 'switchOutlet', ...rack.ref(2), to: 'off', present: true, offline: false, by })
  }
  const { systemId } = rack.deploy(2, 'db1')
  expect(await cut()).toMatchObject({ ok: true })
  expect(await rack.until('switchRefused')).toMatchObject({ reasons: ['A-2 is allocated to db1 in MAAS.'] })
  expect(rack.sets()).toEqual([])
  rack.bench.maas.removeMachine(systemId)
  await rack.clock.through(readMaasNow(rack.site()))
  expect(await cut()).toMatchObject({ ok: true })
  expect(await rack.until('outletSwitched')).toMatchObject({ outlet: '2', to: 'off', sent: true })
})
