import { Receipt } from '#ipc/contract.ts'
import { equipmentLines, equipmentRows, machineNamed } from './equipment-rows.ts'
import { accepted, ask, stateOf, withHands } from './folder.ts'
import { done, usage, verb } from './frame.ts'

export const made = verb({
  takes: ['CALLED', 'MACHINE…'],
  says: 'Says that machines sit in one chassis and share its power, so that one cut stops them all.',
  options: {},
  example: 'equipment chassis node-12 CZJ9410K3F CZJ9410K3G',
  run: async call => {
    const [name = '', ...texts] = call.words
    if (name === '' || name.length > 128) throw usage('the name of a chassis takes 1 to 128 characters')
    const state = await stateOf(call)
    const machines = texts.map(text => machineNamed(state, text))
    if (machines.length < 2) throw usage('a chassis holds two machines or more')
    return withHands(call, async hands => {
      accepted(await ask(hands, 'command', { kind: 'attestChassis', name, machines, by: call.by }, Receipt))
      const found = equipmentRows(await stateOf(call))
      return done(found, equipmentLines(found))
    })
  },
})
