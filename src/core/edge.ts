// When does a silence name a machine? The definition of an edge-off, in one place.
import type { LeftReason } from './lane.ts'
import type { Evidence } from './machine.ts'
import type { Numbers } from './numbers.ts'
import type { Report } from './report.ts'

export type Silence = Extract<Report, { kind: 'silenceHeard' }>

/** Three beats, and three seconds at least. */
export const silentMs = (numbers: Numbers): number =>
  Math.max(numbers.silenceMinMs, numbers.silenceBeats * numbers.beatMs)

/** A heart is alive while its last beat is under one and a half beats old. */
export const aliveMs = (beatMs: number): number => 1.5 * beatMs

export type EdgeVerdict =
  | { readonly ok: true; readonly evidence: Extract<Evidence, { kind: 'edgeOff' }> }
  | { readonly ok: false; readonly reason: LeftReason; readonly detail: string }

/** Judges a silence after the cut that was sent at `setAt` and verified at `heard.offAt`. */
export const judgeSilence = (heard: Silence, setAt: number, numbers: Numbers, now: number): EdgeVerdict => {
  const no = (reason: LeftReason, detail: string): EdgeVerdict => ({ ok: false, reason, detail })
  if (heard.impaired) return no('hearingImpaired', 'The laptop could not listen all the time after the cut.')
  if (!heard.pduAnswers)
    return no('hearingImpaired', 'The PDU did not answer after the cut, so the network may have failed.')
  if (heard.lastBeatAt < setAt - aliveMs(numbers.beatMs))
    return no('heartLost', 'The heart had stopped before the cut.')
  if (heard.lastBeatAt > heard.offAt + numbers.inFlightMs)
    return no('stillBeating', 'The heart went on beating after the cut.')
  const quietMs = heard.until - Math.max(heard.offAt, heard.lastBeatAt)
  if (quietMs < silentMs(numbers)) return no('hearingImpaired', 'The silence after the cut was too short.')
  const dead = heard.others.filter(other => other.lastBeatAt <= heard.offAt + numbers.inFlightMs)
  if (dead.length > 0 && dead.length === heard.others.length)
    return no('allSilent', 'All hearts fell silent together: that is the network, not an outlet.')
  if (dead.length > 0) return no('othersStopped', 'Another heart stopped with it, so the cut has two explanations.')
  return {
    ok: true,
    evidence: {
      kind: 'edgeOff',
      at: now,
      sid: heard.sid,
      setAt,
      offAt: heard.offAt,
      lastBeatAt: heard.lastBeatAt,
      silentMs: quietMs,
      others: heard.others.map(other => other.sid),
    },
  }
}
