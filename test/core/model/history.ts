// Random histories: a model of engine, performers, technicians and misfortune plays against the rules.
import fc from 'fast-check'
import { apply } from '#core/apply.ts'
import { decide, type Input } from '#core/decide.ts'
import type { Event } from '#core/event.ts'
import { Numbers } from '#core/numbers.ts'
import { plan } from '#core/plan.ts'
import { outletKey, sameOutlet, type OutletRef } from '#core/rack.ts'
import { isRefusal, type Refusal } from '#core/refusal.ts'
import { openRun, type State } from '#core/state.ts'
import { commands, lies, type Mischief } from './mischief.ts'
import { addPdu, allOutlets, at, by, machine, maasRead, numbers, pduIds, readySite, startRun } from './site.ts'
import { performOne, read } from './perform.ts'
import { World, type Body } from './world.ts'
import { Yard, yardOn, yardOutlets } from './yard.ts'

export interface Step {
  readonly input: Input
  readonly now: number
  readonly before: State
  readonly outcome: Event[] | Refusal
  readonly after: State
  /** Outlets that are on by another hand than ours, as they truly stand when the input comes. */
  readonly foreign: ReadonlySet<string>
  readonly world: World
}

export interface Draw {
  readonly cords: readonly number[]
  readonly moves: readonly (readonly [number, number, number])[]
}

export const drawn = (moves: number): fc.Arbitrary<Draw> =>
  fc.record({
    cords: fc.array(fc.nat(9), { minLength: 6, maxLength: 6 }),
    moves: fc.array(fc.tuple(fc.nat(999), fc.nat(99), fc.nat(99)), { minLength: moves / 2, maxLength: moves }),
  })

const runNumbers = Numbers.parse({ keyOutMs: 1_000, giveUpMs: 600_000, hintMs: 120_000, questionMs: 300_000 })

export class History {
  readonly steps: Step[] = []
  readonly world: World
  readonly mischief: Mischief
  state: State
  readonly seed: readonly Event[]
  private runs = 0
  private sids = 0
  /** Reports of performers that the plan has dropped meanwhile. */
  stray: Input[] = []
  private readonly yard: Yard | null
  /** Is shown every step while the world stands as it stood at that step. */
  witness: ((step: Step) => void) | null = null

  constructor({ cords }: Draw, mischief: Mischief) {
    const told = readySite()
    // Without the cut one outlet that nobody answers for makes every place a mere claim.
    if (mischief.confirm === 'none') told.must({ kind: 'protect', pdu: 'PDU-A', outlets: ['3'], why: 'switch', by })
    this.mischief = mischief
    const used = new Set<number>()
    const plugs = cords.map(n => {
      if (n >= allOutlets.length || used.has(n)) return null
      used.add(n)
      const ref = allOutlets[n] ?? null
      return ref && this.isAttested(ref) ? null : ref
    })
    this.world = mischief.yard ? new World(yardOn, plugs, yardOutlets) : new World([at('A', 3)], plugs)
    this.world.now = told.now
    this.yard = mischief.yard ? new Yard(this.world, cords[0] ?? 0) : null
    this.yard?.furnish(told, cords[1] ?? 0)
    // Only where a run goes by meters does every outlet have one.
    if (mischief.confirm === 'meter')
      for (const pdu of pduIds) {
        this.world.metered.add(pdu)
        told.must({ ...addPdu(pdu), readings: numbers.map(outlet => this.world.shown({ pdu, outlet })) } as Input)
      }
    this.state = told.state
    this.seed = [...told.events]
  }

  /** A person has said what hangs there, and is right. */
  private isAttested(ref: OutletRef): boolean {
    return this.mischief.confirm === 'none' && sameOutlet(ref, at('A', 3))
  }

  get events(): Event[] {
    return this.steps.flatMap(step => (isRefusal(step.outcome) ? [] : step.outcome))
  }

  tell(input: Input): Event[] | Refusal {
    const before = this.state
    const foreign = new Set(
      [...this.world.relays].filter(([, one]) => one.on && one.cause === 'other').map(([key]) => key),
    )
    const outcome = decide(before, input, this.world.now)
    if (!isRefusal(outcome)) this.state = outcome.reduce(apply, before)
    const step = { input, now: this.world.now, before, outcome, after: this.state, foreign, world: this.world }
    this.steps.push(step)
    this.witness?.(step)
    this.letGo()
    return outcome
  }

