import { Receipt } from '#ipc/contract.ts'
import { accepted, ask, clock, stateOf, withHands } from './folder.ts'
import { done, usage, verb } from './frame.ts'
import { forOption, keyLines, keyNamed, keyRows } from './key-rows.ts'
import { parseSpan } from './words.ts'

export const made = verb({
  takes: ['KID'],
  says: 'Hands out a key: from now on it may prove, until it expires.',
  options: {
    for: { type: 'string', value: 'WHAT', says: 'something else than it was made for' },
    expires: { type: 'string', value: 'SPAN', says: 'how long it lives, like 90m, 12h or 2d (default 12h)' },
  },
  example: 'key issue K2F7 --for lane:1 --expires 8h',
  run: async call => {
    const [kid = ''] = call.words
    const { for: what, expires } = call.options
    const lifeMs = expires === undefined ? undefined : parseSpan(expires)
    if (lifeMs === null) throw usage(`--expires is a span like 90m, 12h or 2d, not "${expires}"`)
    const more = {
      ...(what === undefined ? {} : { for: forOption(what) }),
      ...(lifeMs === undefined ? {} : { lifeMs }),
    }
    keyNamed(await stateOf(call), kid)
    return withHands(call, async hands => {
      accepted(await ask(hands, 'command', { kind: 'issueKey', kid, ...more, by: call.by }, Receipt))
      const keys = keyRows(await stateOf(call), [kid], clock.now())
      return done({ keys }, keyLines(keys))
    })
  },
})
