// The loop: take an input, decide, append in one transaction, apply, publish, make what runs equal to what is planned.
import { apply } from '#core/apply.ts'
import { decide, type Input } from '#core/decide.ts'
import type { Effect } from '#core/effect.ts'
import type { Event, Recorded } from '#core/event.ts'
import type { Fault, Result } from '#core/fault.ts'
import { plan } from '#core/plan.ts'
import type { Clock, Outcome } from '#core/ports.ts'
import { isRefusal } from '#core/refusal.ts'
import type { State } from '#core/state.ts'

export interface EngineNeeds {
  readonly clock: Clock
  readonly start: State
  /** Writes all events after the present head, or none. */
  append(events: readonly Event[]): Promise<Result<readonly Recorded[]>>
  publish(events: readonly Recorded[], state: State): void
  reconcile(effects: readonly Effect[]): void
}

export interface Engine {
  state(): State
  /** Inputs are taken one at a time, in the order they came. */
  submit(input: Input): Promise<Outcome>
  /** Takes no more inputs; resolves when the last one is done. */
  close(): Promise<void>
}

export const makeEngine = ({ clock, start, append, publish, reconcile }: EngineNeeds): Engine => {
  let state = start
  let closed: Fault | null = null
  let tail: Promise<unknown> = Promise.resolve()

  const take = async (input: Input): Promise<Outcome> => {
    if (closed) return { ok: false, fault: closed }
    const events = decide(state, input, clock.now())
    if (isRefusal(events)) return { ok: false, refusal: events }
    if (events.length === 0) return { ok: true, events }
    const written = await append(events)
    // What is not in the journal has not happened: nothing is applied, so nothing is switched on its account.
    if (!written.ok) return { ok: false, fault: written.fault }
    state = events.reduce(apply, state)
    publish(written.value, state)
    reconcile(plan(state))
    return { ok: true, events }
  }

  return {
    state: () => state,
    submit: input => {
      const answer = tail.then(() => take(input))
      tail = answer.catch(() => undefined)
      return answer
    },
    close: async () => {
      await tail
      closed = { kind: 'gone', where: 'engine', detail: 'Racklight is closing.' }
    },
  }
}
