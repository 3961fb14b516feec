import { clock, stateOf } from './folder.ts'
import { done, verb } from './frame.ts'
import { keyLines, keyRow } from './key-rows.ts'

export const made = verb({
  takes: [],
  says: 'Lists the keys of this site and how far each is in its life.',
  options: {},
  example: 'key list --json',
  run: async call => {
    const state = await stateOf(call)
    const keys = Object.values(state.keys).map(key => keyRow(key, clock.now()))
    return done({ keys }, keyLines(keys))
  },
})
