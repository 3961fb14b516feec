// What should stand in MAAS for a machine whose outlets are known: a diff to be shown, then applied.
import type { NamedOutlet, PduNames } from './allocation.ts'
import { namesPdu } from './allocation.ts'
import { withOutletLine, writeOutletLine } from './description-line.ts'
import type { Grade } from './machine.ts'
import { isSecret, pduTypes, powerHeldBy } from './power-type.ts'
import type { Address, Feed, MaasDriver, OutletNumber } from './rack.ts'

export interface SyncOutlet {
  readonly pduName: string
  readonly pduSerial: string
  readonly address: Address
  readonly outlet: OutletNumber
  readonly feed: Feed | null
  readonly grade: Grade
  /** A person said yes to a binding that was only sighted. */
  readonly accepted?: boolean
  /** Further names of the PDU, by which MAAS may know it. */
  readonly aliases?: readonly string[]
}

export interface SyncEquipment {
  readonly uuid: string
  readonly serial: string
  readonly macs: readonly string[]
  readonly outlets: readonly SyncOutlet[]
  /** What MAAS's own driver can do with the PDU of the first outlet. */
  readonly driver: MaasDriver | null
}

/** A machine as MAAS shows it; of its power parameters only what a PDU's power type has, and no secret. */
export interface SyncMachine {
  readonly systemId: string
  readonly hostname: string
  /** MAAS's `status_name`: New, Ready, Deployed, ... */
  readonly status: string
  readonly locked: boolean
  readonly powerType: string
  readonly powerParameters: Readonly<Record<string, string>>
  readonly description: string
}

export interface SyncOptions {
  /** Write the power type although MAAS's driver could not switch this PDU. */
  readonly writeUndrivable: boolean
  /** Put the PDU in place of a BMC or webhook that the machine has now. */
  readonly replaceOther: boolean
}

export interface Change {
  readonly field: string
  readonly from: string
  readonly to: string
}
export interface SyncRefusal {
  readonly field?: string
  readonly reason: string
}
export interface MachinePlan {
  readonly systemId: string
  readonly hostname: string
  readonly changes: readonly Change[]
  readonly refused: readonly SyncRefusal[]
}

/** One plan per pair; an outlet that two machines of this list share gives neither of them a power type. */
export function planSync(
  pairs: readonly { readonly equipment: SyncEquipment; readonly machine: SyncMachine }[],
  named: readonly NamedOutlet[],
  options: SyncOptions,
): MachinePlan[] {
  const own = pairs.flatMap(({ equipment, machine }) =>
    equipment.outlets.filter(written).map(({ address, outlet }): NamedOutlet => {
      const { systemId, hostname } = machine
      return { systemId, hostname, address: address.host, outlet, powerType: null }
    }),
  )
  return pairs.map(({ equipment, machine }) => planMachine(equipment, machine, [...named, ...own], options))
}

const written = (outlet: SyncOutlet): boolean => outlet.grade !== 'claimed'

function planMachine(
  equipment: SyncEquipment,
  machine: SyncMachine,
  named: readonly NamedOutlet[],
  options: SyncOptions,
): MachinePlan {
  const { systemId, hostname } = machine
  const outlets = equipment.outlets.filter(written)
  const claimed = equipment.outlets.length > outlets.length
  if (outlets.length === 0)
    return { systemId, hostname, changes: [], refused: [{ reason: 'no outlet of this machine is more than claimed' }] }

  const wanted = wantedPower(equipment, outlets, claimed, machine, named, options)
  const changes = 'refused' in wanted ? [] : powerChanges(machine, wanted.powerType, wanted.parameters)
  const held = changes.length > 0 ? powerHeldBy(machine) : null
  const refused = [
    ...('refused' in wanted ? wanted.refused.map(reason => ({ field: 'power_type', reason })) : []),
    ...(held === null ? [] : [{ field: 'power_type', reason: held }]),
  ]
  const description = withOutletLine(machine.description, outletLine(outlets))
  const text = { field: 'description', from: machine.description, to: description }
  const described = description === machine.description ? [] : [text]
  if (machine.locked && described.length > 0)
    return { systemId, hostname, changes: [], refused: [{ reason: 'the machine is locked in MAAS' }] }
  return { systemId, hostname, changes: [...(held === null ? changes : []), ...described], refused }
}

