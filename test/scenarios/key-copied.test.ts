import { join } from 'node:path'
import { afterEach, expect, it } from 'vitest'
import { cloneStick } from '#sim/machine/rogues.ts'
import { by, mapOf, openTestRack, truthOf, type TestRack } from '../support/rack.ts'
import { proved } from '../support/story.ts'
import { makeImpostor } from '../support/impostor.ts'

let rack: TestRack
afterEach(() => rack.close())

const copyOf = async (lane: string): Promise<string> => {
  const key = Object.values(rack.state().keys).find(one => 'lane' in one.for && one.for.lane === lane)
  const folder = join(rack.dir, 'copy')
  await cloneStick(rack.sticks.get(key?.kid ?? '') ?? '', folder)
  return folder
}

it('the copy in a second machine is rejected while the first holds, and only the machine that was cut is bound', async () => {
  rack = await openTestRack({ outlets: 2, feeds: 2, seed: 33, staysOffRate: 0 })
  rack.pdu('B').setInitial({ 2: true })
  rack.hands.machine(2).machine.insertKey(await copyOf('1'))
  rack.hands.follow()
  await rack.start({ scope: [rack.ref(1)] })
  await rack.until('proofAccepted')
  await rack.tell({ kind: 'pauseRun', by })
  rack.hands.cord(2, 2, 'B')
  const rejected = await rack.until('proofRejected')
  expect(rejected).toMatchObject({ reason: 'otherMachineHolds', uuid: rack.hands.machine(2).machine.identity.uuid })
  await rack.tell({ kind: 'unpauseRun', by })
  await rack.ended()
  expect(rack.story()).toEqual([
    'armed with A-1',
    'A-1 on',
    'A-1 holds m1 by key 1',
    'key 1 in m2 rejected: otherMachineHolds',
    'A-1 off',
    'A-1 bound to m1, proved',
    'A-1 on',
    'm1 recorded',
    'run finished: 1 of 1 outlets bound',
  ])
  const { 'A-1': first } = truthOf(rack.bench)
  expect(mapOf(rack.state())).toEqual({ 'A-1': first })
})

it('the copy proves first, from a machine on the other feed: its outlet is cut, it beats on, and it is not bound', async () => {
  rack = await openTestRack({ outlets: 2, feeds: 2, seed: 33, staysOffRate: 0 })
  rack.pdu('B').setInitial({ 2: true })
  rack.hands.machine(2).machine.insertKey(await copyOf('1'))
  rack.hands.follow(({ ask }) => ask === 'plug' && rack.of('outletFailed').length === 0)
  rack.once(
    'laneAsked',
    () => rack.hands.cord(2, 2, 'B'),
    event => event.ask === 'plug',
  )
  await rack.start({ scope: [rack.ref(1)] })
  await rack.ended()
  expect(rack.story()).toEqual([
    'armed with A-1',
    'A-1 on',
    'A-1 holds m2 by key 1',
    'A-1 off',
    'A-1 failed: stillBeating, again',
    'A-1 off already',
    ...proved('A-1', 'm1'),
    'm1 recorded',
    'run finished: 1 of 1 outlets bound',
  ])
  const { 'A-1': first } = truthOf(rack.bench)
  expect(mapOf(rack.state())).toEqual({ 'A-1': first })
})

it('two proved sessions of one key beat at once: everything stops, both machines are named, a person decides', async () => {
  rack = await openTestRack({ outlets: 2, seed: 33, staysOffRate: 0 })
  rack.hands.follow()
  await rack.start()
  const first = await rack.until('proofAccepted')
  await rack.until('proofAccepted', undefined, event => event.outlet === '2')
  await rack.tell({ kind: 'pauseRun', by })
  await (await makeImpostor(rack, first.kid)).beat(first)
  const safe = rack.of('madeSafe')
  expect(safe).toMatchObject([{ by: null, why: expect.stringContaining(first.kid) }])
  for (const home of [1, 2]) expect(safe[0]?.why).toContain(rack.hands.machine(home).machine.identity.uuid)
  const sets = rack.sets()
  await rack.clock.advance(600_000)
  expect(rack.sets()).toEqual(sets)
})
