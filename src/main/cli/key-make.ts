import { z } from 'zod'
import { resultOf } from '#ipc/contract.ts'
import { ask, clock, stateOf, withHands } from './folder.ts'
import { done, need, usage, verb } from './frame.ts'
import { forOption, keyLines, keyRows } from './key-rows.ts'

const Kids = resultOf(z.array(z.string()))

export const made = verb({
  takes: [],
  says: 'Makes new enlistment keys in stock. They prove nothing until they are issued.',
  options: {
    count: { type: 'string', value: 'N', says: 'how many (default 1)' },
    for: { type: 'string', value: 'WHAT', says: 'lane:NAME, outlet:PDU/N, pdu:NAME or pool (default)' },
  },
  example: 'key make --count 2 --for lane:1',
  run: async call => {
    const count = Number(call.options.count ?? '1')
    if (!Number.isInteger(count) || count < 1 || count > 500) throw usage('--count is a number from 1 to 500')
    const what = forOption(call.options.for ?? 'pool')
    return withHands(call, async hands => {
      const kids = need(await ask(hands, 'makeKeys', { count, for: what }, Kids))
      const keys = keyRows(await stateOf(call), kids, clock.now())
      return done({ keys }, keyLines(keys))
    })
  },
})