  /** A machine that no lane holds any more is told to go on, and says goodbye. */
  private letGo(): void {
    const held = new Set(
      Object.values(openRun(this.state)?.lanes ?? {}).map(({ step }) => ('sid' in step ? step.sid : '')),
    )
    for (const body of this.world.bodies) {
      if (!body.session || !this.world.isHolding(body) || held.has(body.session.sid) || !openRun(this.state)) continue
      this.world.endSession(body)
      this.tell({ kind: 'goodbyeSaid', sid: body.session.sid, reason: 'continue' })
    }
  }

  play(moves: Draw['moves']): this {
    for (const [kind, a, b] of moves) this.move(kind, a, b)
    return this
  }

  private move(kind: number, a: number, b: number): void {
    const { people, failures, lies } = this.mischief
    const run = openRun(this.state)
    if (!run && (this.yard ? kind % 9 === 8 : kind % 3 > 0)) return this.begin(a, b)
    if (people && kind < (this.yard ? (run ? 160 : 400) : 120)) return this.command(a, b)
    if (failures && kind < (this.yard && !run ? 460 : 200)) return this.misfortune(a, b)
    if (lies && kind < 300) return this.lie(a, b)
    if (kind < 420) return this.hand(a, b)
    if (kind < 500) return this.world.advance(1_000 + (a % 60) * 500)
    this.perform(a, b)
  }

  private begin(a: number, b: number): void {
    this.tell(maasRead(this.world.now, this.world.named))
    if (this.state.run?.phase === 'stopped') {
      if (a % 5 === 0) this.tell({ kind: 'restoreRun', present: true, by })
      else if (a % 5 === 1) this.tell({ kind: 'endRun', by })
      else this.tell({ kind: 'resumeRun', present: b % 4 > 0, by })
      return
    }
    const outlets = this.yard && a % 4 === 0 ? this.world.outlets : allOutlets
    const all = [...outlets.slice(b % 8), ...outlets.slice(0, b % 8)]
    const on = all.filter(ref => this.yard && b % 2 && this.world.relay(ref).on)
    const two = this.mischief.lanes === 2
    this.tell(
      startRun({
        run: `r${(this.runs += 1)}`,
        scope: a % 3 === 0 ? all.slice(0, 3) : all,
        lanes: (two ? ['1', '2'] : ['1']).map(name => ({ name, kid: `K${name}` })),
        confirm: this.mischief.confirm,
        unlock: a % 3 > 0 && b % 4 === 0 ? [at('A', 3)] : a % 3 > 0 ? on : [],
        sync: a % 2 === 0,
        offline: a % 4 === 0,
        present: b % 9 > 0,
        numbers: runNumbers,
      }),
    )
  }

  /** A technician's hand: follows a lane, or does something else. Hands keep still while a heart is listened for. */
  private hand(a: number, b: number): void {
    const lanes = Object.values(openRun(this.state)?.lanes ?? {})
    if (lanes.some(lane => lane.step.at === 'cutting' || lane.step.at === 'listening')) return
    const body = this.world.bodies[a % 6] as Body
    const lane = lanes[b % Math.max(1, lanes.length)]
    const ref = lane && lane.step.at === 'awaiting' ? lane.step.outlet : null
    if (ref && lane && b % 5 > 0) {
      const inPlace = this.world.bodies.find(one => one.cords.includes(outletKey(ref)))
      const pair = b % 6 === 1 ? undefined : this.world.bodies.find(one => one.uuid === lane.pair?.machine)
      const who = inPlace ?? pair ?? body
      if (!inPlace) who.cords = who === pair ? [...who.cords, outletKey(ref)] : [outletKey(ref)]
      this.world.settle()
      this.world.keyIn.set(lane.kid, who)
      if (a % 4 === 0) this.world.restart(who)
      this.prove(who, lane.kid)
      return
    }
    if (a % 7 === 0) body.otherFeed = this.mischief.confirm === 'cut' && !body.otherFeed
    else if (a % 7 === 1) body.cords = []
    else if (a % 7 === 2) this.plug(body, b)
    else if (a % 7 === 3) this.world.restart(body)
    else this.world.keyIn.set(b % 2 ? 'K1' : 'K2', body)
    this.world.settle()
    for (const [kid, who] of this.world.keyIn) if (b % 3 > 0) this.prove(who, kid)
  }

  private plug(body: Body, b: number): void {
    const ref = allOutlets[b % 8] as OutletRef
    const key = outletKey(ref)
    if (this.isAttested(ref) || this.world.bodies.some(one => one !== body && one.cords.includes(key))) return
    body.cords = b % 3 === 0 ? [...new Set([...body.cords, key])] : [key]
  }

