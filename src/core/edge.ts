// When does a silence, or a load, name a machine? The definitions of an edge-off and of a metered edge, in one place.
import type { LeftReason } from './lane.ts'
import type { Held } from './lane.ts'
import type { Evidence } from './machine.ts'
import type { Numbers } from './numbers.ts'
import type { Report } from './report.ts'

export type Silence = Extract<Report, { kind: 'silenceHeard' }>
export type Weighed = Extract<Report, { kind: 'loadWeighed' }>

/** Three beats, and three seconds at least. */
export const silentMs = (numbers: Numbers): number =>
  Math.max(numbers.silenceMinMs, numbers.silenceBeats * numbers.beatMs)

/** A heart is alive while its last beat is under one and a half beats old. */
export const aliveMs = (beatMs: number): number => 1.5 * beatMs

type Judged<K extends Evidence['kind']> =
  | { readonly ok: true; readonly evidence: Extract<Evidence, { kind: K }> }
  | { readonly ok: false; readonly reason: LeftReason; readonly detail: string }

export type EdgeVerdict = Judged<'edgeOff'>

const no = (reason: LeftReason, detail: string) => ({ ok: false as const, reason, detail })

/** The last beats of hearts that a cut has stopped, of those that were heard beside the one in question. */
export const stoppedToo = (heard: Silence, numbers: Numbers): readonly string[] =>
  heard.others.filter(other => other.lastBeatAt <= heard.offAt + numbers.inFlightMs).map(other => other.sid)

/** Judges a silence after the cut that was sent at `setAt` and verified at `heard.offAt`; `mates` are hearts of the same chassis. */
export const judgeSilence = (
  heard: Silence,
  setAt: number,
  numbers: Numbers,
  now: number,
  mates: ReadonlySet<string> = new Set(),
): EdgeVerdict => {
  if (heard.impaired) return no('hearingImpaired', 'The laptop could not listen all the time after the cut.')
  if (!heard.pduAnswers)
    return no('hearingImpaired', 'The PDU did not answer after the cut, so the network may have failed.')
  if (heard.lastBeatAt < setAt - aliveMs(numbers.beatMs))
    return no('heartLost', 'The heart had stopped before the cut.')
  if (heard.lastBeatAt > heard.offAt + numbers.inFlightMs)
    return no('stillBeating', 'The heart went on beating after the cut.')
  const quietMs = heard.until - Math.max(heard.offAt, heard.lastBeatAt)
  if (quietMs < silentMs(numbers)) return no('hearingImpaired', 'The silence after the cut was too short.')
  const stopped = stoppedToo(heard, numbers)
  const others = heard.others.filter(other => !mates.has(other.sid))
  const dead = others.filter(other => stopped.includes(other.sid))
  if (dead.length > 0 && dead.length === others.length)
    return no('allSilent', 'All hearts fell silent together: that is the network, not an outlet.')
  if (dead.length > 0) return no('othersStopped', 'Another heart stopped with it, so the cut has two explanations.')
  if (heard.others.some(other => mates.has(other.sid) && !stopped.includes(other.sid)))
    return no('stillBeating', 'Another machine of its chassis went on beating, so the chassis is fed from elsewhere.')
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
      others: others.map(other => other.sid),
      mates: heard.others.flatMap(({ sid }) => (mates.has(sid) ? [sid] : [])),
    },
  }
}

/** What a load must change by before it counts, in watts. */
export const riseWatts = ({ riseWatts: least, riseNoises }: Numbers, noiseWatts: number): number =>
  Math.max(least, riseNoises * noiseWatts)

/** A rise that came with the outlet, on this outlet alone. */
export const judgeRise = (
  weighed: Weighed,
  numbers: Numbers,
): { readonly ok: true } | { readonly ok: false; readonly reason: LeftReason; readonly detail: string } => {
  const { fromWatts, toWatts, noiseWatts, others } = weighed
  const wanted = riseWatts(numbers, noiseWatts)
  if (toWatts - fromWatts < wanted)
    return no('noRise', `Its load went from ${fromWatts} to ${toWatts} W, and ${wanted} W more were wanted.`)
  return others.length > 0 ? no('othersRose', 'The load of another outlet rose in the same time.') : { ok: true }
}

/** The fall at the cut, seen by the meter that saw the rise; the heart must not have gone on. */
export const judgeFall = (
  heard: Silence,
  { onAt, rise }: Pick<Held, 'onAt' | 'rise'>,
  setAt: number,
  numbers: Numbers,
  now: number,
): Judged<'meterEdge'> => {
  if (!rise) return no('noRise', 'Nobody has seen its load rise.')
  if (!heard.pduAnswers || heard.watts === null)
    return no('hearingImpaired', 'The meter of the outlet could not be read after the cut.')
  if (heard.lastBeatAt > heard.offAt + numbers.inFlightMs)
    return no('stillBeating', 'The heart went on beating after the cut.')
  const wanted = riseWatts(numbers, rise.noiseWatts)
  if (rise.toWatts - heard.watts < wanted)
    return no('noRise', `Its load was still ${heard.watts} W after the cut, against ${rise.toWatts} W before.`)
  const { offAt, watts: fellToWatts } = heard
  return { ok: true, evidence: { kind: 'meterEdge', at: now, onAt, ...rise, setAt, offAt, fellToWatts } }
}
