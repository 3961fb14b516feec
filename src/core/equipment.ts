// What a cord feeds: a chassis whose machines live and die together, or an appliance that only a person can attest.
import { z } from 'zod'
import type { OutletRef } from './rack.ts'
import { row } from './table.ts'
import type { Session } from './machine.ts'
import type { State } from './state.ts'

export const ApplianceKind = z.enum(['switch', 'kvm', 'storage', 'charger', 'other'])
export type ApplianceKind = z.infer<typeof ApplianceKind>

/** It never beats, so a person's word binds it; from then on its outlet is never touched. */
export interface Appliance {
  readonly name: string
  readonly what: ApplianceKind
}

/** Several machines behind common inlets: what cuts one cuts all. */
export interface Chassis {
  readonly name: string
  readonly machines: readonly string[]
}

/** Machines whose hearts one cut has stopped together, and how often that was seen. */
export interface Together {
  readonly machines: readonly string[]
  readonly outlets: readonly OutletRef[]
  readonly times: number
}

/** Seen this often, hearts that stop together are proposed as a chassis. */
export const proposedAfter = 2

export const chassisOf = (state: State, machine: string): Chassis | undefined =>
  Object.values(state.chassis).find(one => one.machines.includes(machine))

/** The living sessions of the other machines in its chassis. */
export const mateSessions = (state: State, machine: string): Session[] =>
  (chassisOf(state, machine)?.machines ?? []).flatMap(uuid => {
    const session = uuid === machine ? undefined : row(state.sessions, uuid)
    return session?.endedAt === null ? [session] : []
  })

/** Hearts that stopped together twice and that no person has decided about. */
export const proposals = (state: State): Together[] =>
  state.together.filter(one => one.times >= proposedAfter && one.machines.some(uuid => !chassisOf(state, uuid)))

export const applianceWords: Readonly<Record<ApplianceKind, string>> = {
  switch: 'network switch',
  kvm: 'KVM',
  storage: 'storage',
  charger: 'charger',
  other: 'appliance',
}
