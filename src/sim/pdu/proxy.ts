// A bad network in front of a PDU: slow, lossy, deaf or repeating itself, in the same way for the same seed.
// Time passes by the clock given, so under a virtual clock a delayed packet waits until a test moves time.
import { createSocket, type Socket } from 'node:dgram'
import { setMaxListeners } from 'node:events'
import type { Clock } from '#core/ports.ts'
import type { Address } from '#core/rack.ts'
import { VirtualClock } from '../virtual-clock.ts'

export interface ProxyKnobs {
  /** Added to each packet, both ways. */
  slowMs: number
  /** Probability that a packet is lost, both ways. */
  loss: number
  /** Nothing gets through, or requests do and answers do not. */
  deaf: false | 'both' | 'answers'
  /** Probability that a packet arrives twice. */
  duplicate: number
}

export interface ProxyOptions {
  readonly clock: Clock
  readonly target: Address
  readonly address: string
  readonly port?: number
  readonly seed?: number
}

export interface ProxyCounts {
  requests: number
  answers: number
  dropped: number
  duplicated: number
}

type Way = 'requests' | 'answers'

export class UdpProxy {
  readonly knobs: ProxyKnobs = { slowMs: 0, loss: 0, deaf: false, duplicate: 0 }
  /** What arrived at the proxy from either side, and what became of it. */
  readonly counts: ProxyCounts = { requests: 0, answers: 0, dropped: 0, duplicated: 0 }
  readonly #options: ProxyOptions
  readonly #chance: () => number
  /** One socket towards the PDU for each client, so that answers find their way back. */
  readonly #towards = new Map<string, Socket>()
  #front: Socket | undefined
  #closing = new AbortController()
  #port: number

  constructor(options: ProxyOptions) {
    this.#options = options
    this.#port = options.port ?? 0
    this.#chance = seeded(options.seed ?? 1)
  }

  get address(): Address {
    return { host: this.#options.address, port: this.#port }
  }

  async open(): Promise<void> {
    if (this.#front) return
    this.#closing = new AbortController()
    // Any number of packets may be on their way at once.
    setMaxListeners(0, this.#closing.signal)
    const front = createSocket('udp4')
    front.on('message', (packet, from) => {
      const back = (answer: Buffer): void => this.#front?.send(answer, from.port, from.address, ignore)
      const client = `${from.address}:${from.port}`
      this.#meet(client, back)
      const { host, port } = this.#options.target
      this.#pass('requests', () => this.#towards.get(client)?.send(packet, port, host, ignore))
    })
    const bound = new Promise<void>((resolve, reject) => {
      front.once('error', reject)
      front.bind(this.#port, this.#options.address, resolve)
    })
    try {
      await this.#options.clock.io(bound)
    } catch (error) {
      front.close()
      throw error
    }
    front.removeAllListeners('error').on('error', ignore)
    this.#front = front
    this.#port = front.address().port
  }

  async close(): Promise<void> {
    this.#closing.abort()
    const sockets = [...this.#towards.values(), ...(this.#front ? [this.#front] : [])]
    this.#towards.clear()
    this.#front = undefined
    const closed = sockets.map(socket => new Promise<void>(resolve => socket.close(resolve)))
    await this.#options.clock.io(Promise.all(closed))
  }

  #meet(client: string, back: (answer: Buffer) => void): void {
    if (this.#towards.has(client)) return
    const [oldest] = this.#towards
    if (oldest && this.#towards.size >= mostClients) {
      this.#towards.delete(oldest[0])
      oldest[1].close()
    }
    const socket = createSocket('udp4')
    socket.on('error', ignore)
    socket.on('message', answer => this.#pass('answers', () => back(answer)))
    this.#towards.set(client, socket)
  }

  #pass(way: Way, send: () => void): void {
    const { deaf, loss, duplicate } = this.knobs
    this.counts[way]++
    const lost = this.#chance() < loss
    const twice = this.#chance() < duplicate
    if (lost || deaf === 'both' || (deaf === 'answers' && way === 'answers')) {
      this.counts.dropped++
      return
    }
    if (twice) this.counts.duplicated++
    void this.#later(send, twice ? 2 : 1)
  }

  async #later(send: () => void, times: number): Promise<void> {
    const { slowMs } = this.knobs
    const { clock } = this.#options
    const cancel = this.#closing.signal
    const held = (): Promise<boolean> =>
      // The question, and the work it is a part of.
      clock instanceof VirtualClock ? clock.holdAnswer(slowMs, cancel, 2) : clock.wait(slowMs, cancel)
    if (slowMs > 0 && !(await held())) return
    for (let sent = 0; sent < times && !cancel.aborted; sent++) send()
  }
}

// A client that comes back after so many others gets a new socket; an answer still on its way to it is lost.
const mostClients = 64

const ignore = (): void => {}

/** Mulberry32: a small generator, even enough for losing packets. */
function seeded(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}
