import type { Cancel } from '#core/ports.ts'

/** For work that lasts as long as the plan wants it. */
export const untilStopped = (cancel: Pick<Cancel, 'aborted' | 'addEventListener'>): Promise<void> =>
  new Promise(resolve => {
    if (cancel.aborted) resolve()
    else cancel.addEventListener('abort', resolve)
  })
