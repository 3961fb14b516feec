// Notices that the computer slept or stood still: beats of that time are missing for a reason of our own.
import type { Cancel, Clock } from '#core/ports.ts'
import type { Hearts } from './hearts.ts'

const lookEveryMs = 2_000
const sleptAfterMs = 5_000

export const watchSleep = async (clock: Clock, hearts: Hearts, stop: Cancel): Promise<void> => {
  let last = clock.now()
  while (await clock.wait(lookEveryMs, stop)) {
    const now = clock.now()
    if (now - last > sleptAfterMs) hearts.mark('slept', last, now + sleptAfterMs)
    last = now
  }
}
