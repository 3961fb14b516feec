// The dry run: every switch of a guided run in order, with its reason, and what is left alone and why. Sends nothing.
import type { Confirm } from './event-run.ts'
import { silentMs } from './edge.ts'
import { unlockMs, type Numbers } from './numbers.ts'
import { placeOf } from './place.ts'
import { unreadable } from './policy.ts'
import { outletKey, sameOutlet, type OutletRef, type Switch } from './rack.ts'
import { sortOutlet } from './rules/run.ts'
import { maasStale } from './safety.ts'
import type { State } from './state.ts'
import { leftWords } from './left-words.ts'
import { usualMs } from './select-lamp.ts'

export interface DryRun {
  readonly steps: { pdu: string; outlet: string; place: string; to: Switch; why: string }[]
  readonly locked: { pdu: string; outlet: string; place: string; why: string }[]
  readonly price: { minutes: number; bootsPerMachine: number }
  readonly warnings: string[]
}

export interface RunWish {
  readonly scope: readonly OutletRef[]
  readonly lanes: readonly { name: string; kid: string }[]
  readonly confirm: Confirm
  readonly unlock: readonly OutletRef[]
  readonly offline: boolean
}

/** A SET and its read-back, as the families' tables have it. */
const switchMs = 3_000

/** From one plug to the next: the boot, as this rack's machines have shown it if any has, the cut between two silences, the key. */
const perOutletMs = (state: State, confirm: Confirm, numbers: Numbers): number =>
  (usualMs(state) ?? numbers.usualBootMs) +
  switchMs +
  (confirm !== 'none' ? 2 * (silentMs(numbers) + switchMs) : 0) +
  numbers.keyOutMs

/** `numbers` are those that the run would be started with. */
export const dryRun = (state: State, wish: RunWish, numbers: Numbers, now: number): DryRun => {
  const steps: DryRun['steps'] = []
  const locked: DryRun['locked'] = []
  const free: OutletRef[] = []
  for (const ref of wish.scope) {
    const pdu = state.pdus[ref.pdu]
    if (!pdu) continue
    const place = placeOf(pdu, ref.outlet)
    const sorted = sortOutlet(withUnlocks(state, wish.unlock, now), ref, now)
    if (sorted === 'dark')
      steps.push({ ...ref, place, to: 'off', why: 'unlocked by its number: must be dark before the lanes begin' })
    if (sorted === 'dark' || sorted === 'free') free.push(ref)
    else locked.push({ ...ref, place, why: leftWords(sorted) })
  }
  const done = new Set<string>()
  const step = (ref: OutletRef, to: Switch, why: string): void => {
    const pdu = state.pdus[ref.pdu]
    if (pdu) steps.push({ ...ref, place: placeOf(pdu, ref.outlet), to, why })
  }
  for (const ref of free) {
    if (done.has(outletKey(ref))) continue
    const feed = state.pdus[ref.pdu]?.feed
    const partner = wish.confirm !== 'none' ? free.find(other => isPartner(state, ref, other, feed)) : undefined
    step(ref, 'on', 'a machine is plugged in here and proves itself with the lane\u2019s key')
    if (wish.confirm === 'none') continue
    step(
      ref,
      'off',
      wish.confirm === 'meter'
        ? 'cut: the load that rose with the machine falls with its outlet'
        : 'confirming cut: the heart that stops is the machine on this outlet',
    )
    if (partner) {
      done.add(outletKey(partner))
      step(partner, 'on', 'the same machine\u2019s second cord, while its first outlet stays off')
      step(partner, 'off', 'confirming cut of the second cord')
      step(partner, 'on', 'back on after the cut')
    }
    step(ref, 'on', 'back on after the cut')
  }
  const turns = Math.ceil(free.length / Math.max(1, wish.lanes.length))
  const minutes = Math.ceil((turns * perOutletMs(state, wish.confirm, numbers)) / 60_000)
  const stale = wish.offline ? null : maasStale(state, now)
  const lost = unreadable(state.policy)
  const blind = state.maas?.deployedUnknown ?? 0
  const warnings = [
    ...(lost ? [lost] : []),
    ...(stale ? [stale] : []),
    ...(blind > 0
      ? [
          `MAAS has ${blind} deployed ${blind === 1 ? 'machine' : 'machines'} whose outlets nobody knows. Any of them may hang on an outlet that is free here.`,
        ]
      : []),
  ]
  return { steps, locked, price: { minutes, bootsPerMachine: wish.confirm === 'none' ? 1 : 2 }, warnings }
}

const isPartner = (state: State, ref: OutletRef, other: OutletRef, feed: string | undefined): boolean =>
  other.outlet === ref.outlet && other.pdu !== ref.pdu && state.pdus[other.pdu]?.feed !== feed

const withUnlocks = (state: State, unlock: readonly OutletRef[], now: number): State => {
  const pdus = Object.fromEntries(
    Object.entries(state.pdus).map(([id, pdu]) => {
      const outlets = Object.entries(pdu.outlets).map(([outlet, known]) => {
        const open = unlock.some(ref => sameOutlet(ref, { pdu: id, outlet }))
        return [outlet, open ? { ...known, unlockedUntil: now + unlockMs } : known] as const
      })
      return [id, { ...pdu, outlets: Object.fromEntries(outlets) }] as const
    }),
  )
  return { ...state, pdus }
}
