import { stoppedOf } from '#core/select-run.ts'
import { Receipt } from '#ipc/contract.ts'
import { consentOptions, consentOf } from './consent.ts'
import { ask, clock, stateOf, withHands } from './folder.ts'
import { verb, type Ending } from './frame.ts'
import { streamRun } from './run-stream.ts'
import { table } from './words.ts'

export const made = verb({
  takes: [],
  says: 'Goes on with a run that was stopped or broken off, after the PDUs were read anew.',
  options: consentOptions,
  example: 'run resume --present',
  run: async call => {
    const consents = consentOf(call, true)
    return withHands(
      call,
      async (hands): Promise<Ending> => {
        const state = await stateOf(call)
        const list = (): string => {
          const toDo = stoppedOf(state, clock.now())?.toDo ?? []
          return toDo.length === 0 ? 'Nothing is left to do.' : table(toDo.map(({ place, say }) => [`  ${place}`, say]))
        }
        if (!(await consents(list, 'Go on with the run?'))) return { kind: 'told', status: 4 }
        const { present } = call.options
        return streamRun(call, hands, state, () =>
          ask(hands, 'command', { kind: 'resumeRun', present, by: call.by }, Receipt),
        )
      },
      true,
    )
  },
})
