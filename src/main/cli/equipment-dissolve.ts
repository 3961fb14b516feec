import { Receipt } from '#ipc/contract.ts'
import { equipmentLines, equipmentRows } from './equipment-rows.ts'
import { accepted, ask, stateOf, withHands } from './folder.ts'
import { done, verb } from './frame.ts'

export const made = verb({
  takes: ['CALLED'],
  says: 'Takes back that machines sit in one chassis. Bindings stay; release them if they are wrong.',
  options: {},
  example: 'equipment dissolve node-12',
  run: async call => {
    const [name = ''] = call.words
    return withHands(call, async hands => {
      accepted(await ask(hands, 'command', { kind: 'dissolveChassis', name, by: call.by }, Receipt))
      const found = equipmentRows(await stateOf(call))
      return done(found, equipmentLines(found))
    })
  },
})
