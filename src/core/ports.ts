// Interfaces only: what the engine and the performers ask of the world. Adapters in main and simulators in sim implement them.
import type { Event } from './event.ts'
import type { Fault, Result } from './fault.ts'
import type { Refusal } from './refusal.ts'
import type { Address, OutletNumber, OutletReading, PduId, PduProbe, SharedLoad, SnmpVersion, Switch } from './rack.ts'

/** The part of `AbortSignal` a performer needs; a real signal fits it. */
export interface Cancel {
  readonly aborted: boolean
  addEventListener(type: 'abort', listener: () => void): void
  removeEventListener(type: 'abort', listener: () => void): void
}

/** Every instant and every pause in the program comes from here. */
export interface Clock {
  /** Milliseconds since the Unix epoch. */
  now(): number
  /** True when the time is up, false as soon as `cancel` fires. Never rejects. */
  wait(ms: number, cancel?: Cancel): Promise<boolean>
  /** Wraps real input or output in flight, so that a virtual clock does not run ahead of it. */
  io<T>(work: Promise<T>): Promise<T>
}

/** How to speak to a PDU. The secrets come from the vault and go nowhere else. */
export interface PduAccess {
  readonly address: Address
  readonly version: SnmpVersion | 'any'
  readonly community: string
  readonly v3?: { user: string; authProtocol?: string; authKey?: string; privProtocol?: string; privKey?: string }
}

/** A known PDU as a performer addresses it: `id` is checked before the first SET and after every time-out. */
export interface PduTarget {
  readonly id: PduId
  readonly family: string
  readonly access: PduAccess
  readonly bulk: boolean
  readonly maxOids: number
  readonly delaySeconds: number
}

export interface PduReading {
  readonly id: PduId
  readonly readings: readonly OutletReading[]
  readonly loads: readonly SharedLoad[]
  /** Time of the round trip, for the connection dot. */
  readonly tookMs: number
}

export interface SwitchOutcome {
  readonly before: OutletReading
  readonly after: OutletReading
  /** False when the outlet already stood as asked and no SET was sent. */
  readonly sent: boolean
  readonly sentAt: number
  readonly reachedAt: number
}

/** An outlet that its PDU took off and brought back by itself. */
export interface CutOutcome {
  readonly before: OutletReading
  readonly sentAt: number
  /** When it was first read as off, and as on again. */
  readonly offAt: number
  readonly backAt: number
  /** As long as the PDU is set to keep it off. */
  readonly offSeconds: number
}

export interface NameOutcome {
  readonly before: string
  readonly after: string
}

export interface PduPort {
  probe(access: PduAccess, cancel?: Cancel): Promise<Result<PduProbe>>
  /** Reads the identity and every outlet. Another PDU behind the address is the fault `wrongDevice`. */
  read(target: PduTarget, cancel?: Cancel): Promise<Result<PduReading>>
  /**
   * Reads, asks `mayStill` right before the SET (which journals it), sends the SET once, reads back until reached or time is up.
   * `mayStill` answering false ends with the fault `cancelled` and nothing sent. `loads`: what banks and phases carry at that moment,
   * read only before an outlet goes on.
   */
  switchOutlet(
    target: PduTarget,
    outlet: OutletNumber,
    to: Switch,
    mayStill: (before: OutletReading, loads: readonly SharedLoad[]) => Promise<boolean>,
    cancel?: Cancel,
  ): Promise<Result<SwitchOutcome>>
  /**
   * Has the PDU itself take the outlet off and bring it back: sent once, so that it returns even if nobody hears us any more.
   * `mayStill` as in `switchOutlet`, told how long the PDU will keep it off. `notSupported` where the PDU has no such command or the outlet is not on.
   */
  cutTimed(
    target: PduTarget,
    outlet: OutletNumber,
    mayStill: (before: OutletReading, offSeconds: number) => Promise<boolean>,
    cancel?: Cancel,
  ): Promise<Result<CutOutcome>>
  /** Writes the name the PDU itself shows for an outlet, once, and reads it back; switches nothing. */
  nameOutlet(
    target: PduTarget,
    outlet: OutletNumber,
    text: string,
    mayStill?: (before: string) => Promise<boolean>,
    cancel?: Cancel,
  ): Promise<Result<NameOutcome>>
}

/** What came of an input: facts, the rule that said no, or a journal that could not be written. */
export type Outcome =
  | { readonly ok: true; readonly events: readonly Event[] }
  | { readonly ok: false; readonly refusal: Refusal }
  | { readonly ok: false; readonly fault: Fault }
