import { Receipt } from '#ipc/contract.ts'
import { accepted, ask, stateOf, withHands } from './folder.ts'
import { done, verb } from './frame.ts'
import { mapLines } from './map-rows.ts'
import { resultOf } from './run-stream.ts'

export const made = verb({
  takes: [],
  says: 'Ends a stopped run and leaves every outlet as it is.',
  options: {},
  example: 'run end',
  run: call =>
    withHands(call, async hands => {
      accepted(await ask(hands, 'command', { kind: 'endRun', by: call.by }, Receipt))
      const result = resultOf(await stateOf(call), 'stopped')
      return done(result, mapLines(result))
    }),
})
