// What a virtual machine is made of, and what a common one is like.
import type { Clock } from '#core/ports.ts'
import { between, type Chance } from './chance.ts'
import type { Identity, SignedProof } from './prover.ts'

export type MachinePhase =
  | 'dead'
  | 'standby'
  | 'firmware'
  | 'kernel'
  | 'waitingForKey'
  | 'checkingIn'
  | 'holding'
  | 'enlisting'
  | 'running'

/** How long a boot takes: firmware and network boot until the kernel starts, then until the script runs. */
export interface BootMs {
  readonly toKernel: number
  readonly toScript: number
}

export interface EnlistFacts extends Identity {
  readonly bootId: string
  readonly uptimeMs: number
  /** What the script printed; null without a key. */
  readonly proof: SignedProof | null
  readonly accepted: boolean
  /** The exit code: the strict variant fails without a proof. */
  readonly exit: 0 | 1
}

export interface VirtualMachineOptions extends Identity {
  readonly clock: Clock
  readonly cords: readonly string[]
  readonly seed?: number
  readonly bootMs?: (chance: Chance) => BootMs
  /** Divides the boot's delays, never the uptime it reports. */
  readonly pace?: number
  /** After a loss of supply it waits for the power button. */
  readonly staysOffAfterAcLoss?: boolean
  readonly watts?: Partial<Record<MachinePhase, number>>
  readonly lanUrls?: readonly string[]
  readonly localAddress?: string
  /** `script`: MAAS's environment; `firmware`: a bootable key that beats unproved, then the script. */
  readonly carrier?: 'script' | 'firmware'
  readonly gate?: 'watch' | 'strict'
  /** What the boot leads to; asked at each boot. */
  readonly bootsInto?: () => 'script' | 'disk'
  readonly onEnlist?: (facts: EnlistFacts) => void | Promise<void>
  readonly onSend?: (path: string, body: string) => void
}

/** A common two-socket server; it draws most while its firmware trains memory and spins the fans. */
export const usualWatts: Readonly<Record<MachinePhase, number>> = {
  dead: 0,
  standby: 9,
  firmware: 190,
  kernel: 160,
  waitingForKey: 110,
  checkingIn: 115,
  holding: 110,
  enlisting: 130,
  running: 120,
}

export const usualBootMs = (chance: Chance): BootMs => ({
  toKernel: between(chance, 70_000, 160_000),
  toScript: between(chance, 25_000, 60_000),
})
