// The switching half of a PDU: commands, the moment a relay moves, and the moment the state column says so.
import { setMaxListeners } from 'node:events'
import type { Clock } from '#core/ports.ts'
import type { Switch } from '#core/rack.ts'

export type RelayCommand = 'on' | 'off' | 'reboot' | 'delayedOn' | 'delayedOff' | 'delayedReboot' | 'cancel'

/** What keeps an outlet from switching; a PDU tells it in a column of its own, or not at all. */
export type Obstacle = 'locked' | 'breakerTripped' | 'relayFailed' | 'serviceMode' | 'noConnection'

/** An outlet's number over all units, or "2.7" for the one printed 7 on unit 2. */
export type OutletKey = number | string

export interface Outlet {
  /** Counted over all units of a chain, from 1. */
  readonly number: number
  /** Counted from 1. */
  readonly unit: number
  /** As printed on its unit, from 1. */
  readonly socket: number
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
  /** Which way the latest of them leads. */
  heading: Switch | null
  /** A command that waits for its time; `endsAt` in milliseconds since the Unix epoch. */
  countdown: Countdown | null
  /** When the relay last moved, in milliseconds since the Unix epoch; 0 never. */
  movedAt: number
  /** While set, commands are accepted and do nothing; refusing them is the family's affair. */
  obstacle: Obstacle | null
}

export interface Countdown {
  readonly to: 'on' | 'off' | 'reboot'
  readonly endsAt: number
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
  /** How many outlets each unit of the chain has. */
  readonly outlets: readonly number[]
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
    const places = options.outlets.flatMap((count, at) =>
      Array.from({ length: count }, (_, socket) => ({ unit: at + 1, socket: socket + 1 })),
    )
    this.all = places.map((place, at) => ({
      ...place,
      number: at + 1,
      name: `Outlet ${place.socket}`,
      onDelaySeconds: 0,
      offDelaySeconds: 0,
      rebootSeconds: 5,
      closed: false,
      shown: false,
      outstanding: 0,
      heading: null,
      countdown: null,
      movedAt: 0,
      obstacle: null,
    }))
  }

  of(key: OutletKey): Outlet {
    const [unit, socket] = String(key).split('.').map(Number)
    const outlet =
      socket === undefined
        ? this.all[Number(key) - 1]
        : this.all.find(each => each.unit === unit && each.socket === socket)
    if (!outlet) throw new RangeError(`no outlet ${key} on a PDU with ${this.all.length}`)
    return outlet
  }

  /**
   * A later command takes the place of a countdown; a relay already told to move still moves.
   * Delayed commands wait `seconds`, or as long as the outlet is set to.
   */
  command(key: OutletKey, command: RelayCommand, seconds?: number): void {
    const outlet = this.of(key)
    if (outlet.obstacle === null) this.#begin(outlet, command, seconds)
  }

  /** Seconds until a delayed command of this kind; -1 when none waits. */
  secondsLeft({ countdown }: Outlet, to: Countdown['to']): number {
    return countdown?.to === to ? Math.max(0, Math.ceil((countdown.endsAt - this.#options.clock.now()) / 1000)) : -1
  }

  #begin(outlet: Outlet, command: RelayCommand, seconds?: number): void {
    const lie = this.#options.lie()
    if (lie === 'ignore') return
    this.#countdowns.get(outlet)?.abort()
    if (command === 'cancel') return
    const own = new AbortController()
    this.#countdowns.set(outlet, own)
    const halt = this.#halt.signal
    const run: Run = { outlet, halt, countdown: AbortSignal.any([own.signal, halt]), pretend: lie === 'pretend' }
    outlet.outstanding++
    void this.#carryOut(run, command, seconds).finally(() => {
      outlet.outstanding--
      if (outlet.outstanding === 0) outlet.heading = null
    })
  }

  /** Relay and column at once, as found in the rack. */
  place(key: OutletKey, closed: boolean): void {
    const outlet = this.of(key)
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
      this.#begin(outlet, 'delayedOn')
    }
  }

  async #carryOut(run: Run, command: Exclude<RelayCommand, 'cancel'>, seconds?: number): Promise<void> {
    const { onDelaySeconds, offDelaySeconds } = run.outlet
    switch (command) {
      case 'on':
      case 'off':
        return this.#move(run, command)
      case 'reboot':
        await this.#move(run, 'off')
        if (await this.#countDown(run, run.outlet.rebootSeconds)) await this.#move(run, 'on')
        return
      case 'delayedOn':
        if (await this.#announced(run, 'on', seconds ?? onDelaySeconds)) await this.#move(run, 'on')
        return
      case 'delayedOff':
        if (await this.#announced(run, 'off', seconds ?? offDelaySeconds)) await this.#move(run, 'off')
        return
      case 'delayedReboot':
        if (await this.#announced(run, 'reboot', seconds ?? offDelaySeconds)) await this.#carryOut(run, 'reboot')
    }
  }

  async #announced(run: Run, to: Countdown['to'], seconds: number): Promise<boolean> {
    const { outlet } = run
    const announced = { to, endsAt: this.#options.clock.now() + seconds * 1000 }
    outlet.countdown = announced
    outlet.heading = to === 'on' ? 'on' : 'off'
    const over = await this.#countDown(run, seconds)
    if (outlet.countdown === announced) outlet.countdown = null
    return over
  }

  async #countDown({ countdown }: Run, seconds: number): Promise<boolean> {
    if (seconds < 0 || countdown.aborted) return false
    return seconds === 0 || this.#options.clock.wait(seconds * 1000, countdown)
  }

  async #move({ outlet, halt, pretend }: Run, to: Switch): Promise<void> {
    const { clock, actsAfterMs, visibleAfterMs, onMoved } = this.#options
    outlet.heading = to
    if (actsAfterMs > 0 && !(await clock.wait(actsAfterMs, halt))) return
    if (!pretend) {
      outlet.closed = to === 'on'
      outlet.movedAt = clock.now()
      onMoved()
    }
    if (visibleAfterMs > actsAfterMs && !(await clock.wait(visibleAfterMs - actsAfterMs, halt))) return
    outlet.shown = to === 'on'
  }
}

/** Every outlet may wait on the same signal at once, which is no leak. */
function unlimited(): AbortController {
  const controller = new AbortController()
  setMaxListeners(0, controller.signal)
  return controller
}
