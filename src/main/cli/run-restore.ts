import { stoppedOf } from '#core/select-run.ts'
import { Receipt } from '#ipc/contract.ts'
import { consentOptions, consentOf } from './consent.ts'
import { ask, clock, stateOf, withHands } from './folder.ts'
import { verb, type Ending } from './frame.ts'
import { streamRun } from './run-stream.ts'
import { table } from './words.ts'

export const made = verb({
  takes: [],
  says: 'Puts outlets back as a stopped run found them, by the same rules, and ends the run. Bound, allocated and changed outlets are left alone, and listed.',
  options: consentOptions,
  example: 'run restore --present',
  run: async call => {
    const consents = consentOf(call)
    return withHands(
      call,
      async (hands): Promise<Ending> => {
        const state = await stateOf(call)
        const list = (): string => {
          const { back = [], leftAlone = [] } = stoppedOf(state, clock.now()) ?? {}
          return table([...back, ...leftAlone].map(({ place, say }) => [`  ${place}`, say]))
        }
        if (!(await consents(list, 'Put everything back?'))) return { kind: 'told', status: 4 }
        const { present } = call.options
        const begin = () => ask(hands, 'command', { kind: 'restoreRun', present, by: call.by }, Receipt)
        const ending = await streamRun(call, hands, state, begin)
        // A restore that came to its end has done all it was asked for: the run is over, not merely stopped.
        const over = ending.kind === 'told' && (await stateOf(call)).run?.phase === 'ended'
        return over ? { kind: 'told', status: 0 } : ending
      },
      true,
    )
  },
})
