// `discovery/`: what the rack controllers have seen on their networks, newest first.
import type { Answer } from './answer.ts'
import { bare, json, unrecognised } from './answer.ts'
import type { SimRequest } from './request.ts'
import { opOf } from './request.ts'
import type { MaasWorld, SimNeighbour } from './world.ts'

const observerId = 'rackc1'

const idOf = ({ ip, mac }: SimNeighbour): string => Buffer.from(`${ip},${mac}`).toString('base64')

const describe = (world: MaasWorld, neighbour: SimNeighbour): Record<string, unknown> => {
  const { ip, mac, hostname, organization, seenAt } = neighbour
  const seen = new Date(seenAt).toISOString()
  return {
    discovery_id: idOf(neighbour),
    ip,
    mac_address: mac,
    last_seen: world.isNewer ? seen : seen.slice(0, -1),
    hostname,
    fabric_name: 'fabric-0',
    vid: null,
    observer: { system_id: observerId, hostname: 'rack-1', interface_id: 1, interface_name: 'eth0' },
    mac_organization: organization,
    resource_uri: `/MAAS/api/2.0/discovery/${encodeURIComponent(idOf(neighbour))}/`,
  }
}

const scanned = {
  result:
    'Unable to initiate network scanning on any rack controller. Verify that the rack controllers are started and have connected to the region.',
  scan_started_on: [],
  scan_failed_on: [],
  scan_attempted_on: [],
  failed_to_connect_to: [],
  rpc_call_timed_out_on: [],
  failures: [],
}

export function answerDiscoveries(world: MaasWorld, request: SimRequest): Answer {
  const op = opOf(request)
  // Without a true rack controller nothing can be scanned, and MAAS says so with a 200.
  if (request.method === 'POST' && op === 'scan') return json(scanned)
  const isKnownMac = ({ mac }: SimNeighbour): boolean =>
    [...world.machines.values()].some(machine => machine.nics.some(nic => nic.mac === mac))
  const list = (wanted: (neighbour: SimNeighbour) => boolean): Answer =>
    json(
      world.neighbours
        .filter(wanted)
        .toSorted((a, b) => b.seenAt - a.seenAt)
        .map(neighbour => describe(world, neighbour)),
    )
  if (request.method !== 'GET') return unrecognised(request.method, op)
  switch (op) {
    case null:
    // The double's machines have no addresses, so no address is known.
    case 'by_unknown_ip':
      return list(() => true)
    case 'by_unknown_mac':
    case 'by_unknown_ip_and_mac':
      return list(neighbour => !isKnownMac(neighbour))
    default:
      return unrecognised(request.method, op)
  }
}

export function answerDiscovery(world: MaasWorld, request: SimRequest, id: string): Answer {
  if (request.method !== 'GET' || opOf(request) !== null) return unrecognised(request.method, opOf(request))
  const found = world.neighbours.find(neighbour => idOf(neighbour) === id)
  return found === undefined ? bare(404, 'No Discovery matches the given query.') : json(describe(world, found))
}
