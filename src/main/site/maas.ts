// Joins the MAAS client to the engine: what is taken, and what is written about a bound machine.
import { outletsNamed, type PduNames } from '#core/allocation.ts'
import { fault, ok, type Result } from '#core/fault.ts'
import type { Clock } from '#core/ports.ts'
import type { State } from '#core/state.ts'
import { planSync, type MachinePlan, type SyncEquipment } from '#core/sync.ts'
import { row } from '#core/table.ts'
import { readAllocation } from '../maas/allocation.ts'
import { makeMaasClient, type MaasClient } from '../maas/client.ts'
import { findMachine } from '../maas/find.ts'
import { applyPlan, readSyncMachine } from '../maas/write.ts'
import type { MaasPort } from '../perform/world.ts'

/** While it enlists a machine is Commissioning in MAAS; it is written once that is over. */
const busyStates = /^(Commissioning|Testing)$/

export const pduNames = (state: State): PduNames[] =>
  Object.values(state.pdus).map(pdu => ({ id: pdu.id, host: pdu.address.host, aliases: [] }))

export const equipmentOf = (state: State, uuid: string): SyncEquipment | null => {
  const machine = row(state.machines, uuid)
  if (!machine) return null
  const outlets = machine.outlets.flatMap(ref => {
    const pdu = state.pdus[ref.pdu]
    const binding = pdu?.outlets[ref.outlet]?.binding
    if (!pdu || !(binding?.machine === uuid || binding?.with.includes(uuid))) return []
    const { name, id, address, feed } = pdu
    return [{ pduName: name, pduSerial: id, address, outlet: ref.outlet, feed, grade: binding.grade }]
  })
  const first = outlets[0] ? state.pdus[outlets[0].pduSerial] : undefined
  const { serial, macs } = machine
  return { uuid, serial, macs, outlets, driver: first?.facts.maas ?? null }
}

/** What would change in MAAS for one machine; null while MAAS does not know it. */
export const planMachineSync = async (
  client: MaasClient,
  state: State,
  uuid: string,
  writeUndrivable: boolean,
): Promise<Result<{ plan: MachinePlan; status: string } | null>> => {
  const equipment = equipmentOf(state, uuid)
  if (!equipment) return fault('bug', 'MAAS', `Machine ${uuid} is not known.`)
  const found = await findMachine(client, equipment)
  if (!found.ok) return found
  if (found.value === null) return ok(null)
  const machine = await readSyncMachine(client, found.value.systemId)
  if (!machine.ok) return machine
  const allocation = await readAllocation(client, pduNames(state))
  if (!allocation.ok) return allocation
  const others = allocation.value.named.filter(named => named.systemId !== machine.value.systemId)
  const [plan] = planSync([{ equipment, machine: machine.value }], others, { writeUndrivable, replaceOther: false })
  return plan ? ok({ plan, status: machine.value.status }) : ok(null)
}

export const makeMaasPort = (
  access: { url: string; apiKey: string },
  clock: Clock,
  writeUndrivable: boolean,
): Result<MaasPort & { client: MaasClient }> => {
  const made = makeMaasClient(access, clock)
  if (!made.ok) return made
  const client = made.value
  return ok({
    client,
    allocation: async (state, cancel) => {
      const pdus = pduNames(state)
      const read = await readAllocation(client, pdus, cancel ? { cancel } : {})
      if (!read.ok) return read
      const { readAt, tookMs, deployedUnknown, named } = read.value
      return ok({ readAt, tookMs, deployedUnknown, named: outletsNamed(named, pdus) })
    },
    record: async (state, uuid, cancel) => {
      const planned = await planMachineSync(client, state, uuid, writeUndrivable)
      if (!planned.ok) return planned
      if (planned.value === null || busyStates.test(planned.value.status)) return ok(null)
      const { plan } = planned.value
      const applied = await applyPlan(client, plan, cancel)
      if (!applied.ok) return applied
      const refused = plan.refused.map(one => one.reason)
      return ok({ systemId: plan.systemId, changes: plan.changes.map(one => one.field), refused })
    },
    answers: async cancel => {
      const { Version } = await import('../maas/shapes.ts')
      const answered = await client.get('version/', Version, { cancel })
      return answered.ok ? ok(undefined) : answered
    },
  })
}