  private prove(body: Body, kid: string): void {
    if (body.bootAt === null || this.world.isHolding(body)) return
    const bootAt = body.bootAt
    this.world.advance(5_000)
    if (body.bootAt !== bootAt || !openRun(this.state)) return
    // Booting takes minutes, and every PDU of a run is read within seconds.
    if (this.mischief.confirm === 'none') for (const pdu of pduIds) read(this, pdu)
    const sid = `sid-${(this.sids += 1)}`
    const common = { sid, nonce: `nonce-${sid}`, bootId: `boot-${sid}`, receivedAt: this.world.now, bootAt }
    const outcome = this.tell({ kind: 'proofGiven', kid, machine: machine(body.n), ...common })
    const accepted = !isRefusal(outcome) && outcome.some(event => event.kind === 'proofAccepted')
    const held = Object.values(openRun(this.state)?.lanes ?? {}).some(({ step }) => 'sid' in step && step.sid === sid)
    if (accepted && held) this.world.hold(body, sid)
  }

  /** A performer does what the plan asks of it. */
  private perform(a: number, b: number): void {
    const effects = plan(this.state)
    const active = effects.filter(
      ({ kind }) => kind !== 'serveCheckIn' && kind !== 'serveHints' && kind !== 'watchCanaries',
    )
    const switching = active.filter(
      ({ kind }) => kind === 'switchOutlet' || kind === 'listen' || kind === 'steadyHeart',
    )
    const from = switching.length > 0 && b % 3 > 0 ? switching : active
    const effect = from[a % Math.max(1, from.length)]
    if (effect) performOne(this, effect, a, b)
    else if (this.yard) read(this, (this.world.outlets[b % this.world.outlets.length] as OutletRef).pdu)
  }

  crash(): void {
    this.stray = []
    this.tell({ kind: 'engineStarted' })
  }

  private misfortune(a: number, b: number): void {
    if (this.yard && a % 5 === 0) return this.yard.misfortune(b, a)
    const ref = this.world.outlets[b % this.world.outlets.length] as OutletRef
    const known = this.state.pdus[ref.pdu]?.outlets[ref.outlet]
    switch (a % 8) {
      case 0:
        return this.crash()
      case 1:
        this.tell({ kind: 'canaryLost', canary: 'gateway', detail: 'no answer' })
        return
      case 2:
      case 3: {
        // Two changes between two readings would leave no trace, and a heart is only listened for where hands keep still.
        const stands = this.world.relay(ref).on ? 'on' : 'off'
        const lanes = Object.values(openRun(this.state)?.lanes ?? {})
        const listening = lanes.some(({ step }) => step.at === 'cutting' || step.at === 'listening')
        if (!known || known.pending || known.state !== stands || listening || this.world.isSwitchingLate()) return
        this.world.switch(ref, stands === 'on' ? 'off' : 'on', 'other')
        return
      }
      case 4: {
        const kind = b % 5 === 0 ? ('wrongDevice' as const) : ('timeout' as const)
        this.tell({ kind: 'pduFailed', pdu: ref.pdu, fault: { kind, where: ref.pdu, detail: 'No answer.' } })
        return
      }
      case 5:
        this.tell({ kind: 'maasLost', fault: { kind: 'unreachable', where: 'MAAS', detail: 'No answer.' } })
        return
      case 6: {
        const stray = this.stray.shift()
        if (stray) this.tell(stray)
        return
      }
      default:
        this.world.advance(b * 30_000)
    }
  }

  private command(a: number, b: number): void {
    const on = allOutlets.filter(ref => this.world.relay(ref).on)
    const { now } = this.world
    const inputs = this.yard ? this.yard.wishes(this.state, a, b, now) : commands(b, on, now)
    this.tell(inputs[a % inputs.length] as Input)
  }

  private lie(a: number, b: number): void {
    const inputs = lies(openRun(this.state), a, b, this.world.now)
    this.tell(inputs[a % inputs.length] as Input)
  }

  /** Everything the plan asks for is done truthfully, again and again, until nothing is open. */
  finish(rounds: number): boolean {
    for (let round = 0; round < rounds && openRun(this.state); round += 1) {
      for (const effect of plan(this.state)) if (effect.kind !== 'wait') performOne(this, effect, 1, 11)
      const waits = plan(this.state).flatMap(effect => (effect.kind === 'wait' ? [effect.until] : []))
      const next = Math.min(...waits, this.world.now + 60_000)
      this.tell({ kind: 'confirmPresence', by })
      this.world.advance(Math.max(500, next - this.world.now))
      this.tell({ kind: 'due', key: 'time' })
    }
    return openRun(this.state) === null
  }
}
