// A PDU made of software: relays, breakers and loads, behind a true SNMP agent on a loopback address.
import type { Switch } from '#core/rack.ts'
import type { Clock } from '#core/ports.ts'
import { SnmpAgent, type LoggedSet, type RequestCounts } from './agent.ts'
import { apcCells } from './apc.ts'
import { apcModels, type ApcKind, type ApcUnit } from './apc-unit.ts'
import { pduKnobs, type PduKnobs } from './knobs.ts'
import { MibTree } from './mib-tree.ts'
import { Power, type PowerListener } from './power.ts'
import { Relays } from './relays.ts'
import type { UsmUser } from './usm.ts'

export interface VirtualPduOptions {
  readonly clock: Clock
  readonly kind: ApcKind
  readonly serial: string
  readonly name: string
  readonly outlets: number
  /** Banks are numbered from 1; without it the outlets share two banks half and half, up to eight share one. */
  readonly bankOf?: (outlet: number) => number
  /** From an accepted SET to the state column. Default 1500. */
  readonly visibleAfterMs?: number
  /** From an accepted SET to the relay. Default 250, never more than `visibleAfterMs`. */
  readonly actsAfterMs?: number
  readonly communityRead: string
  readonly communityWrite: string
  /** SNMPv3 users; without any it speaks v1 and v2c alone. */
  readonly users?: readonly UsmUser[]
  readonly address: string
  readonly port?: number
  readonly breakerAmps?: number
  readonly volts?: number
  /** Whether outlets are metered one by one. Default: only rpdu2. */
  readonly metered?: boolean
  readonly maxMessageBytes?: number
  /** What the thing plugged into an outlet draws while the outlet is live. */
  readonly loadWattsOf: (outlet: number) => number
}

export interface VirtualPdu {
  readonly address: string
  /** Known once open. */
  readonly port: number
  readonly serial: string
  readonly knobs: PduKnobs
  readonly sets: readonly LoggedSet[]
  readonly requests: Readonly<RequestCounts>
  /** What the state column says. */
  state(outlet: number): Switch
  isPending(outlet: number): boolean
  /** Whether there is voltage at the outlet, whatever the column says. */
  isLive(outlet: number): boolean
  isTripped(bank: number): boolean
  watts(): number
  /** Outlets as found in the rack, all alike or by number; the others stay. */
  setInitial(states: boolean | Readonly<Record<number, boolean>>): void
  onPower(listener: PowerListener): () => void
  /** To be called when what is plugged in draws more or less than before. */
  loadChanged(): void
  resetBreaker(bank: number): void
  /** Power at the inlet; when it returns, outlets go on after their own power-on times. */
  setMains(live: boolean): void
  /** The management card restarts: deaf for a while, uptime from zero, commands under way lost, relays as they are. */
  reboot(deafMs: number): void
  open(): Promise<void>
  close(): Promise<void>
}

const cardStartMs = 15_000

export function makeVirtualPdu(options: VirtualPduOptions): VirtualPdu {
  const { clock, kind, outlets, visibleAfterMs = 1500 } = options
  const knobs = pduKnobs()
  let startedAt = clock.now()
  let deafUntil = startedAt
  const relays: Relays = new Relays({
    clock,
    outlets,
    visibleAfterMs,
    actsAfterMs: Math.min(options.actsAfterMs ?? 250, visibleAfterMs),
    lie: () => knobs.lie,
    onMoved: () => power.settle(),
  })
  const power: Power = new Power({
    relays,
    bankOf: options.bankOf ?? (outlet => (outlets > 8 && outlet > outlets / 2 ? 2 : 1)),
    breakerAmps: options.breakerAmps ?? 16,
    volts: options.volts ?? 230,
    loadWattsOf: options.loadWattsOf,
  })
  const unit: ApcUnit = {
    kind,
    model: apcModels[kind],
    metered: options.metered ?? kind === 'rpdu2',
    serial: () => knobs.wrongDevice || options.serial,
    uptimeMs: () => clock.now() - startedAt,
    relays,
    power,
    name: options.name,
    contact: '',
    location: '',
  }
  const tree = new MibTree(apcCells(unit))
  const usm = options.users && {
    // A local engine id of text: enterprise 318, format 4 (RFC 3411 section 5).
    engineId: Buffer.concat([Buffer.from('8000013e04', 'hex'), Buffer.from(options.serial)]),
    users: options.users,
    uptimeMs: () => clock.now() - startedAt,
  }
  const agent = new SnmpAgent({ ...options, tree, knobs, usm, awake: () => power.mains && clock.now() >= deafUntil })
  const restartCard = (deafMs: number): void => {
    startedAt = clock.now()
    deafUntil = startedAt + deafMs
  }
  return {
    address: options.address,
    serial: options.serial,
    knobs,
    sets: agent.sets,
    requests: agent.requests,
    get port() {
      return agent.port
    },
    state: outlet => (relays.of(outlet).shown ? 'on' : 'off'),
    isPending: outlet => relays.of(outlet).outstanding > 0,
    isLive: outlet => power.isLive(outlet),
    isTripped: bank => power.isTripped(bank),
    watts: () => power.watts(),
    setInitial(states) {
      for (const { number } of relays.all) {
        const closed = typeof states === 'boolean' ? states : states[number]
        if (closed !== undefined) relays.place(number, closed)
      }
      power.settle()
    },
    onPower: listener => power.onPower(listener),
    loadChanged: () => power.settle(),
    resetBreaker: bank => power.resetBreaker(bank),
    setMains(live) {
      if (live === power.mains) return
      if (live) {
        restartCard(cardStartMs)
        relays.coldStart()
      } else relays.forget()
      power.setMains(live)
    },
    reboot(deafMs) {
      relays.forget()
      restartCard(deafMs)
    },
    open: () => agent.open(),
    close: async () => {
      relays.forget()
      await agent.close()
    },
  }
}
