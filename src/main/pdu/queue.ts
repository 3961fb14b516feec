// Requests to one PDU never overlap: many cards answer a second question late, wrongly or not at all.
import type { Cancel } from '#core/ports.ts'

export interface Turns {
  /** Runs `task` when everything earlier under any of the keys has ended; undefined when cancelled before its turn. */
  take<T>(keys: readonly string[], task: () => Promise<T>, cancel?: Cancel): Promise<T | undefined>
}

export function makeTurns(): Turns {
  const tails = new Map<string, Promise<void>>()
  return {
    take<T>(keys: readonly string[], task: () => Promise<T>, cancel?: Cancel): Promise<T | undefined> {
      const earlier = Promise.all(keys.map(key => tails.get(key) ?? Promise.resolve()))
      const given = new Promise<T | undefined>((resolve, reject) => {
        let gaveUp = cancel?.aborted ?? false
        const giveUp = (): void => {
          gaveUp = true
          resolve(undefined)
        }
        if (gaveUp) giveUp()
        else cancel?.addEventListener('abort', giveUp)
        const mine = earlier.then(async () => {
          cancel?.removeEventListener('abort', giveUp)
          if (!gaveUp) resolve(await task())
        })
        const tail = mine.catch(reject)
        for (const key of keys) tails.set(key, tail)
        void tail.then(() => {
          for (const key of keys) if (tails.get(key) === tail) tails.delete(key)
        })
      })
      return given
    },
  }
}
