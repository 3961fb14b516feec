// The only clock that ticks by itself.
import type { Clock } from '#core/ports.ts'

export const systemClock: Clock = {
  now: () => Date.now(),
  wait: (ms, cancel) =>
    cancel?.aborted
      ? Promise.resolve(false)
      : new Promise(resolve => {
          const stop = (): void => {
            clearTimeout(timer)
            resolve(false)
          }
          const timer = setTimeout(
            () => {
              cancel?.removeEventListener('abort', stop)
              resolve(true)
            },
            Math.max(0, ms),
          )
          cancel?.addEventListener('abort', stop)
        }),
  io: work => work,
}
