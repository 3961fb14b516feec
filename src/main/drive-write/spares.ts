// Writing processes that are started before they are needed: their start takes longer than a small key takes to write.
import type { Clock } from '#core/ports.ts'
import type { Writer } from './order.ts'

export interface Spares {
  /** Starts so many as are lacking, because a person is about to agree to as many drives. */
  keep(count: number): void
  /** One that waits, else a new one. */
  take(): Writer
  /** Ends those that wait. */
  close(): void
}

/** Whoever has not agreed by then will wait a moment longer. */
const idleMs = 120_000

interface Spare {
  readonly writer: Writer
  end(): void
}

export const makeSpares = (start: () => Writer, clock: Pick<Clock, 'wait'>): Spares => {
  const waiting = new Set<Spare>()
  const add = (): void => {
    const inner = start()
    const taken = new AbortController()
    const said: unknown[] = []
    let hear = (message: unknown): void => void said.push(message)
    let died: string | null = null
    let ended = (why: string): void => {
      died = why
      waiting.delete(spare)
    }
    inner.onMessage(message => hear(message))
    inner.onExit(why => ended(why))
    const spare: Spare = {
      writer: {
        send: inner.send,
        kill: inner.kill,
        onMessage: next => {
          taken.abort()
          hear = next
          said.splice(0).forEach(next)
        },
        onExit: next => {
          ended = next
          if (died !== null) next(died)
        },
      },
      end: () => {
        taken.abort()
        waiting.delete(spare)
        inner.kill()
      },
    }
    waiting.add(spare)
    void clock.wait(idleMs, taken.signal).then(timeIsUp => timeIsUp && spare.end())
  }
  return {
    keep: count => {
      while (waiting.size < count) add()
    },
    take: () => {
      const [spare] = waiting
      if (!spare) return start()
      waiting.delete(spare)
      return spare.writer
    },
    close: () => waiting.forEach(spare => spare.end()),
  }
}
