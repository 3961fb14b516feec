// What the check-in server asks of the rest of the program. The engine judges; the server only speaks.
import type { Clock } from '#core/ports.ts'
import type { Order, ProofDocument, RejectReason } from '#core/wire.ts'

/** The result of looking at a proof by itself; consumes nothing. */
export interface ProofCheck {
  /** Null when the document is malformed. */
  readonly proof: ProofDocument | null
  readonly digestRight: boolean
  /** Empty when nothing speaks against it; else the weightiest first. */
  readonly reasons: readonly RejectReason[]
}

export interface Judgement {
  readonly verdict: 'accepted' | 'rejected'
  readonly reason?: RejectReason
  /** Never used before; may be empty when rejected. */
  readonly sid: string
  readonly order: Order
}

/** A machine without a key that found the server. */
export interface Stranger {
  readonly at: number
  readonly address: string
  readonly uuid: string
  readonly bootId: string
}

export interface Rejection {
  readonly at: number
  readonly address: string
  readonly reason: RejectReason
  /** Null when the document was too broken to say. */
  readonly kid: string | null
  readonly uuid: string | null
  /** The holder of the key's secret wrote it. */
  readonly digestRight: boolean
}

/** What firmware that can only GET said of itself: never a proof. */
export interface Hint {
  readonly at: number
  readonly address: string
  readonly kid: string
  readonly uuid: string
  readonly mac: string
  readonly serial: string
}

export interface CheckInDesk {
  readonly clock: Clock
  /** The key's 32 secret bytes; undefined when the kid is not of this site or revoked. */
  secretOf(kid: string): Uint8Array | undefined
  readonly nonces: { mint(kid: string, uuid: string, bootId: string): string; spend(nonce: string): void }
  verify(document: unknown): ProofCheck
  /** Asked once for each proof whose digest, nonce and identity are right. */
  judge(proof: ProofDocument, receivedAt: number): Promise<Judgement>
  orderOf(sid: string): Order
  /** How long a machine without a key, which calls itself `uuid`, should wait for one. */
  secondsToWait(uuid: string): number
  beatSeconds(): number
  onStranger(stranger: Stranger): void
  onRejected(rejection: Rejection): void
  onBye(sid: string, reason: string, at: number): void
  /** Answers whether the machine should go on holding. */
  onHint(hint: Hint): 'hold' | 'end'
  /** A throw inside this program while a machine was served. */
  onBug(error: unknown): void
}

/** What a session needs to live through a restart; the rest follows from the key's secret. */
export interface SavedSession {
  readonly sid: string
  readonly kid: string
  readonly nonce: string
  readonly uuid: string
}
