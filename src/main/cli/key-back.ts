import { Receipt } from '#ipc/contract.ts'
import { accepted, ask, clock, stateOf, withHands } from './folder.ts'
import { done, verb } from './frame.ts'
import { keyLines, keyNamed, keyRows } from './key-rows.ts'

export const made = verb({
  takes: ['KID'],
  says: 'Notes that a key which was handed out is back in hand. "key list" counts those that are not.',
  options: {},
  example: 'key back K2F7',
  run: async call => {
    const [kid = ''] = call.words
    keyNamed(await stateOf(call), kid)
    return withHands(call, async hands => {
      accepted(await ask(hands, 'command', { kind: 'takeKeyBack', kid, by: call.by }, Receipt))
      const keys = keyRows(await stateOf(call), [kid], clock.now())
      return done({ keys }, keyLines(keys))
    })
  },
})
