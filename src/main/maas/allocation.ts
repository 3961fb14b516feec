// Which outlets MAAS's machines hang on, read in bulk; of all it tells only addresses and outlets are kept.
import { clearOutlet, namesPdu } from '#core/allocation.ts'
import type { NamedOutlet, PduNames } from '#core/allocation.ts'
import { readOutletLines } from '#core/description-line.ts'
import { ok } from '#core/fault.ts'
import type { Result } from '#core/fault.ts'
import type { Cancel } from '#core/ports.ts'
import type { MaasClient } from './client.ts'
import { Machines, PowerPlaces } from './shapes.ts'
import type { Machine, PowerPlace } from './shapes.ts'

export interface Allocation {
  readonly named: readonly NamedOutlet[]
  /** Machines in use whose outlets MAAS does not know: a cut may hit any of them. */
  readonly deployedUnknown: number
  /** Addresses beside an outlet number that are none of the PDUs' names: perhaps one of them under another name. */
  readonly otherAddresses: readonly string[]
  /** May be handed to the next reading, which then costs a list of deployed machines less. */
  readonly deployed: readonly Machine[]
  readonly readAt: number
  readonly tookMs: number
}

type Place = Pick<NamedOutlet, 'address' | 'outlet'>

const idsPerQuestion = 100

/** Reads what MAAS's machines name on these PDUs; needs an administrator's key. `readAt` is when the reading began. */
export async function readAllocation(
  client: MaasClient,
  pdus: readonly PduNames[],
  options: { readonly cancel?: Cancel; readonly deployed?: readonly Machine[] } = {},
): Promise<Result<Allocation>> {
  const { cancel } = options
  const readAt = client.clock.now()
  const powers = await client.get('machines/', PowerPlaces, { query: [['op', 'power_parameters']], long: true, cancel })
  if (!powers.ok) return powers
  const deployed = options.deployed === undefined ? await readDeployed(client, cancel) : ok(options.deployed)
  if (!deployed.ok) return deployed

  const places = new Map<string, Place[]>()
  const otherAddresses = new Set<string>()
  for (const [systemId, power] of Object.entries(powers.value)) {
    const found = placesOf(power, pdus)
    if (found.length > 0) places.set(systemId, found)
    else if (outletOf(power) !== null && power.power_address) otherAddresses.add(power.power_address)
  }
  const machines = await readMachines(client, [...places.keys()], deployed.value, cancel)
  if (!machines.ok) return machines

  const byPower = [...places].flatMap(([systemId, found]) => {
    const machine = machines.value.get(systemId)
    const who = { systemId, hostname: machine?.hostname ?? systemId, powerType: machine?.powerType ?? null }
    return found.map((place): NamedOutlet => ({ ...who, ...place }))
  })
  const byLine = deployed.value.flatMap(machine => linesOf(machine, pdus))
  const unknown = deployed.value.filter(machine => !outletIsKnown(machine, powers.value[machine.systemId]))
  return ok({
    named: [...byPower, ...byLine],
    deployedUnknown: unknown.length,
    otherAddresses: [...otherAddresses].sort(),
    deployed: deployed.value,
    readAt,
    tookMs: client.clock.now() - readAt,
  })
}

/** MAAS has no cheaper answer to "which are deployed" than their whole list. */
async function readDeployed(client: MaasClient, cancel?: Cancel): Promise<Result<readonly Machine[]>> {
  const query = [['status', 'deployed'] as const, ['status', 'deploying'] as const]
  return client.get('machines/', Machines, { query, long: true, cancel })
}

async function readMachines(
  client: MaasClient,
  systemIds: readonly string[],
  known: readonly Machine[],
  cancel?: Cancel,
): Promise<Result<Map<string, Machine>>> {
  const machines = new Map(known.map(machine => [machine.systemId, machine]))
  const missing = systemIds.filter(id => !machines.has(id))
  for (let at = 0; at < missing.length; at += idsPerQuestion) {
    const query = missing.slice(at, at + idsPerQuestion).map(id => ['id', id] as const)
    const read = await client.get('machines/', Machines, { query, long: true, cancel })
    if (!read.ok) return read
    for (const machine of read.value) machines.set(machine.systemId, machine)
  }
  return ok(machines)
}

function placesOf(power: PowerPlace, pdus: readonly PduNames[]): Place[] {
  const address = power.power_address
  const naming = pdus.filter(pdu => address && namesPdu(address, pdu))
  if (address && naming.length > 0) return [{ address, outlet: outletOf(power) }]
  // A webhook's URI may hold a password, so the PDU's own name is kept in its stead.
  const uris = [power.power_on_uri, power.power_off_uri, power.power_query_uri].filter(uri => typeof uri === 'string')
  return pdus.filter(pdu => uris.some(uri => namesPdu(uri, pdu))).map(pdu => ({ address: pdu.host, outlet: null }))
}

const outletOf = (power: PowerPlace): string | null => clearOutlet(power.node_outlet ?? power.outlet_id ?? '')

/** What another cart wrote into the description of a machine whose BMC stayed. */
function linesOf(machine: Machine, pdus: readonly PduNames[]): NamedOutlet[] {
  const { systemId, hostname, powerType } = machine
  return readOutletLines(machine.description)
    .filter(line => pdus.some(pdu => pdu.id === line.pdu))
    .map(line => ({ systemId, hostname, address: line.pdu, outlet: line.outlet, powerType }))
}

function outletIsKnown(machine: Machine, power: PowerPlace | undefined): boolean {
  if (readOutletLines(machine.description).length > 0) return true
  return power !== undefined && outletOf(power) !== null
}
