// Rules for what a person attests of equipment: appliances, and machines that share their power.
import type { Event } from '../event.ts'
import { chassisOf } from '../equipment.ts'
import { placeOf } from '../place.ts'
import { refuse, type Refusal } from '../refusal.ts'
import type { State } from '../state.ts'
import { row } from '../table.ts'
import { machineName } from '../words-names.ts'
import { withOutlets } from './known.ts'
import type { SiteCommand } from './site.ts'

export const attestAppliance = (
  state: State,
  command: Extract<SiteCommand, { kind: 'attestAppliance' }>,
  at: number,
): Event[] | Refusal => {
  const { pdu: id, outlets, name, what, by } = command
  const bound = outlets.find(outlet => state.pdus[id]?.outlets[outlet]?.binding)
  const pdu = state.pdus[id]
  if (pdu && bound !== undefined)
    return refuse('bound', `${placeOf(pdu, bound)} is bound to a machine. Release it first if that is wrong.`)
  return withOutlets(state, { pdu: id, outlets }, (known, outlet) => [
    { kind: 'applianceAttested', at, pdu: known.id, outlet, name, what, by },
  ])
}

export const attestChassis = (
  state: State,
  { name, machines, by }: Extract<SiteCommand, { kind: 'attestChassis' }>,
  at: number,
): Event[] | Refusal => {
  const members = [...new Set(machines)]
  const unknown = members.find(uuid => !row(state.machines, uuid))
  if (unknown) return refuse('unknownMachine', `No machine ${unknown} has proved itself here.`)
  if (members.length < 2) return refuse('tooFew', 'A chassis holds two machines or more.')
  if (state.chassis[name] || name in {}) return refuse('nameTaken', `There is a chassis ${name} already.`)
  const taken = members.find(uuid => chassisOf(state, uuid))
  if (taken)
    return refuse('inChassis', `${machineName(state, taken)} is in chassis ${chassisOf(state, taken)?.name} already.`)
  return [{ kind: 'chassisAttested', at, name, machines: members, by }]
}
