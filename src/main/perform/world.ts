// What performers may use of the world; the composition root fills it in.
import type { Fault, Result } from '#core/fault.ts'
import type { Clock, Cancel, PduPort, PduTarget } from '#core/ports.ts'
import type { PduReading } from '#core/ports.ts'
import type { Report } from '#core/report.ts'
import type { State } from '#core/state.ts'
import type { Outcome } from '#core/ports.ts'

/** A heart as the check-in server hears it. */
export interface HeartSeen {
  readonly sid: string
  readonly uuid: string
  readonly proved: boolean
  /** Zero: not heard since this process began. */
  readonly lastAt: number
  readonly goodbye: string | null
}

export interface HeartsPort {
  of(sid: string): HeartSeen | undefined
  all(): readonly HeartSeen[]
  impairedBetween(from: number, to: number, sid?: string): readonly unknown[]
  subscribe(listener: (pulse: { kind: string; heart?: HeartSeen }) => void): () => void
}

/** The check-in server while it is open. */
export interface OpenedCheckIn {
  readonly url: string
  close(): Promise<void>
}

export interface CheckInPort {
  readonly hearts: HeartsPort
  open(run: string): Promise<Result<OpenedCheckIn>>
  /** The plain side, for hints alone; a fault while the server itself is closed. */
  openHints(): Promise<Result<{ close(): Promise<void> }>>
  onState(state: { open: boolean; url: string | null; fault: Fault | null }): void
}

export interface MaasAllocation {
  readonly readAt: number
  readonly tookMs: number
  readonly named: Extract<Report, { kind: 'maasRead' }>['named']
  readonly deployedUnknown: number
}

export interface MaasPort {
  /** Everything that names an outlet of the PDUs we know. */
  allocation(state: State, cancel?: Cancel): Promise<Result<MaasAllocation>>
  /** Writes one bound machine; `ok` with null while MAAS does not know the machine, or while it still enlists. */
  record(
    state: State,
    machine: string,
    cancel?: Cancel,
  ): Promise<Result<{ systemId: string; changes: string[]; refused: string[] } | null>>
  answers(cancel?: Cancel): Promise<Result<void>>
}

/** Things that must stay up when an outlet goes off. `baseline` is taken right before the cut. */
export interface CanaryPort {
  baseline(): Promise<void>
  /** Null while all is well. */
  lost(): Promise<{ canary: string; detail: string } | null>
}

/** Loads as the PDUs' meters told them, the newest last. */
export interface LoadsPort {
  of(outlet: string): readonly { readonly at: number; readonly watts: number }[]
  /** Every outlet that has a meter, by its key. */
  metered(): readonly string[]
  subscribe(listener: (pdu: string) => void): () => void
}

export interface World {
  readonly clock: Clock
  state(): State
  submit(report: Report): Promise<Outcome>
  readonly pdus: PduPort
  /** Null when the PDU is unknown, or its credentials are not in the vault. */
  targetOf(pdu: string): PduTarget | null
  readonly checkIn: CheckInPort
  readonly maas: MaasPort | null
  readonly canaries: CanaryPort
  readonly loads: LoadsPort
  onReading(pdu: string, reading: PduReading): void
  readonly maasEveryMs: number
  readonly pduEveryMs: number
}

export type Performer<E> = (effect: E, world: World, cancel: Cancel) => Promise<void>
