import { stateOf, withHands } from './folder.ts'
import { done, verb } from './frame.ts'
import { dryLines, dryRows, drySteps } from './run-dry.ts'
import { runAsk, runOptions } from './run-options.ts'

export const made = verb({
  takes: [],
  says: 'Dry run: lists every switch of a run in order with its reason, and what is left alone and why. Switches nothing.',
  options: runOptions,
  example: 'run plan --mode guided --pdu pdu-a:1-8',
  run: async call => {
    const state = await stateOf(call)
    const what = runAsk(state, call.options, false)
    return withHands(call, async hands => {
      const rows = dryRows(state, await drySteps(hands, what))
      return done(rows, dryLines(rows))
    })
  },
})
