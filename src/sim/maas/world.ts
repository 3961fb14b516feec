// What the double remembers: machines, the rows of their PDUs, tags, events, keys.
import { Login } from './login.ts'
import type { Account } from './login.ts'
import type { BmcRow, SimMachine, Status } from './machine.ts'
import { parametersOf } from './machine.ts'
import { powerTypes } from './power-types.ts'

export interface SimEvent {
  readonly id: number
  readonly systemId: string
  readonly hostname: string
  readonly level: Level
  readonly type: string
  readonly description: string
  readonly username: string
  readonly at: number
}

export const levels = { AUDIT: 0, DEBUG: 10, INFO: 20, WARNING: 30, ERROR: 40, CRITICAL: 50 } as const
export type Level = keyof typeof levels

/** Something that a rack controller has heard on its network. */
export interface SimNeighbour {
  readonly ip: string
  readonly mac: string
  /** By mDNS. */
  readonly hostname: string | null
  /** The maker that the MAC belongs to. */
  readonly organization: string | null
  readonly seenAt: number
}

export interface SimTag {
  readonly name: string
  readonly comment: string
  readonly definition: string
  readonly kernelOpts: string
}

export interface MaasKnobs {
  /** Every answer comes this much later. */
  slowMs: number
  /** Requests are taken and never answered. */
  silent: boolean
  /** Answers these requests with this status and changes nothing. */
  failWith: 403 | 500 | 503 | null
  failOn: (request: { readonly method: string; readonly path: string }) => boolean
  failTimes: number
  retryAfterS: number | null
  /** Connections are cut as soon as they come. */
  breakOff: boolean
  /** As a region with TLS answers on its http port: all but machines/ is sent on to this origin. */
  redirectTo: string | null
  rackConnected: boolean
  imagesSynced: boolean
  /** What the BMC or PDU says when MAAS asks it. */
  powerAnswer: 'on' | 'off' | 'unknown'
  /** How far MAAS's clock is ahead of the true time. */
  clockAheadMs: number
}

export const defaultKnobs = (): MaasKnobs => ({
  slowMs: 0,
  silent: false,
  failWith: null,
  failOn: () => true,
  failTimes: Infinity,
  retryAfterS: null,
  breakOff: false,
  redirectTo: null,
  rackConnected: true,
  imagesSynced: true,
  powerAnswer: 'off',
  clockAheadMs: 0,
})

const moods = [
  'able',
  'bold',
  'calm',
  'deft',
  'eager',
  'fair',
  'glad',
  'hardy',
  'keen',
  'lucid',
  'mild',
  'neat',
  'open',
  'prime',
]
const beasts = [
  'ape',
  'bat',
  'cat',
  'dove',
  'elk',
  'fox',
  'gnu',
  'hare',
  'ibex',
  'jay',
  'kite',
  'lynx',
  'mole',
  'newt',
  'owl',
]

export class MaasWorld {
  readonly version: string
  readonly now: () => number
  readonly knobs: MaasKnobs = defaultKnobs()
  readonly machines = new Map<string, SimMachine>()
  readonly tags = new Map<string, SimTag>()
  readonly events: SimEvent[] = []
  readonly neighbours: SimNeighbour[] = []
  readonly login = new Login()
  #serial = 0

  constructor(version: string, now: () => number) {
    this.version = version
    this.now = () => now() + this.knobs.clockAheadMs
  }

  get series(): string {
    return this.isNewer ? 'noble' : 'focal'
  }

  /** The differences that were seen in 3.7. */
  get isNewer(): boolean {
    const [major = 0, minor = 0] = this.version.split('.').map(Number)
    return major > 3 || minor >= 7
  }

  next(): number {
    return ++this.#serial
  }

  newSystemId(): string {
    const letters = 'abcdefghkmnpqrstwxy34678'
    let rest = (this.next() * 7_368_787 + 91_827_364) % letters.length ** 6
    let id = ''
    for (let place = 0; place < 6; place++) {
      id += letters[rest % letters.length]
      rest = Math.floor(rest / letters.length)
    }
    return id
  }

