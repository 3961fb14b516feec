import { afterEach, expect, it } from 'vitest'
import { by, mapOf, openTestRack, truthOf, type TestRack } from '../support/rack.ts'

let rack: TestRack
afterEach(() => rack.close())

const crossed = { red: 'green', green: 'red' } as Readonly<Record<string, string>>

/** Hands that put each lane's key into the other lane's machine, until told better. */
const confuse = (): { putRight: () => void } => {
  let swapped = true
  rack.hands.follow(({ ask, lane, outlet }) => {
    if (ask !== 'plug' || !swapped) return false
    rack.hands.cord(Number(outlet))
    rack.hands.key(crossed[lane] ?? lane, Number(outlet))
    rack.hands.press(Number(outlet))
    return true
  })
  return { putRight: () => (swapped = false) }
}

it('both machines hold when the first is cut: the other falls silent, nothing is bound, both keys are named', async () => {
  rack = await openTestRack({ outlets: 2, seed: 3, lanes: ['red', 'green'] })
  const hands = confuse()
  await rack.start()
  await rack.pausedUntilHeld(2)
  await rack.tell({ kind: 'unpauseRun', by })
  const failed = await rack.until('outletFailed', undefined, event => event.reason === 'othersStopped')
  hands.putRight()
  for (const { kid } of Object.values(rack.state().keys)) expect(failed.detail).toContain(kid)
  expect(failed).toMatchObject({ reason: 'othersStopped', detail: expect.stringContaining('swapped') })
  expect(await rack.ended()).toMatchObject({ how: 'finished', detail: '2 of 2 outlets bound' })
  expect(mapOf(rack.state())).toEqual(truthOf(rack.bench))
  expect(rack.story()).toEqual([
    'armed with A-1 A-2',
    'A-1 on',
    'A-2 on',
    'A-2 holds m1 by key green',
    'A-1 holds m2 by key red',
    'A-2 off',
    'm2 stopped',
    'A-1 failed: heartLost, again',
    'A-2 failed: othersStopped, again',
    'A-2 off already',
    'A-1 off',
    'A-2 on',
    'A-1 on',
    'A-2 holds m2 by key green',
    'A-2 off',
    'A-2 bound to m2, proved',
    'A-2 on',
    'A-1 holds m1 by key red',
    'A-1 off',
    'A-1 bound to m1, proved',
    'A-1 on',
    'm1 recorded',
    'm2 recorded',
    'run finished: 2 of 2 outlets bound',
  ])
  expect(rack.bugs).toEqual([])
})

it('one machine holds before the other has booted: it beats through the cut, nothing is bound, both keys are named', async () => {
  rack = await openTestRack({ outlets: 2, seed: 3, lanes: ['red', 'green'] })
  const hands = confuse()
  await rack.start()
  const failed = await rack.until('outletFailed')
  hands.putRight()
  for (const { kid } of Object.values(rack.state().keys)) expect(failed.detail).toContain(kid)
  expect(failed.reason).toBe('stillBeating')
  expect(await rack.ended()).toMatchObject({ how: 'finished', detail: '2 of 2 outlets bound' })
  expect(mapOf(rack.state())).toEqual(truthOf(rack.bench))
  expect(rack.story()).toEqual([
    'armed with A-1 A-2',
    'A-1 on',
    'A-2 on',
    'A-2 holds m1 by key green',
    'A-2 off',
    'A-2 failed: stillBeating, again',
    'A-2 off already',
    'A-2 on',
    'A-1 late: hint',
    'A-1 late: question',
    'A-2 holds m2 by key green',
    'A-2 off',
    'A-2 bound to m2, proved',
    'A-2 on',
    'A-1 holds m1 by key red',
    'A-1 off',
    'A-1 bound to m1, proved',
    'A-1 on',
    'm1 recorded',
    'm2 recorded',
    'run finished: 2 of 2 outlets bound',
  ])
  expect(rack.bugs).toEqual([])
})
