// Time for tests: nothing happens until a test moves it, and it never runs ahead of input or output in flight.
import type { Cancel, Clock } from '#core/ports.ts'

interface Due {
  at: number
  order: number
  fire: () => void
}

export class VirtualClock implements Clock {
  #now: number
  #order = 0
  #due: Due[] = []
  #inFlight = 0
  #settled: (() => void)[] = []
  /** Simulators that hold back an answer: only time can end the input or output of whoever asked. */
  #holding = new Set<object>()

  constructor(startAt = Date.UTC(2026, 0, 5, 8)) {
    this.#now = startAt
  }

  now(): number {
    return this.#now
  }

  wait(ms: number, cancel?: Cancel): Promise<boolean> {
    if (cancel?.aborted) return Promise.resolve(false)
    return new Promise(resolve => {
      const due: Due = {
        at: this.#now + Math.max(0, Math.ceil(ms)),
        order: this.#order++,
        fire: () => {
          cancel?.removeEventListener('abort', stop)
          resolve(true)
        },
      }
      const stop = (): void => {
        this.#due = this.#due.filter(other => other !== due)
        resolve(false)
      }
      cancel?.addEventListener('abort', stop)
      this.#due.push(due)
    })
  }

  async io<T>(work: Promise<T>): Promise<T> {
    this.#inFlight++
    try {
      return await work
    } finally {
      this.#inFlight--
      // Whoever asked may have given up first.
      for (const held of this.#holding) if (this.#holding.size > this.#inFlight) this.#holding.delete(held)
      this.#tellSettled()
    }
  }

  /**
   * For a simulator at the other end of somebody's `io`: answers only when `ms` have passed, and lets time pass. `nested`: how many
   * `io` wait for this one answer, where the question is a part of work that is wrapped itself.
   */
  async holdAnswer(ms: number, cancel?: Cancel, nested = 1): Promise<boolean> {
    const held = Array.from({ length: nested }, () => ({}))
    for (const each of held) this.#holding.add(each)
    this.#tellSettled()
    try {
      return await this.wait(ms, cancel)
    } finally {
      for (const each of held) this.#holding.delete(each)
    }
  }

  /** Moves time by `ms`, firing what falls due in order and waiting for input and output to settle in between. */
  async advance(ms: number): Promise<void> {
    const end = this.#now + ms
    for (;;) {
      await this.quiet()
      const next = this.#next(end)
      if (!next) break
      this.#step(next)
    }
    this.#now = end
    await this.quiet()
  }

  /** Moves time until `done` answers true; fails when `limitMs` of virtual time passes without it. */
  async until(done: () => boolean, limitMs = 3_600_000): Promise<void> {
    const end = this.#now + limitMs
    for (;;) {
      await this.quiet()
      if (done()) return
      const next = this.#next(end)
      if (!next) throw new Error(`nothing made it true within ${limitMs} ms of virtual time`)
      this.#step(next)
    }
  }

  /** Moves time only as far as this work needs it. */
  async through<T>(work: Promise<T>): Promise<T> {
    let over = false
    const tell = (): void => void (over = true)
    work.then(tell, tell)
    await this.until(() => over)
    return work
  }

  /** Lets promises, sockets and files come to rest without moving time. */
  async quiet(): Promise<void> {
    for (;;) {
      for (let turns = 0; turns < 8; turns++) await new Promise<void>(resolve => setImmediate(resolve))
      if (!this.#busy()) return
      await new Promise<void>(resolve => this.#settled.push(resolve))
    }
  }

  #busy(): boolean {
    return this.#inFlight > this.#holding.size
  }

  #tellSettled(): void {
    if (!this.#busy()) this.#settled.splice(0).forEach(tell => tell())
  }

  #next(end: number): Due | undefined {
    let first: Due | undefined
    for (const due of this.#due)
      if (due.at <= end && (!first || due.at < first.at || (due.at === first.at && due.order < first.order)))
        first = due
    return first
  }

  #step(due: Due): void {
    this.#due = this.#due.filter(other => other !== due)
    this.#now = Math.max(this.#now, due.at)
    due.fire()
  }
}
