// What a story can do with a rack.
import type { Command } from '#core/command.ts'
import type { Event, EventOf } from '#core/event.ts'
import type { Numbers } from '#core/numbers.ts'
import type { Outcome } from '#core/ports.ts'
import type { Feed, OutletRef } from '#core/rack.ts'
import type { Outlet, State } from '#core/state.ts'
import type { SiteSettings } from '#main/site/settings-shape.ts'
import type { Site } from '#main/site/site.ts'
import type { Bench, BenchOptions } from '#sim/bench.ts'
import type { SimMachine } from '#sim/maas/machine.ts'
import type { UdpProxy } from '#sim/pdu/proxy.ts'
import type { VirtualPdu } from '#sim/pdu/virtual-pdu.ts'
import type { Technician } from '#sim/technician.ts'
import type { VirtualClock } from '#sim/virtual-clock.ts'
import type { Cable } from './cable.ts'
import type { Hands } from './hands.ts'

type Start = Extract<Command, { kind: 'startRun' }>

export interface TestRack {
  readonly clock: VirtualClock
  readonly bench: Bench
  readonly dir: string
  readonly events: Event[]
  readonly sticks: ReadonlyMap<string, string>
  readonly bugs: string[]
  readonly hands: Hands
  readonly cable: Cable | null
  site(): Site
  state(): State
  outlet(number: number, feed?: Feed): Outlet
  ref(number: number, feed?: Feed): OutletRef
  pdu(feed?: Feed): VirtualPdu
  /** The bad network in front of a PDU; only where the rack was opened with `proxied`. */
  line(feed?: Feed): UdpProxy
  /** What the PDUs were told and did not refuse, in order: `A-3 off`. */
  sets(): string[]
  /** Somebody deploys a machine in MAAS that names this outlet. */
  deploy(number: number, hostname: string, feed?: Feed): SimMachine
  technician: Technician | null
  /** A technician of the practice rack who follows the lanes from now on. */
  hire(clumsy?: number, seed?: number): Technician
  tell(command: Command): Promise<Outcome>
  start(wish?: Partial<Start>): Promise<Outcome>
  scope(): OutletRef[]
  of<K extends Event['kind']>(kind: K): EventOf<K>[]
  /** What happened so far, or since the given number of events, one line for each fact that matters. */
  story(since?: number): string[]
  /** Moves time until an event of this kind has come, counted from the call. */
  until<K extends Event['kind']>(kind: K, limitMs?: number, holds?: (event: EventOf<K>) => boolean): Promise<EventOf<K>>
  /** Pauses the run as soon as one machine holds, until so many do: nothing is cut before. */
  pausedUntilHeld(machines: number): Promise<void>
  /** Does something at the very instant the next event of this kind is in the journal. */
  once<K extends Event['kind']>(kind: K, act: () => void, holds?: (event: EventOf<K>) => boolean): void
  /** How the run ended; moves time until it has. */
  ended(): Promise<EventOf<'runEnded'>>
  /** Kills the engine where it stands and opens a new one on the same folder. */
  crash(): Promise<void>
  /** The same at the instant such an event is in the journal, before anything follows from it. */
  crashOn(fatal: (event: Event) => boolean, begin?: () => Promise<unknown>): Promise<void>
  close(): Promise<void>
}

export interface TestRackOptions extends Partial<Omit<BenchOptions, 'clock'>> {
  readonly lanes?: readonly string[]
  readonly numbers?: Partial<Numbers>
  readonly timeouts?: { readTimeoutMs?: number; readRetries?: number; setTimeoutMs?: number }
  readonly settings?: Partial<SiteSettings>
  /** Where this laptop reads whether its charger is fed. */
  readonly powerSupplies?: string
  /** What hangs in the rack before Racklight comes. */
  readonly before?: (bench: Bench) => void
  /** A network to spoil between Racklight and the PDUs. */
  readonly proxied?: boolean
  /** A cable to pull between the machines and the check-in server. */
  readonly cabled?: boolean
  /** Machines without a key find the check-in server too. */
  readonly found?: boolean
}
