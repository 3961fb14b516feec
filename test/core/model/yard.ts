// A site with everything that must not be cut: what is taken, guarded or found on, banks that are nearly full, a PDU that
// nobody has seen at work, and one whose relay sticks. People ask for everything there, now and then for what is right.
import type { Command } from '#core/command.ts'
import type { Input } from '#core/decide.ts'
import { outletKey, type OutletRef, type PduFacts, type SharedLoad } from '#core/rack.ts'
import type { Pdu, State } from '#core/state.ts'
import { allOutlets, by, maasRead, pduFacts, type Told } from './site.ts'
import { voltsHere, type World } from './world.ts'

export const unprovenPdu = 'PDU-C'
const strange = ['PDU-C', 'PDU-D'].flatMap(pdu => ['1', '2', '3', '4'].map(outlet => ({ pdu, outlet })))
export const yardOutlets: readonly OutletRef[] = [...allOutlets, ...strange]
export const yardOn = ['A/3', 'A/4', 'B/1', 'B/2', 'B/3', 'B/4', 'C/1', 'C/2', 'C/3', 'D/1', 'D/2', 'D/3'].map(key => ({
  pdu: `PDU-${key[0]}`,
  outlet: key.slice(2),
}))
/** Servers on standby, appliances and whatever else nobody has told Racklight of, in watts. */
const standing: Readonly<Record<string, number>> = {
  'PDU-A/3': 240,
  'PDU-A/4': 3,
  'PDU-B/1': 12,
  'PDU-B/2': 3,
  'PDU-B/4': 240,
  'PDU-C/1': 3,
  'PDU-C/3': 40,
  'PDU-D/2': 3,
  'PDU-D/3': 380,
  'PDU-D/4': 40,
}
/** They can take an outlet off and bring it back. */
export const timedPdus: readonly string[] = ['PDU-B', 'PDU-D']
const meterSteps = [1, 1, 10, null] as const

/** Two breakers of two amps at each PDU, and what they carry at this moment. */
export const bankLoads = (world: World, pdu: Pdu | undefined): SharedLoad[] => {
  const banks = [...new Set(Object.values(pdu?.outlets ?? {}).flatMap(({ facts }) => facts.bank ?? []))]
  return banks.map(number => {
    const watts = Object.values(pdu?.outlets ?? {})
      .filter(({ facts }) => facts.bank === number)
      .reduce((sum, { facts }) => sum + world.load(outletKey({ pdu: pdu?.id ?? '', outlet: facts.id })), 0)
    return { kind: 'bank', unit: 1, section: null, number, amps: watts / voltsHere, ratingAmps: 2, tripped: false }
  })
}

const factsOf = (id: string, stepWatts: number | null): PduFacts => ({
  ...pduFacts(id),
  outlets: pduFacts(id).outlets.map(outlet => ({ ...outlet, bank: outlet.number <= 2 ? 1 : 2 })),
  control: id === unprovenPdu ? 'unproven' : 'recorded',
  controlWhy: id === unprovenPdu ? 'Its control column was only read in the MIB.' : '',
  timedCut: timedPdus.includes(id),
  stepWatts,
})

/** As a probe finds it now. */
const added = (world: World, id: string, stepWatts: number | null): Command => {
  const facts = factsOf(id, stepWatts)
  const readings = facts.outlets.map(({ id: outlet }) => world.shown({ pdu: id, outlet }))
  const address = { host: `${id.toLowerCase()}.example`, port: 161 }
  return { kind: 'addPdu', name: id.toLowerCase(), address, feed: id.slice(-1), facts, readings, loads: [], by }
}

export class Yard {
  private readonly world: World
  private readonly stepWatts: number | null

  constructor(world: World, choice: number) {
    this.world = world
    this.stepWatts = meterSteps[choice % meterSteps.length] ?? null
    for (const [key, watts] of Object.entries(standing)) world.standing.set(key, watts)
    for (const pdu of ['PDU-A', 'PDU-B', 'PDU-D', ...(this.stepWatts === null ? [] : [unprovenPdu])])
      world.metered.add(pdu)
    world.settle()
  }

  /** What is true before anything happens. */
  furnish(told: Told, choice: number): void {
    for (const pdu of ['PDU-A', 'PDU-B', 'PDU-C', 'PDU-D'])
      told.must(added(this.world, pdu, pdu === unprovenPdu ? this.stepWatts : 1))
    for (const pdu of strange.map(ref => ref.pdu)) told.must({ kind: 'answerKeepOn', pdu, outlets: [], by })
    if (choice % 3 === 0) return
    told.must({ kind: 'allocate', pdu: 'PDU-A', outlets: ['4'], to: 'db-1', by })
    told.must({ kind: 'protect', pdu: 'PDU-B', outlets: ['1'], why: 'kvm', by })
    told.must({ kind: 'attestAppliance', pdu: 'PDU-B', outlets: ['4'], name: 'nas', what: 'storage', by })
  }

