// A MAAS made of software: its API 2.0 over true HTTP, as far as racks, PDUs and enlistment need it.
import { once } from 'node:events'
import type http from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Clock } from '#core/ports.ts'
import { storedMac } from './machine-form.ts'
import { deploy, finishCommissioning } from './machine-life.ts'
import type { SimMachine, Status } from './machine.ts'
import { parametersOf } from './machine.ts'
import { makeServer } from './server.ts'
import type { LoggedRequest, TlsIdentity } from './server.ts'
import type { Level, MaasKnobs, SimEvent, SimNeighbour } from './world.ts'
import { MaasWorld } from './world.ts'

export interface VirtualMaasOptions {
  readonly clock: Clock
  readonly address?: string
  readonly port?: number
  /** Answers as 3.4.10 did; from 3.7 on as 3.7.3. */
  readonly version?: string
  /** Speaks https with this certificate. */
  readonly tls?: TlsIdentity
}

export interface NewMachine {
  readonly macs: readonly string[]
  readonly hostname?: string
  readonly status?: Status
  readonly owner?: string | null
  readonly powerType?: string
  readonly powerParameters?: Readonly<Record<string, string>>
  readonly uuid?: string | null
  readonly serial?: string
  readonly description?: string
}

export interface VirtualMaas {
  /** Like `http://127.0.0.1:PORT/MAAS`; known once `open` has returned. */
  readonly url: string
  readonly apiKey: string
  /** An ordinary user's, no administrator. */
  readonly userKey: string
  readonly machines: ReadonlyMap<string, SimMachine>
  readonly knobs: MaasKnobs
  readonly requests: LoggedRequest[]
  open(): Promise<void>
  close(): Promise<void>
  addMachine(machine: NewMachine): SimMachine
  removeMachine(systemId: string): void
  /** All of a machine's power parameters, its PDU's and its own. */
  powerOf(systemId: string): Record<string, string>
  /** The machine reports that its enlistment or commissioning is over. */
  finishCommissioning(systemId: string, passed?: boolean): void
  /** Somebody acquires and deploys it; MAAS notes it at these levels. */
  deploy(systemId: string): void
  /** What MAAS would note by itself, such as `Performing PXE boot`; the entry's id, 0 where the machine is unknown. */
  noteEvent(systemId: string, level: Level, type: string, description?: string): number
  /** The same in a transaction that has not ended: it has its id, and nobody sees it until the release. */
  holdEvent(systemId: string, level: Level, type: string): void
  releaseEvents(): void
  /** A rack controller hears this on its network now. */
  hearNeighbour(neighbour: Omit<SimNeighbour, 'seenAt'>): void
}

export function makeVirtualMaas(options: VirtualMaasOptions): VirtualMaas {
  const { clock, address = '127.0.0.1', port = 0, version = '3.4.10', tls } = options
  const world = new MaasWorld(version, () => clock.now())
  const apiKey = world.newAccount({ username: 'admin', email: 'admin@maas.test', isAdmin: true })
  const userKey = world.newAccount({ username: 'user', email: 'user@maas.test', isAdmin: false })
  const requests: LoggedRequest[] = []
  const scheme = tls === undefined ? 'http' : 'https'
  let server: http.Server | null = null
  let url = ''
  const held: SimEvent[] = []
  return {
    get url() {
      return url
    },
    apiKey,
    userKey,
    machines: world.machines,
    knobs: world.knobs,
    requests,
    async open() {
      server = makeServer(world, clock, requests, tls)
      server.listen(port, address)
      await once(server, 'listening')
      url = `${scheme}://${address.includes(':') ? `[${address}]` : address}:${(server.address() as AddressInfo).port}/MAAS`
    },
    async close() {
      const closing = server
      server = null
      if (closing === null) return
      closing.close()
      closing.closeAllConnections()
      await once(closing, 'close')
    },
    addMachine: machine => addMachine(world, machine),
    removeMachine: systemId => void world.machines.delete(systemId),
    powerOf: systemId => {
      const machine = world.machines.get(systemId)
      return machine === undefined ? {} : parametersOf(machine)
    },
    finishCommissioning: (systemId, passed = true) => {
      const machine = world.machines.get(systemId)
      if (machine !== undefined) finishCommissioning(world, machine, passed)
    },
    deploy: systemId => {
      const machine = world.machines.get(systemId)
      if (machine !== undefined) deploy(world, machine)
    },
    noteEvent: (systemId, level, type, description = '') => {
      const machine = world.machines.get(systemId)
      if (machine === undefined) return 0
      world.note(machine, level, type, description)
      return world.events.at(-1)?.id ?? 0
    },
    hearNeighbour: neighbour => void world.neighbours.push({ ...neighbour, seenAt: world.now() }),
    holdEvent: (systemId, level, type) => {
      const machine = world.machines.get(systemId)
      if (machine === undefined) return
      world.note(machine, level, type)
      held.push(...world.events.splice(-1))
    },
    releaseEvents: () => {
      world.events.push(...held.splice(0))
      world.events.sort((a, b) => a.id - b.id)
    },
  }
}

function addMachine(world: MaasWorld, made: NewMachine): SimMachine {
  const macs = made.macs.map(mac => storedMac(mac) ?? mac)
  const named = made.hostname === undefined ? {} : { hostname: made.hostname }
  const machine = world.makeMachine({ architecture: 'amd64/generic', macs, ...named })
  const status = made.status ?? 'New'
  if (!['New', 'Commissioning', 'Failed commissioning'].includes(status) || status === 'Commissioning')
    machine.commissioningResultId = world.next()
  machine.status = status
  machine.owner = made.owner ?? (['Deployed', 'Allocated', 'Deploying'].includes(status) ? 'admin' : null)
  machine.hardwareUuid = made.uuid?.toLowerCase() ?? null
  machine.serial = made.serial ?? ''
  machine.description = made.description ?? ''
  if (made.powerType !== undefined) world.setPower(machine, made.powerType, made.powerParameters ?? {})
  return machine
}
