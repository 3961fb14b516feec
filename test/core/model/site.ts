// A small site to try rules on: PDU A and PDU B with four outlets each, two lanes, one MAAS.
import { apply } from '#core/apply.ts'
import type { Command } from '#core/command.ts'
import { decide, type Input } from '#core/decide.ts'
import type { Event, EventOf } from '#core/event.ts'
import type { MachineIdentity } from '#core/machine.ts'
import { Numbers } from '#core/numbers.ts'
import type { OutletReading, OutletRef, PduFacts, PowerState } from '#core/rack.ts'
import { isRefusal, type Refusal } from '#core/refusal.ts'
import { emptyState, outletAt, type Outlet, type State } from '#core/state.ts'

export const by = { person: 'Ada', host: 'cart-1' }
export const pduIds = ['PDU-A', 'PDU-B'] as const
export const numbers = ['1', '2', '3', '4'] as const
export const at = (pdu: 'A' | 'B', outlet: number | string): OutletRef => ({
  pdu: `PDU-${pdu}`,
  outlet: String(outlet),
})
export const allOutlets: OutletRef[] = pduIds.flatMap(pdu => numbers.map(outlet => ({ pdu, outlet })))
export const start = 1_000_000_000

export const machine = (n: number): MachineIdentity => ({
  uuid: `0000000${n}-0000-4000-8000-00000000000${n}`,
  serial: `S${n}`,
  macs: [`02:00:00:00:00:0${n}`],
})

export const pduFacts = (id: string): PduFacts => ({
  id,
  vendor: 'APC',
  model: 'AP7920',
  firmware: '3.7.4',
  family: 'masterSwitch',
  snmp: { version: '1', bulk: false, maxOids: 10 },
  outlets: numbers.map(number => ({
    id: number,
    unit: 1,
    number: Number(number),
    label: number,
    name: `Outlet ${number}`,
    switchable: true,
    section: null,
    bank: null,
    phase: null,
  })),
  delaySeconds: 0,
  control: 'recorded',
  controlWhy: '',
  timedCut: false,
  stepWatts: null,
  maas: { powerType: 'apc', parameters: {}, drivable: true, reasons: [] },
})

export const reading = (outlet: string, state: PowerState, watts: number | null = null): OutletReading => ({
  outlet,
  state,
  watts,
  amps: null,
})

export const addPdu = (id: string, on: readonly string[] = []): Command => ({
  kind: 'addPdu',
  loads: [],
  name: id.toLowerCase(),
  address: { host: `${id.toLowerCase()}.example`, port: 161 },
  feed: id.slice(-1),
  facts: pduFacts(id),
  readings: numbers.map(number => reading(number, on.includes(number) ? 'on' : 'off')),
  by,
})

export const maasRead = (now: number, named: readonly OutletRef[] = []): Extract<Input, { kind: 'maasRead' }> => ({
  kind: 'maasRead',
  readAt: now,
  tookMs: 100,
  named: named.map(({ pdu, outlet }) => ({ pdu, outlet, systemId: 'abc', hostname: 'taken-node' })),
  deployedUnknown: 0,
})

export const startRun = (wish: Partial<Extract<Command, { kind: 'startRun' }>> = {}): Command => ({
  kind: 'startRun',
  run: 'r1',
  mode: 'guided',
  scope: [at('A', 1), at('A', 2)],
  lanes: [{ name: '1', kid: 'K1' }],
  confirm: 'cut',
  unlock: [],
  sync: false,
  offline: false,
  present: true,
  numbers: Numbers.parse({}),
  by,
  ...wish,
})

/** A site that grows by inputs, and remembers what came of each. */
export class Told {
  state: State = emptyState
  now = start
  readonly events: Event[] = []

