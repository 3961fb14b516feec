import { afterEach, expect, it } from 'vitest'
import { by, mapOf, openTestRack, truthOf, type TestRack } from '../support/rack.ts'

let rack: TestRack
afterEach(() => rack.close())

it('outlets go back as they were found; bound ones, and what somebody else has touched, are left alone, saying so', async () => {
  rack = await openTestRack({
    outlets: 4,
    seed: 19,
    before: bench => bench.pdus[0]?.pdu.setInitial({ 4: true }),
  })
  rack.hands.follow(({ outlet }) => outlet === '2')
  await rack.start({ unlock: [rack.ref(4)] })
  await rack.until('bound')
  await rack.until('outletSwitched', undefined, event => event.outlet === '2' && event.to === 'on')
  rack.pdu().setInitial({ 3: true })
  await rack.until('outletChanged')
  await rack.tell({ kind: 'makeSafe', by })
  const before = rack.events.length
  const sets = rack.sets().length
  expect(await rack.tell({ kind: 'restoreRun', present: true, by })).toMatchObject({ ok: true })
  expect(await rack.ended()).toMatchObject({ how: 'stopped', detail: 'put back, but for A-1 and A-3' })
  expect(rack.story(before)).toEqual([
    'putting back A-4 A-2, leaving A-3 A-1',
    'A-4 on',
    'A-4 put back',
    'A-2 off',
    'A-2 put back',
    'run stopped: put back, but for A-1 and A-3',
  ])
  expect(rack.of('restoreStarted')[0]?.left).toMatchObject([
    { outlet: '3', why: 'Somebody else has switched it since.' },
    { outlet: '1', why: expect.stringMatching(/^It is allocated to machine/) },
  ])
  expect(rack.sets().slice(sets)).toEqual(['A-4 on', 'A-2 off'])
  const { 'A-1': first } = truthOf(rack.bench)
  expect(mapOf(rack.state())).toEqual({ 'A-1': first })
  expect(rack.pdu().state(1)).toBe('on')
})

it('where nothing was bound and nobody else was there, everything is as it was found', async () => {
  rack = await openTestRack({ outlets: 2, seed: 19, before: bench => bench.pdus[0]?.pdu.setInitial({ 2: true }) })
  await rack.start({ unlock: [rack.ref(2)] })
  await rack.until('outletSwitched', undefined, event => event.outlet === '1' && event.to === 'on')
  await rack.tell({ kind: 'makeSafe', by })
  await rack.tell({ kind: 'restoreRun', present: true, by })
  expect(await rack.ended()).toMatchObject({ how: 'stopped', detail: 'everything was put back' })
  expect(rack.sets()).toEqual(['A-2 reboot', 'A-2 off', 'A-1 on', 'A-2 on', 'A-1 off'])
  expect([rack.pdu().state(1), rack.pdu().state(2)]).toEqual(['off', 'on'])
})
