// The last beat of every machine, and the times in which its silence would prove nothing.

export interface Heart {
  readonly sid: string
  readonly kid: string
  readonly uuid: string
  /** False for unproved beats: such a heart may be anyone's. */
  readonly proved: boolean
  readonly lastAt: number
  readonly n: number
  /** The reason of its goodbye. */
  readonly goodbye: string | null
}

export type Impairment = 'shed' | 'throttled' | 'slept' | 'interface'

/** In this time silence means unknown; for one session, or for all where `sid` is null. */
export interface Mark {
  readonly why: Impairment
  readonly sid: string | null
  readonly from: number
  readonly until: number
}

export type Pulse = { kind: 'began' | 'beat' | 'bye' | 'ended'; heart: Heart } | { kind: 'impaired'; mark: Mark }

export interface Hearts {
  begin(heart: Pick<Heart, 'sid' | 'kid' | 'uuid' | 'proved'>, at: number): void
  beat(sid: string, n: number, at: number): void
  bye(sid: string, reason: string, at: number): void
  end(sid: string): void
  of(sid: string): Heart | undefined
  all(): Heart[]
  /** Hearts whose last beat is under 1.5 beats old, without those that said goodbye. */
  liveSet(now: number, beatMs: number): Heart[]
  mark(why: Impairment, from: number, until?: number, sid?: string): void
  /** The marks that touch this time, of all or of this session. */
  impairedBetween(from: number, to: number, sid?: string): Mark[]
  subscribe(listener: (pulse: Pulse) => void): () => void
}

const minuteMs = 60_000
/** Longer than any silence that is waited for. */
const markLifeMs = 24 * 60 * minuteMs

export const makeHearts = (): Hearts => {
  const hearts = new Map<string, Heart>()
  const listeners = new Set<(pulse: Pulse) => void>()
  let marks: Mark[] = []

  const tell = (pulse: Pulse): void => listeners.forEach(listener => listener(pulse))
  const change = (kind: 'beat' | 'bye', sid: string, changed: Partial<Heart>): void => {
    const before = hearts.get(sid)
    if (!before) return
    const heart = { ...before, ...changed }
    hearts.set(sid, heart)
    tell({ kind, heart })
  }

  return {
    begin: (born, at) => {
      const heart: Heart = { ...born, lastAt: at, n: 1, goodbye: null }
      hearts.set(born.sid, heart)
      tell({ kind: 'began', heart })
    },
    beat: (sid, n, at) => change('beat', sid, { n, lastAt: at }),
    bye: (sid, reason, at) => change('bye', sid, { goodbye: reason, lastAt: at }),
    end: sid => {
      const heart = hearts.get(sid)
      hearts.delete(sid)
      if (heart) tell({ kind: 'ended', heart })
    },
    of: sid => hearts.get(sid),
    all: () => [...hearts.values()],
    liveSet: (now, beatMs) =>
      [...hearts.values()].filter(heart => heart.goodbye === null && now - heart.lastAt < 1.5 * beatMs),
    mark: (why, from, until = from + minuteMs, sid) => {
      marks = marks.filter(mark => mark.until > from - markLifeMs)
      const last = marks.findLast(mark => mark.why === why && mark.sid === (sid ?? null))
      // A flood extends its mark instead of adding one for each request.
      const joined = last !== undefined && last.until >= from
      const mark: Mark = {
        why,
        sid: sid ?? null,
        from: joined ? last.from : from,
        until: joined ? Math.max(last.until, until) : until,
      }
      marks = [...marks.filter(other => !joined || other !== last), mark]
      tell({ kind: 'impaired', mark })
    },
    impairedBetween: (from, to, sid) =>
      marks.filter(mark => mark.from <= to && mark.until >= from && (mark.sid === null || mark.sid === sid)),
    subscribe: listener => {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
  }
}
