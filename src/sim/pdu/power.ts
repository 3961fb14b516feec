// The physical half of a PDU: which outlets carry power, what they draw, and the breakers in front of the banks.
import type { Relays } from './relays.ts'

export type PowerListener = (outlet: number, live: boolean) => void

export interface PowerOptions {
  readonly relays: Relays
  readonly bankOf: (outlet: number) => number
  readonly breakerAmps: number
  readonly volts: number
  /** What is plugged in would draw, were the outlet live. */
  readonly loadWattsOf: (outlet: number) => number
}

export class Power {
  readonly banks: readonly number[]
  readonly breakerAmps: number
  readonly volts: number
  readonly #options: PowerOptions
  readonly #listeners = new Set<PowerListener>()
  readonly #live = new Set<number>()
  readonly #tripped = new Set<number>()
  #mains = true

  constructor(options: PowerOptions) {
    this.#options = options
    this.breakerAmps = options.breakerAmps
    this.volts = options.volts
    this.banks = [...new Set(options.relays.all.map(outlet => options.bankOf(outlet.number)))].toSorted((a, b) => a - b)
  }

  get mains(): boolean {
    return this.#mains
  }

  bankOf(outlet: number): number {
    return this.#options.bankOf(outlet)
  }

  isLive(outlet: number): boolean {
    return this.#mains && this.#options.relays.of(outlet).closed && !this.#tripped.has(this.bankOf(outlet))
  }

  isTripped(bank: number): boolean {
    return this.#tripped.has(bank)
  }

  wattsOf(outlet: number): number {
    return this.isLive(outlet) ? this.#options.loadWattsOf(outlet) : 0
  }

  wattsOfBank(bank: number): number {
    return this.#sum(outlet => this.bankOf(outlet) === bank)
  }

  watts(): number {
    return this.#sum(() => true)
  }

  amps(watts: number): number {
    return watts / this.volts
  }

  /** Tells the listeners what changed and trips what is overloaded; to be called when a relay or a load has changed. */
  settle(): void {
    this.#tell()
    for (const bank of this.banks) {
      if (this.#tripped.has(bank) || this.amps(this.wattsOfBank(bank)) <= this.breakerAmps) continue
      this.#tripped.add(bank)
      this.#tell()
    }
  }

  /** Somebody pushes the breaker back in. */
  resetBreaker(bank: number): void {
    this.#tripped.delete(bank)
    this.settle()
  }

  setMains(live: boolean): void {
    this.#mains = live
    this.settle()
  }

  onPower(listener: PowerListener): () => void {
    this.#listeners.add(listener)
    return () => void this.#listeners.delete(listener)
  }

  #tell(): void {
    for (const { number } of this.#options.relays.all) {
      const live = this.isLive(number)
      if (live === this.#live.has(number)) continue
      if (live) this.#live.add(number)
      else this.#live.delete(number)
      for (const listener of this.#listeners) listener(number, live)
    }
  }

  #sum(counts: (outlet: number) => boolean): number {
    return this.#options.relays.all.reduce((sum, { number }) => sum + (counts(number) ? this.wattsOf(number) : 0), 0)
  }
}
