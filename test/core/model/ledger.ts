// What must not be switched, by what people, MAAS and PDUs have said and by how the relays truly stand: kept beside the
// rules, and asking none of them.
import type { Event, EventOf } from '#core/event.ts'
import { outletKey, type OutletRef, type SharedLoad } from '#core/rack.ts'
import { isRefusal } from '#core/refusal.ts'
import type { Step } from './history.ts'
import { voltsHere } from './world.ts'
import { timedPdus, unprovenPdu } from './yard.ts'

type Sent = Extract<Event, { kind: 'switchSent' }>
type Mark = 'allocated' | 'protected' | 'taggedOut' | 'appliance' | 'keptOn' | 'bound'

const handMs = 1_800_000
const usable = 0.8

export class Ledger {
  /** Each switch that nobody may send, and why. */
  readonly broken: string[] = []
  /** How often it came to what is looked at. */
  readonly met: Record<string, number> = {}
  private readonly marks = new Map<string, Set<Mark>>()
  private maas = new Set<string>()
  /** The run in which it was last told to go on by us. */
  private readonly sentOn = new Map<string, string | null>()
  private readonly unlocked = new Map<string, number>()
  /** The PDU itself took it off and brought it back since it was found on. */
  private readonly tried = new Set<string>()
  private readonly doubted = new Set<string>()
  private readonly rescued = new Set<string>()
  private readonly trials = new Set<string>()
  private trusted = false
  /** The most that each has drawn, and what it drew last, as the journal has it. */
  private readonly drew = new Map<string, number>()
  private readonly draws = new Map<string, number>()
  private readonly loads = new Map<string, readonly SharedLoad[]>()

  /** The site as it was furnished before anything was asked. */
  begin(seed: readonly Event[]): this {
    for (const event of seed) this.note(event)
    return this
  }

  look(step: Step): void {
    const { input } = step
    if (input.kind === 'switchOutlet' && this.reasonsAgainst(input, input.to, step).length > 0)
      this.count('refused wishes')
    if (isRefusal(step.outcome)) return
    for (const event of step.outcome) {
      if (event.kind === 'switchSent') this.judge(event, step)
      this.note(event)
    }
  }

  private count(what: string): void {
    this.met[what] = (this.met[what] ?? 0) + 1
  }

  private mark(ref: OutletRef, mark: Mark, on = true): void {
    const marks = this.marks.get(outletKey(ref)) ?? new Set()
    if (on) marks.add(mark)
    else marks.delete(mark)
    this.marks.set(outletKey(ref), marks)
  }

  /** What each fact adds. */
  private readonly notes: { readonly [K in Event['kind']]?: (event: EventOf<K>) => void } = {
    pduAdded: event => {
      this.doubted.delete(event.pdu)
      this.loads.set(event.pdu, event.loads)
      event.readings.forEach(reading => this.see(event.pdu, reading))
    },
    pduForgotten: event => {
      for (const kept of [this.marks, this.unlocked, this.drew, this.tried])
        for (const key of [...kept.keys()]) if (key.startsWith(`${event.pdu}/`)) kept.delete(key)
      this.doubted.delete(event.pdu)
      if (event.pdu !== unprovenPdu) return
      this.trusted = false
      this.trials.clear()
    },
    outletAllocated: event => this.mark(event, 'allocated'),
    outletProtected: event => this.mark(event, 'protected'),
    outletTaggedOut: event => this.mark(event, 'taggedOut'),
    applianceAttested: event => this.mark(event, 'appliance'),
    outletReleased: event => event.from.forEach(mark => this.mark(event, mark, false)),
    keepOnAnswered: ({ pdu, outlets }) =>
      ['1', '2', '3', '4'].forEach(outlet => this.mark({ pdu, outlet }, 'keptOn', outlets.includes(outlet))),
    bound: event => this.mark(event, 'bound'),
    bindingRetracted: event => this.mark(event, 'bound', false),
    maasRead: event => {
      this.maas = new Set(event.named.map(({ pdu, outlet }) => `${pdu}/${outlet}`))
    },
    outletUnlocked: event => this.unlock(outletKey(event), event.until),
    pduDeclaredDark: ({ pdu, outlets, until }) => {
      this.count('declared dark')
      const named = [...this.maas, ...[...this.marks].flatMap(([key, marks]) => (marks.size > 0 ? [key] : []))]
      const others = named.filter(key => key.startsWith(`${pdu}/`))
      if (others.length > 0) this.broken.push(`${pdu} is declared dark, and ${others.join()} is spoken for`)
      outlets.forEach(({ outlet }) => this.unlock(`${pdu}/${outlet}`, until))
    },
    trialBegun: event => {
      this.count('trials')
      this.trials.add(event.outlet)
    },
    controlWatched: () => {
      this.count('trusted')
      this.trusted = true
    },
    pduDoubted: event => {
      this.count('doubted')
      this.doubted.add(event.pdu)
    },
    canaryLost: event => {
      this.count('canaries lost')
      event.outlets.forEach(ref => this.rescued.add(outletKey(ref)))
    },
    outletsSeen: event => event.readings.forEach(reading => this.see(event.pdu, reading)),
    outletTried: event => {
      const key = outletKey(event)
      this.tried.add(key)
      this.unlocked.set(key, Math.max(this.unlocked.get(key) ?? 0, event.at + 60_000))
    },
    outletSwitched: ({ pdu, outlet, to, watts }) => {
      this.tried.delete(`${pdu}/${outlet}`)
      if (to === 'on') this.rescued.delete(`${pdu}/${outlet}`)
      this.see(pdu, { outlet, state: to, watts })
    },
    loadsSeen: event => this.loads.set(event.pdu, event.loads),
  }

