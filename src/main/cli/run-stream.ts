// Follows a run to its end: every event a line, then the result. A signal makes it safe.
import { outletInHand } from '#core/lane.ts'
import type { State } from '#core/state.ts'
import { sentenceOf } from '#core/words.ts'
import { Receipt } from '#ipc/contract.ts'
import type { Hands } from '../site/door.ts'
import { eventJson, isFault, untilHeard, type Heard } from './events.ts'
import { accepted, ask } from './folder.ts'
import type { Call, Ending } from './frame.ts'
import { mapLines, mapRows } from './map-rows.ts'

export type Ended = 'finished' | 'stopped' | 'fault'

const statuses = { finished: 0, stopped: 4, fault: 1 } as const

/** How the run ended, if this event ended it; a stop that no person ordered is the world's or a rule's. */
const endOf = ({ recorded: { event }, state }: Heard): { how: Ended; state: State } | null => {
  if (event.kind === 'runEnded') return { how: event.how, state }
  if (event.kind === 'madeSafe') return { how: event.by === null ? 'fault' : 'stopped', state }
  return null
}

export const resultOf = (state: State, how: Ended) => {
  const { run } = state
  return { ended: how, run: run?.id ?? null, why: run?.why ?? '', ...mapRows(state, run?.scope ?? []) }
}

const stillOn = (state: State): string[] =>
  Object.values(state.pdus).flatMap(pdu =>
    Object.values(pdu.outlets)
      .filter(one => one.state === 'on' && one.switchedOn?.run === state.run?.id)
      .map(one => `${pdu.name} ${one.facts.id}`),
  )

/** What is on stays on when a run is stopped, and is listed. */
const sayStop = (call: Call<unknown>, state: State): void => {
  const on = stillOn(state)
  call.out.note(`Stopped: ${state.run?.why ?? ''}. Nothing is switched any more.`)
  if (on.length > 0) call.out.note(`Still on: ${on.join(', ')}.`)
  call.out.note('Go on with "run resume --present", or put everything back with "run restore --present".')
}

/** `begin` asks for the run; its events are told from the head of `start` on. */
export const streamRun = async (
  call: Call<unknown>,
  hands: Hands,
  start: State,
  begin: () => Promise<Receipt>,
  usual: Readonly<Record<Ended, 0 | 1 | 4>> = statuses,
): Promise<Ending> => {
  const signal = call.onSignal()
  const makeSafe = (): void =>
    void ask(hands, 'command', { kind: 'makeSafe', by: call.by }, Receipt).catch(() => undefined)
  const heard = await untilHeard(
    hands,
    start,
    one => {
      const { recorded, before } = one
      call.out.line(
        eventJson(recorded),
        `${new Date(recorded.event.at).toISOString()}  ${sentenceOf(before, recorded.event)}`,
      )
      return endOf(one)
    },
    async () => {
      accepted(await begin())
      if (signal.aborted) makeSafe()
      else signal.addEventListener('abort', makeSafe)
      return null
    },
  )
  if (isFault(heard)) return { kind: 'fault', fault: heard }
  const { how, state } = heard
  const result = resultOf(state, how)
  call.out.line(result, `\n${mapLines(result)}`)
  if (state.run?.phase === 'stopped') sayStop(call, state)
  return { kind: 'told', status: usual[how] }
}

/** Lanes as they stand: what each has in hand and what it last asked of the hand. */
export const laneRows = (state: State) =>
  Object.values(state.run?.lanes ?? {}).map(lane => {
    const ref = outletInHand(lane)
    return {
      name: lane.name,
      kid: lane.kid,
      step: lane.step.at,
      pdu: ref ? (state.pdus[ref.pdu]?.name ?? ref.pdu) : null,
      outlet: ref?.outlet ?? null,
      asked: lane.asked ? { ask: lane.asked.ask, say: lane.asked.say } : null,
      stalled: lane.stalled
        ? 'fault' in lane.stalled
          ? lane.stalled.fault.detail
          : lane.stalled.reasons.join(' ')
        : null,
      bound: lane.bound,
    }
  })
