// A PDU made of software: relays, breakers and loads, behind a true SNMP agent on a loopback address.
import type { Switch } from '#core/rack.ts'
import type { Clock } from '#core/ports.ts'
import { SnmpAgent, type LoggedSet, type RequestCounts } from './agent.ts'
import { kindOf } from './kinds.ts'
import { pduKnobs, type PduKnobs } from './knobs.ts'
import { MibTree } from './mib-tree.ts'
import { Power, type PowerListener } from './power.ts'
import { Relays, type Obstacle, type OutletKey } from './relays.ts'
import { systemCells } from './system-cells.ts'
import type { Member, PduUnit } from './unit.ts'
import type { UsmUser } from './usm.ts'

export interface VirtualPduOptions {
  readonly clock: Clock
  /** A name in `kinds.ts`. */
  readonly kind: string
  readonly serial: string
  readonly name: string
  readonly outlets: number
  /** Further units behind the same agent. */
  readonly guests?: readonly { readonly serial: string; readonly outlets: number }[]
  /**
   * By the number printed on the outlet's unit. Banks are numbered from 1; without it the outlets of a unit share two banks half
   * and half, up to eight share one.
   */
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
  /** A breaker that trips at another current than it says. */
  readonly tripAmps?: number
  readonly volts?: number
  /** Whether outlets are metered one by one. Default: as the kind is. */
  readonly metered?: boolean
  readonly maxMessageBytes?: number
  /** What the thing plugged into an outlet draws while the outlet is live; numbered over all units. */
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
  state(outlet: OutletKey): Switch
  isPending(outlet: OutletKey): boolean
  /** Whether there is voltage at the outlet, whatever the column says. */
  isLive(outlet: OutletKey): boolean
  isTripped(bank: number, unit?: number): boolean
  watts(): number
  /** Outlets as found in the rack, all alike or by number; the others stay. */
  setInitial(states: boolean | Readonly<Record<string, boolean>>): void
  /** From now on the outlet does not obey, and a family that can say so says why. */
  setObstacle(outlet: OutletKey, obstacle: Obstacle | null): void
  onPower(listener: PowerListener): () => void
  /** To be called when what is plugged in draws more or less than before. */
  loadChanged(): void
  resetBreaker(bank: number, unit?: number): void
  /** Power at the inlet; when it returns, outlets go on after their own power-on times. */
  setMains(live: boolean): void
  /** The management card restarts: deaf for a while, uptime from zero, commands under way lost, relays as they are. */
  reboot(deafMs: number): void
  open(): Promise<void>
  close(): Promise<void>
}

const cardStartMs = 15_000

const usualBank = (socket: number, outlets: number): number => (outlets > 8 && socket > outlets / 2 ? 2 : 1)

export function makeVirtualPdu(options: VirtualPduOptions): VirtualPdu {
  const { clock, visibleAfterMs = 1500, guests = [] } = options
  const kind = kindOf(options.kind)
  if (guests.length >= (kind.mostUnits ?? 1))
    throw new RangeError(`a ${kind.name} has at most ${kind.mostUnits ?? 1} units`)
  const knobs = { ...pduKnobs(), ...kind.quirks }
  const counts = [options.outlets, ...guests.map(guest => guest.outlets)]
  let startedAt = clock.now()
  let deafUntil = startedAt
  const relays: Relays = new Relays({
    clock,
    outlets: counts,
    visibleAfterMs,
    actsAfterMs: Math.min(options.actsAfterMs ?? 250, visibleAfterMs),
    lie: () => knobs.lie,
    onMoved: () => power.settle(),
  })
  const power: Power = new Power({
    relays,
    bankOf: ({ unit, socket }) => options.bankOf?.(socket) ?? usualBank(socket, counts[unit - 1] ?? 0),
    breakerAmps: options.breakerAmps ?? 16,
    tripAmps: options.tripAmps ?? options.breakerAmps ?? 16,
    volts: options.volts ?? 230,
    loadWattsOf: options.loadWattsOf,
  })
  const serial = (): string => knobs.wrongDevice || options.serial
  const memberOf = (number: number, own: () => string, name: string): Member => ({
    number,
    serial: own,
    outlets: relays.all.filter(outlet => outlet.unit === number),
    name,
  })
  const host = memberOf(1, serial, options.name)
  const unit: PduUnit = {
    kind,
    model: kind.model,
    metered: options.metered ?? kind.metered,
    serial,
    uptimeMs: () => clock.now() - startedAt,
    now: () => clock.now(),
    members: [host, ...guests.map((guest, at) => memberOf(at + 2, () => guest.serial, `${options.name} ${at + 2}`))],
    obstacleOf: outlet =>
      outlet.obstacle ?? (power.isTripped(power.bankOf(outlet.number), outlet.unit) ? 'breakerTripped' : null),
    relays,
    power,
    get name() {
      return host.name
    },
    set name(name) {
      host.name = name
    },
    contact: '',
    location: '',
  }
  const tree = new MibTree([...systemCells(unit), ...kind.cells(unit)])
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
    isTripped: (bank, member) => power.isTripped(bank, member),
    watts: () => power.watts(),
    setInitial(states) {
      const each =
        typeof states === 'boolean' ? relays.all.map(({ number }) => [number, states] as const) : Object.entries(states)
      for (const [outlet, closed] of each) relays.place(outlet, closed)
      power.settle()
    },
    setObstacle: (outlet, obstacle) => void (relays.of(outlet).obstacle = obstacle),
    onPower: listener => power.onPower(listener),
    loadChanged: () => power.settle(),
    resetBreaker: (bank, member) => power.resetBreaker(bank, member),
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
