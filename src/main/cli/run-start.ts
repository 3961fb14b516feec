import { calls } from '#ipc/contract.ts'
import { consentOptions, consentOf } from './consent.ts'
import { ask, stateOf, withHands } from './folder.ts'
import { verb, type Ending } from './frame.ts'
import { dryLines, dryRows, drySteps } from './run-dry.ts'
import { runAsk, runOptions } from './run-options.ts'
import { streamRun } from './run-stream.ts'

export const made = verb({
  takes: [],
  says: 'Maps a rack: tells every event as a line, then the map. SIGINT makes it safe: nothing is switched any more, what is on stays on.',
  options: { ...runOptions, ...consentOptions },
  example: 'run start --mode guided --pdu pdu-a --present --yes --json',
  run: async call => {
    const state = await stateOf(call)
    const what = runAsk(state, call.options, call.options.present)
    const consents = consentOf(call)
    return withHands(
      call,
      async (hands): Promise<Ending> => {
        const list = async (): Promise<string> => dryLines(dryRows(state, await drySteps(hands, what)))
        if (!(await consents(list, 'Start the run?'))) return { kind: 'told', status: 4 }
        return streamRun(call, hands, await stateOf(call), () => ask(hands, 'startRun', what, calls.startRun.answer))
      },
      true,
    )
  },
})
