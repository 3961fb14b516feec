// The map as rows of JSON: what is bound and why, and what is not bound and why not.
import type { Feed, OutletRef } from '#core/rack.ts'
import { evidenceWords } from '#core/select-run.ts'
import { chassisOf } from '#core/equipment.ts'
import { outletAt, type Outlet, type Pdu, type State } from '#core/state.ts'
import { row } from '#core/table.ts'
import { leftWords } from '#core/left-words.ts'
import { takenBy } from '#core/safety.ts'
import { iso, table, withIsoTimes } from './words.ts'

export const boundRow = (state: State, pdu: Pdu, outlet: Outlet) => {
  const { binding } = outlet
  if (!binding) return []
  const machine = row(state.machines, binding.machine)
  const { serial = '', macs = [], systemId = null } = machine ?? {}
  return [
    {
      pdu: pdu.name,
      outlet: outlet.facts.id,
      feed: pdu.feed as Feed,
      grade: binding.grade,
      machine: { uuid: binding.machine, serial, macs: [...macs], systemId },
      ...(binding.with.length === 0
        ? {}
        : { chassis: chassisOf(state, binding.machine)?.name ?? null, with: binding.with }),
      boundAt: iso(binding.at),
      evidence: binding.evidence.map(one => ({ ...(withIsoTimes(one) as object), says: evidenceWords(one) })),
    },
  ]
}
export type BoundRow = ReturnType<typeof boundRow>[number]

const unboundRow = (state: State, pdu: Pdu, outlet: Outlet) => {
  if (outlet.binding) return []
  const at = { pdu: pdu.name, outlet: outlet.facts.id }
  if (outlet.claim) return [{ ...at, reason: 'claimed', detail: outlet.claim.why }]
  if (outlet.left)
    return [{ ...at, reason: outlet.left.reason, detail: outlet.left.detail || leftWords(outlet.left.reason) }]
  const owner = takenBy(state, { pdu: pdu.id, outlet: outlet.facts.id })
  if (owner) return [{ ...at, reason: 'allocated', detail: `it is allocated to ${owner}` }]
  return [{ ...at, reason: 'notBegun', detail: 'no run has come to it' }]
}

export const mapRows = (state: State, scope: readonly OutletRef[]) => {
  const known = scope.flatMap(ref => {
    const pdu = state.pdus[ref.pdu]
    const outlet = outletAt(state, ref)
    return pdu && outlet ? [{ pdu, outlet }] : []
  })
  return {
    map: known.flatMap(({ pdu, outlet }) => boundRow(state, pdu, outlet)),
    unbound: known.flatMap(({ pdu, outlet }) => unboundRow(state, pdu, outlet)),
    strangers: state.strangers.map(({ at, ...stranger }) => ({ ...stranger, at: iso(at) })),
  }
}
export type MapRows = ReturnType<typeof mapRows>

/** Every outlet of the site, by the names of its PDUs. */
export const everyOutlet = (state: State): OutletRef[] =>
  Object.values(state.pdus)
    .sort((a, b) => a.name.localeCompare(b.name))
    .flatMap(pdu => Object.keys(pdu.outlets).map(outlet => ({ pdu: pdu.id, outlet })))

export const mapLines = ({ map, unbound, strangers }: MapRows): string =>
  [
    map.length === 0
      ? 'Nothing is bound.'
      : table(
          map.map(({ pdu, outlet, grade, machine }) => [
            `${pdu} ${outlet}`,
            machine.serial || machine.uuid,
            machine.macs[0] ?? '',
            grade,
            machine.systemId ?? '',
          ]),
        ),
    ...(unbound.length === 0 ? [] : ['', 'Not bound:']),
    ...(unbound.length === 0 ? [] : [table(unbound.map(({ pdu, outlet, detail }) => [`  ${pdu} ${outlet}`, detail]))]),
    ...strangers.map(({ uuid, claimed }) => `A stranger: ${uuid} (${claimed}).`),
  ].join('\n')
