// Default numbers of a run; all settable, recorded with the run so that a replay decides alike.
import { z } from 'zod'

const ms = (value: number) => z.number().int().min(0).default(value)

export const Numbers = z.object({
  beatMs: ms(5_000),
  silenceBeats: z.number().int().min(3).default(3),
  silenceMinMs: ms(3_000),
  /** A beat this soon after the verified off may have been on its way already: neither proof of life nor of silence. */
  inFlightMs: ms(750),
  drainMs: ms(10_000),
  bootToleranceMs: ms(2_000),
  unseenMs: ms(30_000),
  hintMs: ms(480_000),
  questionMs: ms(900_000),
  giveUpMs: ms(1_800_000),
  keyOutMs: ms(8_000),
  /** From power to proof, of a server in a rack that nobody has timed yet: what a run is expected to take rests on it. */
  usualBootMs: ms(300_000),
  presenceMs: ms(1_800_000),
  canaryMs: ms(10_000),
  offGapMs: ms(500),
  onGapMs: ms(3_000),
  /** Where nobody knows what will be drawn, or what its bank can carry. */
  onGapUnknownMs: ms(5_000),
  /** Part of a breaker's rating that may be used. */
  fullAt: z.number().min(0.1).max(1).default(0.8),
  /** A load has risen when it rose by this much, and by so many times the noise of its meter. */
  riseWatts: z.number().min(1).default(10),
  riseNoises: z.number().min(1).default(5),
  attempts: z.number().int().min(1).default(2),
  /** How long the run waits at its end for bound machines to appear in MAAS. */
  enlistMs: ms(900_000),
})
export type Numbers = z.infer<typeof Numbers>
export const defaultNumbers: Numbers = Numbers.parse({})

/** Some of them, and none filled in: what a site has set for itself. */
export const SomeNumbers = z.object(
  Object.fromEntries(Object.entries(Numbers.shape).map(([name, number]) => [name, number.unwrap().optional()])) as {
    [K in keyof Numbers]: z.ZodOptional<z.ZodNumber>
  },
)

/** The MAAS view is fresh for five times as long as it took to read, within these bounds. */
export const maasFreshMs = (tookMs: number): number => Math.min(300_000, Math.max(60_000, 5 * tookMs))

export const unlockMs = 60_000
export const keyLifeMs = 12 * 3_600_000
/** An outlet that a hand switched on with us stays in custody this long when no run is open. */
export const handCustodyMs = 1_800_000