  inventHostname(): string {
    for (let n = this.machines.size; ; n++) {
      const name = `${moods[n % moods.length]}-${beasts[Math.floor(n / moods.length) % beasts.length]}`
      const unique = n < moods.length * beasts.length ? name : `${name}-${n}`
      if (![...this.machines.values()].some(machine => machine.hostname === unique)) return unique
    }
  }

  newAccount(account: Omit<Account, 'consumer' | 'token' | 'secret'>): string {
    const part = (kind: string): string =>
      `${kind}${this.next()}${account.username.replaceAll(/\W/g, '')}`.padEnd(18, 'X')
    const made = { ...account, consumer: part('Con'), token: part('Tok'), secret: part('Sec').padEnd(32, 'Z') }
    this.login.accounts.push(made)
    return `${made.consumer}:${made.token}:${made.secret}`
  }

  makeMachine(made: {
    readonly architecture: string
    readonly macs: readonly string[]
    readonly hostname?: string
  }): SimMachine {
    const systemId = this.newSystemId()
    const nodeKey = this.newAccount({ username: systemId, email: '', isAdmin: false, systemId })
    const machine: SimMachine = {
      systemId,
      hostname: made.hostname ?? this.inventHostname(),
      architecture: made.architecture,
      nics: made.macs.map((mac, n) => ({ id: this.next(), name: `eth${n}`, mac })),
      status: 'New',
      owner: null,
      locked: false,
      description: '',
      powerType: '',
      powerState: 'unknown',
      row: null,
      own: {},
      hardwareUuid: null,
      serial: '',
      tags: new Set(),
      annotations: {},
      errorDescription: '',
      commissioningResultId: null,
      testingResultId: null,
      aborted: false,
      nodeKey,
    }
    this.machines.set(systemId, machine)
    return machine
  }

  note(machine: SimMachine, level: Level, type: string, description = '', username = 'unknown'): void {
    const { systemId, hostname } = machine
    this.events.push({ id: this.next(), systemId, hostname, level, type, description, username, at: this.now() })
  }

  setStatus(machine: SimMachine, status: Status): void {
    if (machine.status === status) return
    this.note(machine, 'DEBUG', 'Node changed status', `From '${machine.status}' to '${status}'`)
    machine.status = status
  }

  /**
   * As MAAS stores power: machines of one chassis type with the same shared parameters hang on one row, and while the type
   * stays, an edit of the shared parameters is an edit of that row, for everybody on it.
   */
  setPower(machine: SimMachine, powerType: string, parameters: Readonly<Record<string, string>>): void {
    const type = powerTypes[powerType]
    const ownNames = type?.fields.filter(field => field.own).map(field => field.name) ?? []
    const entries = Object.entries(powerType === '' || powerType === 'manual' ? {} : parameters)
    const shared = Object.fromEntries(entries.filter(([name]) => !ownNames.includes(name)))
    machine.own = Object.fromEntries(entries.filter(([name]) => ownNames.includes(name)))
    const before = machine.row
    const same = type?.chassis === true ? this.#rowLike(powerType, shared) : null
    if (before !== null && before.powerType === powerType) {
      if (same === null) before.parameters = shared
      else for (const neighbour of this.machines.values()) if (neighbour.row === before) neighbour.row = same
      machine.row = same ?? before
    } else {
      machine.row = type === undefined || powerType === 'manual' ? null : (same ?? { powerType, parameters: shared })
    }
    machine.powerType = powerType
  }

  parametersOf(machine: SimMachine): Record<string, unknown> {
    const parameters = parametersOf(machine)
    if (machine.powerType !== 'ipmi') return parameters
    return { ...parameters, workaround_flags: ['opensesspriv'], ...(this.isNewer ? { power_off_mode: 'hard' } : {}) }
  }

  #rowLike(powerType: string, parameters: Readonly<Record<string, string>>): BmcRow | null {
    const wanted = canonical(parameters)
    for (const { row } of this.machines.values())
      if (row !== null && row.powerType === powerType && canonical(row.parameters) === wanted) return row
    return null
  }
}

const canonical = (parameters: Readonly<Record<string, string>>): string =>
  JSON.stringify(Object.entries(parameters).sort(([a], [b]) => (a < b ? -1 : 1)))
