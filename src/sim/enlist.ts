// What MAAS's environment does after the enlisting script: the machine makes itself known, without credentials, over HTTP.
import type { Clock } from '#core/ports.ts'
import type { EnlistFacts } from './machine/machine-shape.ts'
import type { VirtualMaas } from './maas/virtual-maas.ts'

/** From the first POST to the end of the other scripts; a few minutes on true machines. */
const gatheringMs = 120_000

export const enlistInMaas = async (
  maas: VirtualMaas,
  clock: Clock,
  facts: EnlistFacts,
  pace: number,
): Promise<void> => {
  const form = new URLSearchParams({ architecture: 'amd64/generic', commission: 'True' })
  // One MAC alone: two in one field are answered 500 by MAAS.
  form.append('mac_addresses', facts.macs[0] ?? '')
  const answer = await clock.io(
    fetch(`${maas.url}/api/2.0/machines/`, { method: 'POST', body: form }).then(
      async response => (response.ok ? ((await response.json()) as { system_id?: string }) : null),
      () => null,
    ),
  )
  const machine = answer?.system_id === undefined ? undefined : maas.machines.get(answer.system_id)
  if (!machine) return
  await clock.wait(gatheringMs / pace)
  machine.hardwareUuid = facts.uuid
  machine.serial = facts.serial
  maas.finishCommissioning(machine.systemId, facts.exit === 0)
}
