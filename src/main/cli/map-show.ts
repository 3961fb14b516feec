import { stateOf } from './folder.ts'
import { done, verb } from './frame.ts'
import { everyOutlet, mapLines, mapRows } from './map-rows.ts'

export const made = verb({
  takes: [],
  says: 'Shows which machine hangs on which outlet, and by which evidence.',
  options: {},
  example: 'map show --json',
  run: async call => {
    const state = await stateOf(call)
    const rows = mapRows(state, everyOutlet(state))
    return done(rows, mapLines(rows))
  },
})