  /** A person's wishes, most of them about one outlet. */
  wishes(state: State, a: number, b: number, now: number): Input[] {
    const ref = this.world.outlets[b % this.world.outlets.length] as OutletRef
    const { pdu, outlet } = ref
    const known = state.pdus[pdu]
    const outlets = Object.values(known?.outlets ?? {}).flatMap(one =>
      one.state === 'off' ? [] : [{ outlet: one.facts.id, watts: one.watts }],
    )
    const to = this.world.relay(ref).on ? 'off' : 'on'
    const dark: Input = { kind: 'declareDark', pdu, typed: a % 5 ? pdu.toLowerCase() : 'pdu', outlets, by }
    const hand: Input = { kind: 'switchOutlet', pdu, outlet, to, present: a % 5 > 0, offline: a % 4 === 0, by }
    const lit = this.world.outlets.filter(one => this.world.relay(one).on && this.world.relay(one).cause === 'us')
    const ours = lit[b % Math.max(1, lit.length)] ?? ref
    const trial = known?.trial?.outlet ?? '2'
    const tries = this.world.relay({ pdu: unprovenPdu, outlet: trial }).on ? 'off' : 'on'
    return [
      hand,
      hand,
      hand,
      { kind: 'switchOutlet', ...ours, to: 'off', present: a % 5 > 0, offline: true, by },
      { kind: 'unlock', pdu, outlet, by },
      { kind: 'unlock', pdu, outlet, by },
      dark,
      dark,
      this.trialOf(b),
      { kind: 'switchOutlet', pdu: unprovenPdu, outlet: trial, to: tries, present: true, offline: true, by },
      { kind: 'switchOutlet', pdu: unprovenPdu, outlet: trial, to: tries, present: true, offline: true, by },
      { kind: 'switchOutlet', pdu: unprovenPdu, outlet: trial, to: tries, present: true, offline: true, by },
      { kind: 'trustControl', pdu: unprovenPdu, by },
      { kind: 'trustControl', pdu: unprovenPdu, by },
      { kind: 'attestAppliance', pdu, outlets: [outlet], name: 'switch-7', what: 'switch', by },
      { kind: 'allocate', pdu, outlets: [outlet], to: 'db-2', by },
      { kind: 'protect', pdu, outlets: [outlet], why: 'charger', by },
      { kind: 'tagOut', pdu, outlets: [outlet], why: 'arm inside', by },
      { kind: 'release', pdu, outlets: ['1', '2', '3', '4'], by },
      { kind: 'answerKeepOn', pdu, outlets: a % 3 ? [] : [outlet], by },
      { kind: 'forgetPdu', pdu: a % 6 ? 'PDU-Z' : pdu, by },
      added(this.world, pdu, pdu === unprovenPdu ? this.stepWatts : 1),
      { kind: 'makeSafe', by },
      { kind: 'confirmPresence', by },
      maasRead(now, this.world.named),
    ]
  }

  /** Its load is read three times by a meter that counts in steps; a person looks only where it is of no use. */
  private trialOf(b: number): Command {
    const outlet = String((b % 4) + 1)
    const step = this.stepWatts
    const load = this.world.load(outletKey({ pdu: unprovenPdu, outlet }))
    const watts = step === null ? [] : Array<number>(3).fill(Math.floor(load / step) * step)
    const looked = (step ?? 10) > 1 && !this.world.standing.has(outletKey({ pdu: unprovenPdu, outlet }))
    return { kind: 'beginTrial', pdu: unprovenPdu, outlet, watts, stepWatts: step, looked, by }
  }

  /** What nobody sees at once: MAAS gives an outlet away, a PDU loses sight of one, a relay sticks. */
  misfortune(a: number, b: number): void {
    const { outlets, unreadable, welded } = this.world
    const ref = outlets[b % outlets.length] as OutletRef
    const key = outletKey(ref)
    if (a % 3 === 0) this.world.named = b % 4 ? [ref] : []
    else if (a % 3 === 1) {
      if (unreadable.has(key)) unreadable.delete(key)
      else if (unreadable.size < 2) unreadable.add(key)
    } else if (welded.size > 0) welded.clear()
    else welded.add('PDU-D/4')
    this.world.settle()
  }
}