  /** Decides and applies; hands back the new facts, or the rule that said no. */
  tell(input: Input): Event[] | Refusal {
    const outcome = decide(this.state, input, this.now)
    if (isRefusal(outcome)) return outcome
    this.events.push(...outcome)
    this.state = outcome.reduce(apply, this.state)
    return outcome
  }
  /** Like `tell`, where a refusal would be a mistake of the test. */
  must(input: Input): Event[] {
    const outcome = this.tell(input)
    if (isRefusal(outcome)) throw new Error(outcome.reasons.join(' '))
    return outcome
  }
  refused(input: Input): Refusal {
    const outcome = this.tell(input)
    if (!isRefusal(outcome)) throw new Error(`not refused: ${outcome.map(event => event.kind).join(' ')}`)
    return outcome
  }
  after(ms: number): this {
    this.now += ms
    return this
  }
  outlet(ref: OutletRef): Outlet {
    const outlet = outletAt(this.state, ref)
    if (!outlet) throw new Error(`no outlet ${ref.outlet}`)
    return outlet
  }
  lane(name = '1') {
    const lane = this.state.run?.lanes[name]
    if (!lane) throw new Error(`no lane ${name}`)
    return lane
  }
  of<K extends Event['kind']>(kind: K): EventOf<K>[] {
    return this.events.filter((event): event is EventOf<K> => event.kind === kind)
  }
  /** Every PDU tells where its outlets stand: as known, but for those that are on now. */
  readPdus(on: readonly OutletRef[] = []): void {
    for (const pdu of Object.values(this.state.pdus)) {
      const readings = Object.values(pdu.outlets).map(({ facts, state }) => {
        const isOn = on.some(ref => ref.pdu === pdu.id && ref.outlet === facts.id)
        return reading(facts.id, isOn ? 'on' : state)
      })
      this.must({ kind: 'pduRead', pdu: pdu.id, readings })
    }
  }
  /** The performer's two reports about a switch that the plan asks for. */
  switch(to: 'on' | 'off', ref: OutletRef, lane: string | null = '1'): Event[] {
    const seen = reading(ref.outlet, to === 'on' ? 'off' : 'on')
    const ready = this.must({ kind: 'switchReady', outlet: ref, to, why: 'test', lane, seen })
    if (!ready.some(event => event.kind === 'switchSent')) throw new Error('no switch was sent')
    return [...ready, ...this.reached(to, ref, lane)]
  }
  reached(to: 'on' | 'off', ref: OutletRef, lane: string | null = '1', sent = true): Event[] {
    const sentAt = this.now
    this.after(sent ? 1_000 : 0)
    return this.must({
      kind: 'switchReached',
      outlet: ref,
      to,
      before: sent ? (to === 'on' ? 'off' : 'on') : to,
      sent,
      sentAt,
      reachedAt: this.now,
      watts: null,
      lane,
    })
  }
  proof(n: number, kid = 'K1', bootAt = this.now, sid = `s${n}-${this.now}`): Event[] {
    this.after(60_000)
    return this.must({
      kind: 'proofGiven',
      kid,
      machine: machine(n),
      sid,
      nonce: `nonce-${sid}`,
      bootId: `boot-${sid}`,
      receivedAt: this.now,
      bootAt,
    })
  }
  /** The lane has its outlet on, a machine has proved and beats. */
  hold(n: number, lane = '1', kid = 'K1'): string {
    const step = this.lane(lane).step
    if (step.at !== 'switchingOn') throw new Error(`lane is ${step.at}`)
    this.switch('on', step.outlet, lane)
    this.proof(n, kid)
    return this.sid(lane)
  }
  sid(lane = '1'): string {
    const step = this.lane(lane).step
    if (!('sid' in step)) throw new Error(`lane is ${step.at}`)
    return step.sid
  }
  /** Waits for a quiet rack and cuts what the lane holds. */
  cut(lane = '1'): void {
    this.after(20_000)
    const events = this.must({ kind: 'heartSteady', lane, sid: this.sid(lane), lastBeatAt: this.now - 100 })
    if (!events.some(event => event.kind === 'cutOrdered')) throw new Error('no cut was ordered')
    const step = this.lane(lane).step
    if ('outlet' in step) this.switch('off', step.outlet, lane)
  }
  /** The silence after the cut, as a truthful listener tells it. */
  silence(change: Partial<Extract<Input, { kind: 'silenceHeard' }>> = {}, lane = '1'): Event[] {
    const step = this.lane(lane).step
    if (step.at !== 'listening') throw new Error(`lane is ${step.at}`)
    this.after(20_000)
    return this.must({
      kind: 'silenceHeard',
      lane,
      sid: step.sid,
      offAt: step.offAt,
      lastBeatAt: step.setAt - 100,
      until: this.now,
      others: [],
      impaired: false,
      pduAnswers: true,
      watts: null,
      ...change,
    })
  }
}

/** PDUs added and answered for, MAAS read, keys K1 and K2 issued for lanes 1 and 2; outlet 3 of A was found on. */
export const readySite = (): Told => {
  const told = new Told()
  told.must(addPdu('PDU-A', ['3']))
  told.must(addPdu('PDU-B'))
  for (const pdu of pduIds) told.must({ kind: 'answerKeepOn', pdu, outlets: [], by })
  told.must({ kind: 'setMaas', url: 'https://maas.example', username: 'ada', version: '3.5', by })
  told.must(maasRead(start))
  const keys = [
    { kid: 'K1', for: { lane: '1' } },
    { kid: 'K2', for: { lane: '2' } },
  ]
  told.must({ kind: 'makeKeys', keys, by })
  for (const { kid } of keys) told.must({ kind: 'issueKey', kid, by })
  told.after(20_000)
  return told
}

/** The same site with a run in its lanes; offline, so that no test has to keep MAAS fresh. */
export const openRunSite = (wish: Parameters<typeof startRun>[0] = {}): Told => {
  const told = readySite()
  told.must(startRun({ offline: true, ...wish }))
  told.readPdus()
  return told
}
