import { stateOf } from './folder.ts'
import { done, verb } from './frame.ts'
import { equipmentLines, equipmentRows } from './equipment-rows.ts'

export const made = verb({
  takes: [],
  says: 'Lists chassis and appliances, and machines whose hearts stopped together.',
  options: {},
  example: 'equipment list',
  run: async call => {
    const found = equipmentRows(await stateOf(call))
    return done(found, equipmentLines(found))
  },
})