  private note<K extends Event['kind']>(event: EventOf<K>): void {
    this.notes[event.kind as K]?.(event)
  }

  private unlock(key: string, until: number): void {
    this.unlocked.set(key, until)
    this.tried.delete(key)
  }

  private see(pdu: string, { outlet, state, watts }: { outlet: string; state: string; watts: number | null }): void {
    const key = `${pdu}/${outlet}`
    if (state === 'off') this.tried.delete(key)
    this.draws.set(key, watts ?? 0)
    if (state === 'on') this.drew.set(key, Math.max(watts ?? 0, this.drew.get(key) ?? 0))
  }

  private judge(event: Sent, step: Step): void {
    const reasons = this.reasonsAgainst(event, event.to, step)
    if (event.to === 'off' && !event.timed && this.mustReturn(event, step)) reasons.push('is not cut by the PDU itself')
    for (const why of reasons)
      this.broken.push(`${event.to} ${outletKey(event)} ${why} (step ${step.before.head}, ${event.why})`)
    this.count(event.timed ? 'timed cuts' : event.to)
    if (event.to === 'off' && !this.isOurs(event, step)) this.count('cuts out of custody')
    if (event.pdu === unprovenPdu && !this.trusted) this.count('switches in a trial')
    if (event.to === 'off' && !event.timed) this.unlocked.delete(outletKey(event))
    // A rescue gives back what the run took, also when that has stopped the run.
    const run = event.run ?? (this.rescued.has(outletKey(event)) ? (step.before.run?.id ?? null) : null)
    if (event.to === 'on') this.sentOn.set(outletKey(event), run)
  }

  private reasonsAgainst(ref: OutletRef, to: 'on' | 'off', step: Step): string[] {
    const key = outletKey(ref)
    const marks = [...(this.marks.get(key) ?? []), ...(this.maas.has(key) ? ['named by MAAS'] : [])]
    if (to === 'on' && this.rescued.has(key)) return []
    const unread = step.world.unreadable.has(key) ? ['stands nobody knows how'] : []
    if (to === 'off') return [...unread, ...marks, ...this.againstPdu(ref), ...this.againstCut(ref, step)]
    const tagged = marks.includes('taggedOut') ? ['taggedOut'] : []
    if (this.isOurCut(ref, step)) return [...unread, ...tagged]
    return [...unread, ...marks, ...this.againstPdu(ref), ...this.againstLoad(ref)]
  }

  private againstPdu({ pdu, outlet }: OutletRef): string[] {
    const wild = pdu === unprovenPdu && !this.trusted && !this.trials.has(outlet) ? ['is on an unproven PDU'] : []
    return this.doubted.has(pdu) ? [...wild, 'is on a doubted PDU'] : wild
  }

  private isOurs(ref: OutletRef, { world, before, now }: Step): boolean {
    const { on, cause, at } = world.relay(ref)
    if (!on || cause !== 'us') return false
    const run = this.sentOn.get(outletKey(ref)) ?? null
    const ofRun = run !== null && run === before.run?.id && before.run.phase !== 'ended'
    const isOpen = before.run !== null && before.run.phase !== 'ended' && before.run.phase !== 'stopped'
    return ofRun || (!isOpen && now - at < handMs)
  }

  private isOurCut(ref: OutletRef, { world }: Step): boolean {
    const { on, by } = world.relay(ref)
    return !on && by === 'us'
  }

  private againstCut(ref: OutletRef, step: Step): string[] {
    const key = outletKey(ref)
    const found = step.world.relay(ref).on && !this.isOurs(ref, step)
    const inTrial = ref.pdu === unprovenPdu && !this.trusted && this.trials.has(ref.outlet)
    if (found && inTrial) return step.world.load(key) > 0 ? ['feeds something in its trial'] : []
    if (found && (this.unlocked.get(key) ?? 0) <= step.now) return ['was found on']
    return this.againstTransfer(ref)
  }

  /** Found on, where the PDU can bring it back by itself, and that has not been tried yet. */
  private mustReturn(ref: OutletRef, step: Step): boolean {
    if (!timedPdus.includes(ref.pdu) || !step.world.relay(ref).on) return false
    return !this.isOurs(ref, step) && !this.tried.has(outletKey(ref))
  }

  private againstLoad(ref: OutletRef): string[] {
    const more = (this.drew.get(outletKey(ref)) ?? 0) / voltsHere
    return this.tooFull(ref.pdu, ref.outlet, more) ? ['is more than its bank can carry'] : []
  }

  private againstTransfer(ref: OutletRef): string[] {
    const more = (this.draws.get(outletKey(ref)) ?? 0) / voltsHere
    const heirs = [...this.loads.keys()].filter(pdu => pdu !== ref.pdu)
    const full = more > 0 && heirs.some(pdu => this.tooFull(pdu, ref.outlet, more))
    return full ? ['is more than the other feed can carry'] : []
  }

  private tooFull(pdu: string, outlet: string, moreAmps: number): boolean {
    const bank = Number(outlet) <= 2 ? 1 : 2
    return (this.loads.get(pdu) ?? []).some(
      ({ number, amps, ratingAmps }) =>
        number === bank && amps !== null && ratingAmps !== null && amps + moreAmps > usable * ratingAmps + 1e-9,
    )
  }
}
