import { afterEach, expect, it } from 'vitest'
import { claimOther, makeTap } from '#sim/machine/rogues.ts'
import { by, mapOf, openTestRack, truthOf, type TestRack } from '../support/rack.ts'
import { proved } from '../support/story.ts'
import { makeImpostor } from '../support/impostor.ts'

let rack: TestRack
afterEach(() => rack.close())

const kid = (): string => Object.keys(rack.state().keys)[0] ?? ''

/** Nobody answered with the key: its one outlet goes off and is left. */
const expectGivenUp = async (why: RegExp): Promise<void> => {
  await rack.ended()
  expect(rack.story()).toEqual([
    'armed with A-1',
    'A-1 on',
    'A-1 failed: noCheckIn',
    'A-1 off',
    'A-1 left: noCheckIn',
    'run finished: 0 of 1 outlets bound',
  ])
  expect(mapOf(rack.state())).toEqual({})
  expect(rack.pdu().state(1)).toBe('off')
  expect(rack.of('outletLeft')[0]?.detail).toMatch(why)
}

it('a proof sent again, and one changed to name another machine, hold nothing while the next outlet waits', async () => {
  const tap = makeTap()
  rack = await openTestRack({ outlets: 2, seed: 34, machine: { onSend: tap.onSend } })
  rack.hands.follow(({ outlet, ask }) => ask === 'plug' && outlet === '2' && rack.of('proofRejected').length < 2)
  await rack.start()
  await rack.until('laneAsked', undefined, event => event.ask === 'plug' && event.outlet === '2')
  await rack.clock.advance(130_000)
  const { wire } = await makeImpostor(rack, kid())
  const proof = tap.caught.findLast(message => message.path === '/v1/prove')
  await tap.replay(wire, '/v1/prove')
  await wire.post('/v1/prove', claimOther(JSON.parse(proof?.body ?? '{}'), rack.hands.machine(2).machine.identity.uuid))
  await rack.clock.quiet()
  expect(rack.of('proofRejected').map(event => event.reason)).toEqual(['nonceStale', 'badMac'])
  expect(rack.state().run?.lanes['1']?.step).toMatchObject({ at: 'awaiting', outlet: { outlet: '2' } })
  rack.hands.cord(2)
  rack.hands.key('1', 2)
  rack.hands.press(2)
  await rack.ended()
  expect(rack.story()).toEqual([
    'armed with A-1 A-2',
    ...proved('A-1', 'm1'),
    'A-2 on',
    'key 1 in m1 rejected: nonceStale',
    'key 1 in m2 rejected: badMac',
    'A-2 late: hint',
    'A-2 holds m2 by key 1',
    'A-2 off',
    'A-2 bound to m2, proved',
    'A-2 on',
    'm1 recorded',
    'm2 recorded',
    'run finished: 2 of 2 outlets bound',
  ])
  expect(mapOf(rack.state())).toEqual(truthOf(rack.bench))
})

it('a key that expires before its machine comes up: the lane waits no longer, says why, and its outlet goes off', async () => {
  rack = await openTestRack({ outlets: 1, seed: 34 })
  await rack.tell({ kind: 'issueKey', kid: kid(), lifeMs: 60_000, by })
  rack.hands.follow()
  await rack.start()
  await expectGivenUp(/^Key \w+ is expired/)
})

it('a key revoked before its machine comes up: the same', async () => {
  rack = await openTestRack({ outlets: 1, seed: 34 })
  rack.hands.follow()
  await rack.start()
  await rack.until('laneAsked', undefined, event => event.ask === 'plug')
  await rack.tell({ kind: 'revokeKey', kid: kid(), by })
  await expectGivenUp(/^Key \w+ is revoked/)
})

it('a key revoked while its machine is being cut binds nothing', async () => {
  rack = await openTestRack({ outlets: 1, seed: 34 })
  rack.hands.follow()
  await rack.start()
  rack.once(
    'switchSent',
    () => void rack.tell({ kind: 'revokeKey', kid: kid(), by }),
    event => event.to === 'off',
  )
  await rack.ended()
  expect(rack.story()).toEqual([
    'armed with A-1',
    'A-1 on',
    'A-1 holds m1 by key 1',
    'A-1 off',
    'A-1 failed: claimedOnly, again',
    'A-1 off already',
    'A-1 left: noCheckIn',
    'run finished: 0 of 1 outlets bound',
  ])
  expect(mapOf(rack.state())).toEqual({})
})

it('a machine elsewhere with a revoked key asks every few seconds: the journal hears of it once, and why', async () => {
  rack = await openTestRack({ outlets: 2, feeds: 2, seed: 34, lanes: ['red', 'green'], staysOffRate: 0 })
  const { kid: red = '' } = Object.values(rack.state().keys)[0] ?? {}
  const { kid: green = '' } = Object.values(rack.state().keys)[1] ?? {}
  await rack.tell({ kind: 'revokeKey', kid: green, by })
  rack.pdu('B').setInitial({ 2: true })
  rack.hands.key('green', 2)
  await rack.start({ scope: [rack.ref(1)], lanes: [{ name: 'red', kid: red }] })
  rack.hands.cord(2, 2, 'B')
  await rack.until('proofRejected')
  await rack.clock.advance(240_000)
  expect(rack.of('proofRejected')).toMatchObject([{ kid: green, reason: 'revoked' }])
  expect(mapOf(rack.state())).toEqual({})
})
