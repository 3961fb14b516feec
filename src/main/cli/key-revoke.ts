import { Receipt } from '#ipc/contract.ts'
import { accepted, ask, clock, stateOf, withHands } from './folder.ts'
import { done, verb } from './frame.ts'
import { keyLines, keyNamed, keyRows } from './key-rows.ts'

export const made = verb({
  takes: ['KID'],
  says: 'Ends a key for good, for instance because its stick is lost.',
  options: {},
  example: 'key revoke K2F7',
  run: async call => {
    const [kid = ''] = call.words
    keyNamed(await stateOf(call), kid)
    return withHands(call, async hands => {
      accepted(await ask(hands, 'command', { kind: 'revokeKey', kid, by: call.by }, Receipt))
      const keys = keyRows(await stateOf(call), [kid], clock.now())
      return done({ keys }, keyLines(keys))
    })
  },
})