const outletLine = (outlets: readonly SyncOutlet[]): string =>
  writeOutletLine(outlets.map(({ pduSerial, outlet, feed, grade }) => ({ pdu: pduSerial, outlet, feed, grade })))

interface WantedPower {
  readonly powerType: string
  readonly parameters: Readonly<Record<string, string>>
}

function wantedPower(
  equipment: SyncEquipment,
  outlets: readonly SyncOutlet[],
  claimed: boolean,
  machine: SyncMachine,
  named: readonly NamedOutlet[],
  options: SyncOptions,
): WantedPower | { readonly refused: readonly string[] } {
  const [first, second] = outlets
  const driver = equipment.driver
  const type = driver === null ? undefined : pduTypes[driver.powerType]
  if (first === undefined || driver === null || type === undefined)
    return { refused: [`MAAS has no power type for ${first?.pduName ?? 'this PDU'}`] }
  if (second !== undefined) return { refused: ['the machine has two cords and a PDU power type knows one outlet'] }
  if (claimed) return { refused: ['a second outlet of this machine is only claimed'] }
  if (first.grade === 'sighted' && first.accepted !== true)
    return { refused: ['the outlet is only sighted: it needs a proof, or a yes from a person'] }
  if (!['', 'manual', ...Object.keys(pduTypes)].includes(machine.powerType) && !options.replaceOther)
    return { refused: [`MAAS already switches this machine by ${machine.powerType}, which stays`] }
  if (!/^\d+$/.test(first.outlet))
    return { refused: [`outlet ${first.outlet} is on a chained PDU, which the MAAS driver cannot name`] }
  const rival = otherMachine(machine, first, named)
  if (rival !== undefined)
    return { refused: [`${rival.hostname} names ${first.pduName} outlet ${first.outlet} in MAAS`] }
  const obstacles = undrivable(driver, first)
  if (obstacles.length > 0 && !options.writeUndrivable) return { refused: obstacles }
  if (Object.keys(driver.parameters).some(isSecret))
    return { refused: [`the power type ${driver.powerType} needs a password, which a plan does not carry`] }
  const before = machine.powerType === driver.powerType ? machine.powerParameters : {}
  const address = before.power_address ?? ''
  // MAAS may know the PDU by another name, and a person may have set another delay: both stay.
  const stays = namesPdu(address, pduNames(first)) ? before : {}
  const kept = stays.power_on_delay === undefined ? {} : { power_on_delay: stays.power_on_delay }
  const place = { power_address: stays.power_address ?? first.address.host, [type.outlet]: first.outlet }
  return { powerType: driver.powerType, parameters: { ...type.defaults, ...driver.parameters, ...kept, ...place } }
}

const pduNames = (at: SyncOutlet): PduNames => ({ id: at.pduSerial, host: at.address.host, aliases: at.aliases ?? [] })

function undrivable(driver: MaasDriver, at: SyncOutlet): string[] {
  const unsaid = driver.reasons.length > 0 ? driver.reasons : ['the MAAS driver cannot switch this PDU']
  const reasons = driver.drivable ? [] : unsaid
  if (at.address.port === 161 || reasons.some(reason => reason.includes('161'))) return [...reasons]
  return [...reasons, `${at.pduName} answers SNMP on port ${at.address.port}, the MAAS driver asks port 161 only`]
}

function otherMachine(machine: SyncMachine, at: SyncOutlet, named: readonly NamedOutlet[]): NamedOutlet | undefined {
  return named.find(
    other => other.systemId !== machine.systemId && other.outlet === at.outlet && namesPdu(other.address, pduNames(at)),
  )
}

function powerChanges(machine: SyncMachine, powerType: string, parameters: Readonly<Record<string, string>>): Change[] {
  const now = machine.powerParameters
  const changes = Object.keys(parameters)
    .sort()
    .map(name => ({ field: `power_parameters_${name}`, from: now[name] ?? '', to: parameters[name] ?? '' }))
    .filter(({ from, to }) => from !== to)
  if (machine.powerType === powerType) return changes
  return [{ field: 'power_type', from: machine.powerType, to: powerType }, ...changes]
}
