// The dry run of a run, as rows and as words.
import { calls, type RunAsk, type RunSteps } from '#ipc/contract.ts'
import type { z } from 'zod'
import type { State } from '#core/state.ts'
import type { Hands } from '../site/door.ts'
import { ask, refusalEnding } from './folder.ts'
import { Stop } from './frame.ts'
import { pduName } from './outlets.ts'
import { table } from './words.ts'

type Steps = z.infer<typeof RunSteps>

/** Reads the PDUs and asks the rules; nothing is switched. */
export const drySteps = async (hands: Hands, what: RunAsk): Promise<Steps> => {
  for (const pdu of new Set(what.scope.map(ref => ref.pdu))) await hands.call('readPdu', { pdu })
  const answer = await ask(hands, 'dryRun', what, calls.dryRun.answer)
  if (!answer.ok) throw new Stop(refusalEnding(answer.refusal))
  return answer.value
}

export const dryRows = (state: State, { steps, locked, price, warnings }: Steps) => {
  const named = <T extends { pdu: string }>(one: T): T => ({ ...one, pdu: pduName(state, one.pdu) })
  return { steps: steps.map(named), locked: locked.map(named), price, warnings }
}

export const dryLines = ({ steps, locked, price, warnings }: ReturnType<typeof dryRows>): string =>
  [
    steps.length === 0
      ? 'There is nothing to switch.'
      : table(steps.map(({ place, to, why }, at) => [`${at + 1}`, place, to, why])),
    ...(locked.length === 0 ? [] : ['Left alone:', table(locked.map(({ place, why }) => [`  ${place}`, why]))]),
    ...warnings,
    `About ${price.minutes} min; each machine boots ${price.bootsPerMachine === 1 ? 'once' : `${price.bootsPerMachine} times`}.`,
  ].join('\n')
