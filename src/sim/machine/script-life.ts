// What the enlisting script finds around it on a machine that has booted.
import type { Cancel, Clock } from '#core/ports.ts'
import type { Chance } from './chance.ts'
import type { Identity, SignedProof, StickContent } from './prover.ts'
import type { WireClient } from './wire-client.ts'

export type ScriptPhase = 'waitingForKey' | 'checkingIn' | 'holding'

export interface ScriptLife {
  readonly clock: Clock
  /** Fires when the power goes. */
  readonly cancel: Cancel
  readonly chance: Chance
  readonly identity: Identity
  readonly bootId: string
  uptimeMs(): number
  /** Reads the stick that is in the port now. */
  readKey(): Promise<StickContent | null>
  /** A client for these addresses that dies with the machine. */
  wireTo(urls: readonly string[], pin: string | null): WireClient
  /** Where a machine without a key finds a server: what mDNS and the site's name would tell it. */
  readonly lanUrls: readonly string[]
  say(phase: ScriptPhase): void
}

export interface ScriptEnd {
  readonly how: 'continue' | 'off' | 'dead'
  /** The proof it printed: the accepted one, else one over `boot:<bootId>` for MAAS to carry; null without a key. */
  readonly proof: SignedProof | null
  readonly accepted: boolean
}
