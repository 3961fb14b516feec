// The physical half of a PDU: which outlets carry power, what they draw, and the breakers in front of the banks.
import type { Outlet, OutletKey, Relays } from './relays.ts'

export type PowerListener = (outlet: number, live: boolean) => void

export interface PowerOptions {
  readonly relays: Relays
  /** By the number printed on the outlet's own unit. */
  readonly bankOf: (outlet: Outlet) => number
  /** What the tables say a bank may carry. */
  readonly breakerAmps: number
  /** What its breaker stands before it trips. */
  readonly tripAmps: number
  readonly volts: number
  /** What is plugged in would draw, were the outlet live; by its number over all units. */
  readonly loadWattsOf: (outlet: number) => number
}

/** A breaker of one unit, and the outlets behind it. */
interface Bank {
  readonly unit: number
  readonly number: number
  readonly outlets: readonly Outlet[]
  tripped: boolean
}

export class Power {
  readonly breakerAmps: number
  readonly volts: number
  readonly #options: PowerOptions
  readonly #banks: readonly Bank[]
  readonly #listeners = new Set<PowerListener>()
  readonly #live = new Set<number>()
  #mains = true

  constructor(options: PowerOptions) {
    this.#options = options
    this.breakerAmps = options.breakerAmps
    this.volts = options.volts
    const behind = Map.groupBy(options.relays.all, outlet => `${outlet.unit}.${options.bankOf(outlet)}`)
    this.#banks = [...behind.values()].flatMap(outlets => {
      const [first] = outlets
      return first ? [{ unit: first.unit, number: options.bankOf(first), outlets, tripped: false }] : []
    })
  }

  get mains(): boolean {
    return this.#mains
  }

  banksOf(unit: number): number[] {
    const banks = this.#banks.filter(bank => bank.unit === unit)
    return banks.map(bank => bank.number).toSorted((a, b) => a - b)
  }

  bankOf(outlet: OutletKey): number {
    return this.#options.bankOf(this.#options.relays.of(outlet))
  }

  isLive(outlet: OutletKey): boolean {
    const found = this.#options.relays.of(outlet)
    return this.#mains && found.closed && !this.isTripped(this.#options.bankOf(found), found.unit)
  }

  isTripped(bank: number, unit = 1): boolean {
    return this.#bank(bank, unit)?.tripped ?? false
  }

  wattsOf(outlet: OutletKey): number {
    return this.isLive(outlet) ? this.#options.loadWattsOf(this.#options.relays.of(outlet).number) : 0
  }

  wattsOfBank(bank: number, unit = 1): number {
    return this.#sum(this.#bank(bank, unit)?.outlets ?? [])
  }

  /** Of one unit, or of all. */
  watts(unit?: number): number {
    return this.#sum(this.#options.relays.all.filter(outlet => unit === undefined || outlet.unit === unit))
  }

  amps(watts: number): number {
    return watts / this.volts
  }

  /** Tells the listeners what changed and trips what is overloaded; to be called when a relay or a load has changed. */
  settle(): void {
    this.#tell()
    for (const bank of this.#banks) {
      if (bank.tripped || this.amps(this.#sum(bank.outlets)) <= this.#options.tripAmps) continue
      bank.tripped = true
      this.#tell()
    }
  }

  /** Somebody pushes the breaker back in. */
  resetBreaker(number: number, unit = 1): void {
    const bank = this.#bank(number, unit)
    if (bank) bank.tripped = false
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

  #bank(number: number, unit: number): Bank | undefined {
    return this.#banks.find(bank => bank.number === number && bank.unit === unit)
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

  #sum(outlets: readonly Outlet[]): number {
    return outlets.reduce((sum, { number }) => sum + this.wattsOf(number), 0)
  }
}
