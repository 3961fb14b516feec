import { afterEach, expect, it } from 'vitest'
import { mapOf, openTestRack, truthOf, type TestRack } from '../support/rack.ts'
import { proved } from '../support/story.ts'

let rack: TestRack
afterEach(() => rack.close())

it('in the machine just bound: the lane says which machine has it, binds nothing, and goes on once it is moved', async () => {
  rack = await openTestRack({ outlets: 2, seed: 9 })
  let forgetful = true
  rack.hands.follow(({ ask, say, outlet }) => {
    if (!forgetful) return false
    if (ask === 'takeKeyOut') {
      rack.hands.press(Number(outlet))
      return true
    }
    if (ask === 'plug' && outlet === '2' && !say.startsWith('Take key')) {
      rack.hands.cord(2)
      rack.hands.press(2)
      return true
    }
    return false
  })
  await rack.start()
  const back = await rack.until('machineReturned')
  const serial = rack.hands.machine(1).machine.identity.serial
  expect(back).toMatchObject({ uuid: truthOf(rack.bench)['A-1'], keyLeftIn: '1' })
  const asked = rack.of('laneAsked').at(-1)
  expect(asked).toMatchObject({ ask: 'plug', outlet: '2', machine: truthOf(rack.bench)['A-1'] })
  expect(asked?.say).toMatch(new RegExp(`^Take key ${back.kid} out of ${serial} first\\. Then plug`))
  forgetful = false
  await rack.ended()
  expect(rack.story()).toEqual([
    'armed with A-1 A-2',
    ...proved('A-1', 'm1'),
    'A-2 on',
    'm1 is back with key 1 in it',
    'A-2 holds m2 by key 1',
    'A-2 off',
    'A-2 bound to m2, proved',
    'A-2 on',
    'm1 recorded',
    'm2 recorded',
    'run finished: 2 of 2 outlets bound',
  ])
  expect(mapOf(rack.state())).toEqual(truthOf(rack.bench))
  expect(rack.bugs).toEqual([])
})
