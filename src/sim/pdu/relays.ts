// The switching half of a PDU: commands, the moment a relay moves, and the moment the state column says so.
import { setMaxListeners } from 'node:events'
import type { Clock } from '#core/ports.ts'

export type RelayCommand = 'on' | 'off' | 'reboot' | 'delayedOn' | 'delayedOff' | 'delayedReboot' | 'cancel'

export interface Outlet {
  readonly number: number
  name: string
  /** Seconds; -1 never. */
  onDelaySeconds: number
  offDelaySeconds: number
  rebootSeconds: number
  /** What the relay does. */
  closed: boolean
  /** What the state column says. */
  shown: boolean
  /** Commands accepted and not yet seen to their end. */
  outstanding: number
}

/** One command on its way: `halt` ends it whole, `countdown` ends only what has not been told to the relay yet. */
interface Run {
  readonly outlet: Outlet
  readonly halt: AbortSignal
  readonly countdown: AbortSignal
  readonly pretend: boolean
}

export interface RelaysOptions {
  readonly clock: Clock
  readonly outlets: number
  readonly actsAfterMs: number
  readonly visibleAfterMs: number
  readonly lie: () => false | 'ignore' | 'pretend'
  readonly onMoved: () => void
}

export class Relays {
  readonly all: readonly Outlet[]
  readonly #options: RelaysOptions
  readonly #countdowns = new Map<Outlet, AbortController>()
  #halt = unlimited()

  constructor(options: RelaysOptions) {
    this.#options = options
    this.all = Array.from({ length: options.outlets }, (_, at) => ({
      number: at + 1,
      name: `Outlet ${at + 1}`,
      onDelaySeconds: 0,
      offDelaySeconds: 0,
      rebootSeconds: 5,
      closed: false,
      shown: false,
      outstanding: 0,
    }))
  }

  of(number: number): Outlet {
    const outlet = this.all[number - 1]
    if (!outlet) throw new RangeError(`no outlet ${number} on a PDU with ${this.all.length}`)
    return outlet
  }

  /** A later command takes the place of a countdown; a relay already told to move still moves. */
  command(number: number, command: RelayCommand): void {
    const outlet = this.of(number)
    const lie = this.#options.lie()
    if (lie === 'ignore') return
    this.#countdowns.get(outlet)?.abort()
    if (command === 'cancel') return
    const own = new AbortController()
    this.#countdowns.set(outlet, own)
    const halt = this.#halt.signal
    const run: Run = { outlet, halt, countdown: AbortSignal.any([own.signal, halt]), pretend: lie === 'pretend' }
    outlet.outstanding++
    void this.#carryOut(run, command).finally(() => outlet.outstanding--)
  }

  /** Relay and column at once, as found in the rack. */
  place(number: number, closed: boolean): void {
    const outlet = this.of(number)
    outlet.closed = closed
    outlet.shown = closed
  }

  /** The controller starts anew: commands under way are lost, the relays stay, the column says what they do. */
  forget(): void {
    this.#halt.abort()
    this.#halt = unlimited()
    this.#countdowns.clear()
    for (const outlet of this.all) outlet.shown = outlet.closed
  }

  /** Power is back at the inlet: each outlet goes on after its own power-on time, -1 stays off. */
  coldStart(): void {
    this.forget()
    for (const outlet of this.all) {
      this.place(outlet.number, false)
      this.command(outlet.number, 'delayedOn')
    }
  }

  async #carryOut(run: Run, command: Exclude<RelayCommand, 'cancel'>): Promise<void> {
    const { onDelaySeconds, offDelaySeconds } = run.outlet
    switch (command) {
      case 'on':
      case 'off':
        return this.#move(run, command === 'on')
      case 'reboot':
        await this.#move(run, false)
        if (await this.#countDown(run, run.outlet.rebootSeconds)) await this.#move(run, true)
        return
      case 'delayedOn':
        if (await this.#countDown(run, onDelaySeconds)) await this.#move(run, true)
        return
      case 'delayedOff':
        if (await this.#countDown(run, offDelaySeconds)) await this.#move(run, false)
        return
      case 'delayedReboot':
        if (await this.#countDown(run, offDelaySeconds)) await this.#carryOut(run, 'reboot')
    }
  }

  async #countDown({ countdown }: Run, seconds: number): Promise<boolean> {
    if (seconds < 0 || countdown.aborted) return false
    return seconds === 0 || this.#options.clock.wait(seconds * 1000, countdown)
  }

  async #move({ outlet, halt, pretend }: Run, closed: boolean): Promise<void> {
    const { clock, actsAfterMs, visibleAfterMs, onMoved } = this.#options
    if (actsAfterMs > 0 && !(await clock.wait(actsAfterMs, halt))) return
    if (!pretend) {
      outlet.closed = closed
      onMoved()
    }
    if (visibleAfterMs > actsAfterMs && !(await clock.wait(visibleAfterMs - actsAfterMs, halt))) return
    outlet.shown = closed
  }
}

/** Every outlet may wait on the same signal at once, which is no leak. */
function unlimited(): AbortController {
  const controller = new AbortController()
  setMaxListeners(0, controller.signal)
  return controller
}
