// What all routes share while the server is open.
import type { RejectReason } from '#core/wire.ts'
import type { CheckInDesk } from './desk.ts'
import { makeHearts, type Hearts } from './hearts.ts'
import { makeGates, type Gates } from './limits.ts'
import { makeRepeats, type Repeats } from './repeats.ts'
import { makeSessions, type Sessions } from './session.ts'

export type Counted =
  | RejectReason
  | 'throttled'
  | 'shed'
  | 'late'
  | 'tooLarge'
  | 'unknownSession'
  | 'falseBeat'
  | 'staleBeat'
  | 'falseHint'
  | 'bug'

export interface Answer {
  readonly status: number
  /** Absent: an empty body. */
  readonly body?: Readonly<Record<string, string | number>>
}

/** Who speaks, and when the first of it arrived. */
export interface Visit {
  readonly address: string
  readonly receivedAt: number
}

export interface Counter {
  readonly desk: CheckInDesk
  readonly hearts: Hearts
  readonly sessions: Sessions
  readonly gates: Gates
  readonly repeats: Repeats<Answer>
  readonly counts: Map<Counted, number>
  count(what: Counted): void
}

export const makeCounter = (desk: CheckInDesk): Counter => {
  const counts = new Map<Counted, number>()
  return {
    desk,
    hearts: makeHearts(),
    sessions: makeSessions(),
    gates: makeGates(desk.clock),
    repeats: makeRepeats(desk.clock),
    counts,
    count: what => void counts.set(what, (counts.get(what) ?? 0) + 1),
  }
}

/** Too much from one address: refused, and this minute's silences are no evidence. */
export const shed = (counter: Counter): Answer => {
  counter.count('throttled')
  counter.hearts.mark('shed', counter.desk.clock.now())
  return { status: 429, body: {} }
}

export const malformed: Answer = { status: 400, body: { reason: 'malformed' } }
