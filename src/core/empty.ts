// Is an outlet empty? A server on standby draws three watts, so a single low reading says little.

/** Readings that an empty outlet needs, and within which time. */
export const emptyReadings = 3
export const emptyWithinMs = 30_000

const leastWatts = 2
/** A meter that counts in bigger steps cannot tell a machine on standby from nothing. */
const coarseWatts = 5

export type Emptiness = 'empty' | 'loaded' | 'unknown'

/** `stepWatts`: the meter's resolution; null where nobody knows it. */
export const emptinessOf = (watts: readonly number[], stepWatts: number | null): Emptiness => {
  if (watts.some(one => one > Math.max(leastWatts, stepWatts ?? 0))) return 'loaded'
  return watts.length < emptyReadings || stepWatts === null || stepWatts > coarseWatts ? 'unknown' : 'empty'
}
