// Which MAAS machine is the one we know by its UUID and MAC addresses?
import { fault, ok } from '#core/fault.ts'
import type { Result } from '#core/fault.ts'
import type { Cancel } from '#core/ports.ts'
import type { MaasClient } from './client.ts'
import { Machines } from './shapes.ts'
import type { Machine } from './shapes.ts'

/** Null when MAAS does not know the machine; several answers, or another UUID behind its MACs, are a fault. */
export async function findMachine(
  client: MaasClient,
  sought: { readonly uuid: string; readonly macs: readonly string[] },
  cancel?: Cancel,
): Promise<Result<Machine | null>> {
  const macs = [...new Set(sought.macs.map(lowerMac))]
  if (macs.length === 0)
    return fault('malformed', client.where, 'The machine reported no MAC address, so MAAS cannot be asked for it.')
  const found = await client.get('machines/', Machines, {
    query: macs.map(mac => ['mac_address', mac] as const),
    long: true,
    cancel,
  })
  if (!found.ok) return found
  const [machine, ...others] = found.value
  if (machine === undefined) return ok(null)
  if (others.length > 0)
    return fault(
      'wrongDevice',
      client.where,
      `Several machines in MAAS carry these MAC addresses: ${found.value.map(one => one.hostname).join(', ')}.`,
      'Delete the outdated entries in MAAS.',
    )
  // MAAS empties a UUID that is malformed or shared, on both machines.
  if (machine.hardwareUuid !== null && machine.hardwareUuid !== sought.uuid.toLowerCase())
    return fault(
      'wrongDevice',
      client.where,
      `${machine.hostname} has a MAC address of this machine, but another hardware UUID (${machine.hardwareUuid}).`,
      'See whether a network card was moved; commission the machine in MAAS again, or delete the outdated entry.',
    )
  return ok(machine)
}

/** As MAAS stores it: its filter finds nothing, and says nothing, for any other spelling. */
const lowerMac = (mac: string): string =>
  (
    mac
      .toLowerCase()
      .replace(/[^0-9a-f]/g, '')
      .match(/../g) ?? []
  ).join(':')
