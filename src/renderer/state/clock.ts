// The window's clock: the only place in the view where time and timers come from.
import type { Cancel, Clock } from '#core/ports.ts'

const wait = (ms: number, cancel?: Cancel): Promise<boolean> =>
  new Promise(resolve => {
    if (cancel?.aborted) return resolve(false)
    const stop = (): void => {
      clearTimeout(timer)
      resolve(false)
    }
    const timer = setTimeout(() => {
      cancel?.removeEventListener('abort', stop)
      resolve(true)
    }, ms)
    cancel?.addEventListener('abort', stop)
  })

export const browserClock: Clock = { now: () => Date.now(), wait, io: work => work }
