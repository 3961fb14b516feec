// The truth behind the reports: relays, cords, machines that live while they are fed, and beat while they hold.
import { outletKey, type OutletReading, type OutletRef, type Switch } from '#core/rack.ts'
import { allOutlets, machine, start } from './site.ts'

export const voltsHere = 230

export interface Body {
  readonly n: number
  readonly uuid: string
  cords: string[]
  /** Fed by a supply that Racklight does not know. */
  otherFeed: boolean
  bootAt: number | null
  session: { sid: string; from: number; until: number } | null
}

interface Relay {
  on: boolean
  /** Who switched it on last. */
  cause: 'us' | 'other'
  /** Who moved it last, and when. */
  by: 'us' | 'other'
  at: number
}

export class World {
  now = start
  readonly relays = new Map<string, Relay>()
  readonly bodies: Body[]
  readonly keyIn = new Map<string, Body>()
  readonly outlets: readonly OutletRef[]
  /** What hangs there beside machines and draws as long as it is fed, in watts. */
  readonly standing = new Map<string, number>()
  /** Outlets whose state their PDU cannot tell. */
  readonly unreadable = new Set<string>()
  /** Outlets that are fed whatever their PDU says. */
  readonly welded = new Set<string>()
  /** PDUs whose outlets have meters. */
  readonly metered = new Set<string>()
  /** What MAAS names, and would say if it were asked now. */
  named: OutletRef[] = []
  /** When a load last appeared on an outlet. */
  private readonly loadedAt = new Map<string, number>()
  /** SETs that a PDU obeys late. */
  private late: { at: number; ref: OutletRef; to: Switch }[] = []

  constructor(
    on: readonly OutletRef[],
    cords: readonly (OutletRef | null)[],
    outlets: readonly OutletRef[] = allOutlets,
  ) {
    this.outlets = outlets
    for (const ref of outlets) this.relays.set(outletKey(ref), { on: false, cause: 'other', by: 'other', at: 0 })
    for (const ref of on) this.relay(ref).on = true
    this.bodies = cords.map((ref, i) => ({
      n: i + 1,
      uuid: machine(i + 1).uuid,
      cords: ref ? [outletKey(ref)] : [],
      otherFeed: false,
      bootAt: null,
      session: null,
    }))
    this.settle()
  }

  relay(ref: OutletRef): Relay {
    const relay = this.relays.get(outletKey(ref))
    if (!relay) throw new Error(`no relay ${outletKey(ref)}`)
    return relay
  }

  switch(ref: OutletRef, to: Switch, cause: 'us' | 'other'): void {
    const relay = this.relay(ref)
    if (to === 'on' && !relay.on) relay.cause = cause
    if (relay.on !== (to === 'on')) Object.assign(relay, { by: cause, at: this.now })
    relay.on = to === 'on'
    this.settle()
  }

  switchLate(ref: OutletRef, to: Switch, at: number): void {
    this.late.push({ at, ref, to })
  }
  isSwitchingLate(): boolean {
    return this.late.length > 0
  }

  advance(ms: number): void {
    const until = this.now + ms
    const due = this.late.filter(one => one.at <= until).sort((a, b) => a.at - b.at)
    this.late = this.late.filter(one => one.at > until)
    for (const { at, ref, to } of due) {
      this.now = at
      this.switch(ref, to, 'us')
    }
    this.now = until
  }

  /** Machines start where power came and die where it went. */
  settle(): void {
    for (const body of this.bodies) {
      const fed = body.otherFeed || body.cords.some(key => this.isFed(key))
      if (fed && body.bootAt === null) body.bootAt = this.now
      if (!fed && body.bootAt !== null) {
        body.bootAt = null
        this.endSession(body)
      }
    }
    for (const key of this.relays.keys()) {
      if (this.load(key) === 0) this.loadedAt.delete(key)
      else if (!this.loadedAt.has(key)) this.loadedAt.set(key, this.now)
    }
  }

  private isFed(key: string): boolean {
    return this.relays.get(key)?.on === true || this.welded.has(key)
  }

  /** Watts at an outlet: whoever lives draws from each of its fed cords. */
  load(key: string): number {
    if (!this.isFed(key)) return 0
    const machines = this.bodies.filter(body => body.bootAt !== null && body.cords.includes(key)).length
    return 100 * machines + (this.standing.get(key) ?? 0)
  }
  /** What its PDU says of an outlet. */
  shown(ref: OutletRef): OutletReading {
    const key = outletKey(ref)
    const state = this.unreadable.has(key) ? 'unknown' : this.relay(ref).on ? 'on' : 'off'
    const watts = this.metered.has(ref.pdu) ? this.load(key) : null
    return { outlet: ref.outlet, state, watts, amps: watts === null ? null : watts / voltsHere }
  }
  /** Outlets whose load appeared since then, and is still there. */
  risenSince(time: number): string[] {
    return [...this.loadedAt].filter(([key, at]) => at >= time && this.load(key) > 0).map(([key]) => key)
  }

  restart(body: Body): void {
    if (body.bootAt === null) return
    this.endSession(body)
    body.bootAt = this.now
  }

  hold(body: Body, sid: string): void {
    this.endSession(body)
    body.session = { sid, from: this.now, until: Infinity }
  }
  endSession(body: Body): void {
    if (body.session && body.session.until === Infinity) body.session.until = this.now
  }

  /** The last beat of a session at a time: one every `beatMs` since its proof, as long as its machine held. */
  lastBeat(body: Body, beatMs: number, time = this.now): number {
    if (!body.session) return 0
    const { from, until } = body.session
    return from + Math.floor(Math.max(0, Math.min(time, until) - from) / beatMs) * beatMs
  }
  isHolding = (body: Body): boolean => body.session !== null && body.session.until === Infinity
  withSession(sid: string): Body | undefined {
    return this.bodies.find(body => body.session?.sid === sid)
  }
}
