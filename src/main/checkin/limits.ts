// How often something may happen for one address or one session.
import type { Clock } from '#core/ports.ts'

export interface Gate {
  /** Counts and answers true while the limit is not reached; what is refused does not count. */
  admit(key: string): boolean
}

const mostKeys = 8192

/** Admits `most` for each key in any span of `spanMs`. */
export const makeGate = (clock: Clock, most: number, spanMs: number): Gate => {
  const admitted = new Map<string, number[]>()

  const sweep = (now: number): void => {
    for (const [key, times] of admitted) if ((times.at(-1) ?? 0) <= now - spanMs) admitted.delete(key)
    for (const key of admitted.keys()) {
      if (admitted.size <= mostKeys) break
      admitted.delete(key)
    }
  }

  return {
    admit: key => {
      const now = clock.now()
      const times = (admitted.get(key) ?? []).filter(at => at > now - spanMs)
      const fits = times.length < most
      if (fits) times.push(now)
      admitted.set(key, times)
      if (admitted.size > mostKeys) sweep(now)
      return fits
    },
  }
}

export interface Gates {
  readonly waits: Gate
  readonly hellos: Gate
  readonly proofs: Gate
  readonly hints: Gate
  readonly falseBeats: Gate
  readonly session: Gate
}

/** The limits of the wire: 300 new sessions a minute and address, 5 requests a second and session. */
export const makeGates = (clock: Clock): Gates => {
  const perMinute = (): Gate => makeGate(clock, 300, 60_000)
  return {
    waits: perMinute(),
    hellos: perMinute(),
    proofs: perMinute(),
    hints: perMinute(),
    falseBeats: perMinute(),
    session: makeGate(clock, 5, 1_000),
  }
}

export const mostConnectionsPerAddress = 1024
export const mostConnections = 16_384
export const mostBodyBytes = 16_384
export const mostHeaderBytes = 8_192
export const headersWithinMs = 10_000
export const bodyWithinMs = 10_000
export const idleWithinMs = 65_000
