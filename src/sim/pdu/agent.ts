// An SNMP agent on a UDP socket, for v1, v2c and, where it has users, v3: a wrong community, a deaf unit and a broken packet are met with silence.
import { createSocket, type RemoteInfo, type Socket } from 'node:dgram'
import type { Clock } from '#core/ports.ts'
import { answer } from './answer.ts'
import type { SetRecord } from './answer-set.ts'
import type { AgentKnobs } from './knobs.ts'
import type { MibTree } from './mib-tree.ts'
import { decodeMessage, encodeMessage, type SnmpMessage } from './snmp-message.ts'
import { UsmEngine, type UsmSettings } from './usm.ts'

export interface AgentOptions {
  readonly clock: Clock
  readonly tree: MibTree
  readonly knobs: Readonly<AgentKnobs>
  readonly address: string
  /** 0 or absent: any free port, kept over close and open. */
  readonly port?: number
  readonly communityRead: string
  readonly communityWrite: string
  readonly maxMessageBytes?: number
  /** Without it v3 is met with silence. */
  readonly usm?: UsmSettings | undefined
  /** False while the unit hears nothing. */
  readonly awake?: () => boolean
}

/** Counts of packets; `ignored` are the ones answered with silence before they were looked into. */
export interface RequestCounts {
  get: number
  getNext: number
  getBulk: number
  set: number
  ignored: number
}

export type LoggedSet = SetRecord & { readonly at: number }

// What an Ethernet frame carries over UDP and IPv4.
const ethernetPayloadBytes = 1472

export class SnmpAgent {
  readonly requests: RequestCounts = { get: 0, getNext: 0, getBulk: 0, set: 0, ignored: 0 }
  readonly sets: LoggedSet[] = []
  readonly #options: AgentOptions
  readonly #usm: UsmEngine | undefined
  #socket: Socket | undefined
  #port: number

  constructor(options: AgentOptions) {
    this.#options = options
    this.#usm = options.usm && new UsmEngine(options.usm, options.knobs)
    this.#port = options.port ?? 0
  }

  /** 0 until the first `open`, unless a port was asked for. */
  get port(): number {
    return this.#port
  }

  async open(): Promise<void> {
    if (this.#socket) return
    const socket = createSocket('udp4')
    this.#socket = socket
    socket.on('message', (packet, from) => this.#hear(packet, from))
    const bound = new Promise<void>((resolve, reject) => {
      socket.once('error', reject)
      socket.bind(this.#port, this.#options.address, () => {
        socket.off('error', reject)
        resolve()
      })
    })
    try {
      await this.#options.clock.io(bound)
    } catch (error) {
      this.#socket = undefined
      socket.close()
      throw error
    }
    // An ICMP error for an answer nobody waits for any more is not the agent's affair.
    socket.on('error', () => {})
    this.#port = socket.address().port
  }

  async close(): Promise<void> {
    const socket = this.#socket
    this.#socket = undefined
    if (socket) await this.#options.clock.io(new Promise<void>(resolve => socket.close(resolve)))
  }

  #hear(packet: Buffer, from: RemoteInfo): void {
    const { knobs } = this.#options
    const heard = this.#options.awake?.() === false ? undefined : (this.#hearOpen(packet) ?? this.#usm?.hear(packet))
    if (!heard) {
      this.requests.ignored++
      return
    }
    if ('report' in heard) return this.#send(heard.report, from)
    const { request, mayWrite, wrap } = heard
    if (request.kind === 'response') return
    this.requests[request.kind]++
    const response = this.#answer(request, mayWrite)
    if (response) this.#send(knobs.garbage ? Buffer.from('not the answer you asked for') : wrap(response), from)
  }

  /** v1 and v2c, with a community that is known here. */
  #hearOpen(packet: Buffer) {
    const { knobs, communityRead, communityWrite } = this.#options
    const request = decodeMessage(packet)
    const mayWrite = request?.community === communityWrite
    const heard = request && request.kind !== 'response' && (mayWrite || request.community === communityRead)
    if (!heard || knobs.v3Only || (knobs.v1Only && request.version !== '1')) return undefined
    return { request, mayWrite, wrap: encodeMessage }
  }

  #answer(request: SnmpMessage, mayWrite: boolean): SnmpMessage | undefined {
    const { tree, knobs, maxMessageBytes = ethernetPayloadBytes, clock } = this.#options
    const recordSet = (record: SetRecord): void => void this.sets.push({ ...record, at: clock.now() })
    return answer(request, { tree, knobs, mayWrite, maxMessageBytes, recordSet })
  }

  #send(packet: Buffer, to: RemoteInfo): void {
    const socket = this.#socket
    if (!socket) return
    const sent = new Promise<void>(resolve => socket.send(packet, to.port, to.address, () => resolve()))
    void this.#options.clock.io(sent)
  }
}
