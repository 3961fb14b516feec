// Applies one machine's plan to MAAS: checked against what stands there now, written whole, read back and compared.
import { fault, ok } from '#core/fault.ts'
import type { Result } from '#core/fault.ts'
import type { Cancel } from '#core/ports.ts'
import { pduTypes, powerHeldBy } from '#core/power-type.ts'
import type { Change, MachinePlan, SyncMachine } from '#core/sync.ts'
import { z } from 'zod'
import type { MaasClient, Pairs } from './client.ts'
import { Machine } from './shapes.ts'

export interface Applied {
  /** The fields written now; empty when all of it stood there already. */
  readonly written: readonly string[]
}

/** A machine as `planSync` wants it: of its power parameters only what a PDU's power type has. */
export async function readSyncMachine(
  client: MaasClient,
  systemId: string,
  cancel?: Cancel,
): Promise<Result<SyncMachine>> {
  const machine = await client.get(`machines/${encodeURIComponent(systemId)}/`, Machine, { cancel })
  if (!machine.ok) return machine
  const query = [['op', 'power_parameters'] as const]
  const power = await client.get(`machines/${encodeURIComponent(systemId)}/`, OpenParameters, { query, cancel })
  if (!power.ok) return power
  return ok({ ...machine.value, powerParameters: power.value })
}

const kept = ['power_address', 'node_outlet', 'outlet_id', 'power_on_delay', 'pdu_type']

const OpenParameters = z
  .record(z.string(), z.unknown())
  .transform(all =>
    Object.fromEntries(
      Object.entries(all).flatMap(([name, value]) =>
        kept.includes(name) && (typeof value === 'string' || typeof value === 'number') ? [[name, String(value)]] : [],
      ),
    ),
  )

/** Writes the plan's changes; again is harmless. A machine that changed since the plan was made is left alone. */
export async function applyPlan(client: MaasClient, plan: MachinePlan, cancel?: Cancel): Promise<Result<Applied>> {
  const before = await readSyncMachine(client, plan.systemId, cancel)
  if (!before.ok) return before
  const where = `${plan.hostname} in ${client.where}`
  const open = plan.changes.filter(change => valueOf(before.value, change.field) !== change.to)
  if (open.length === 0) return ok({ written: [] })
  const powers = open.some(isPower)
  const moved = open.find(change => valueOf(before.value, change.field) !== change.from)
  if (moved !== undefined)
    return fault('busy', where, `${moved.field} was changed in MAAS since the plan was made.`, 'Make the plan anew.')
  const held = powers ? powerHeldBy(before.value) : before.value.locked ? 'the machine is locked in MAAS' : null
  if (held !== null) return fault('denied', where, `Nothing was written: ${held}.`, 'Make the plan anew.')

  const form = formOf(before.value, plan, powers)
  if (powers && sharesRow(before.value, plan)) {
    const freed = await put(client, plan, [['power_type', 'manual']], cancel)
    if (!freed.ok) return freed
  }
  const sent = await put(client, plan, form, cancel)
  const after = await readSyncMachine(client, plan.systemId)
  if (!after.ok) return sent.ok ? after : sent
  const missing = plan.changes.filter(change => valueOf(after.value, change.field) !== change.to)
  if (missing.length === 0) return ok({ written: open.map(change => change.field) })
  if (!sent.ok) return halfWay(sent, before.value, after.value)
  const fields = missing.map(change => change.field).join(', ')
  return fault(
    'io',
    where,
    `MAAS said yes, but does not show what was written (${fields}).`,
    'Make the plan anew and compare.',
  )
}

const isPower = (change: Change): boolean => change.field.startsWith('power_')
const parameterOf = (field: string): string | null => /^power_parameters_(.+)$/.exec(field)?.[1] ?? null

function valueOf(machine: SyncMachine, field: string): string {
  const parameter = parameterOf(field)
  if (parameter !== null) return machine.powerParameters[parameter] ?? ''
  if (field === 'power_type') return machine.powerType
  return field === 'description' ? machine.description : ''
}

/**
 * DANGER: MAAS keeps one row for a PDU and all its machines. With the power type unchanged, an edit of anything but the
 * outlet moves the neighbours too, so such a machine is taken off the row first.
 */
function sharesRow(machine: SyncMachine, plan: MachinePlan): boolean {
  const type = pduTypes[machine.powerType]
  if (type === undefined || plan.changes.some(change => change.field === 'power_type')) return false
  return plan.changes.some(change => {
    const parameter = parameterOf(change.field)
    return parameter !== null && parameter !== type.outlet
  })
}

/** Every parameter of the type, changed or not: what is left out would be taken over from the type before. */
function formOf(machine: SyncMachine, plan: MachinePlan, powers: boolean): Pairs {
  const description = plan.changes
    .filter(change => change.field === 'description')
    .map(change => ['description', change.to] as const)
  if (!powers) return description
  const powerType = plan.changes.find(change => change.field === 'power_type')?.to ?? machine.powerType
  const known = [
    'power_address',
    pduTypes[powerType]?.outlet ?? '',
    ...Object.keys(pduTypes[powerType]?.defaults ?? {}),
  ]
  const parameters = new Map(Object.entries(machine.powerParameters).filter(([name]) => known.includes(name)))
  for (const change of plan.changes) {
    const parameter = parameterOf(change.field)
    if (parameter !== null) parameters.set(parameter, change.to)
  }
  const power = [...parameters].map(([name, value]) => [`power_parameters_${name}`, value] as const)
  return [['power_type', powerType], ...power, ...description]
}

const put = (client: MaasClient, plan: MachinePlan, form: Pairs, cancel?: Cancel): Promise<Result<Machine>> =>
  client.put(`machines/${encodeURIComponent(plan.systemId)}/`, form, Machine, { cancel })

function halfWay<T extends { ok: false; fault: { detail: string; mend?: string | undefined } }>(
  sent: T,
  before: SyncMachine,
  after: SyncMachine,
): T {
  if (after.powerType !== 'manual' || before.powerType === 'manual') return sent
  const detail = `${sent.fault.detail} The power type of the machine is \u201cmanual\u201d in MAAS now.`
  return { ...sent, fault: { ...sent.fault, detail, mend: 'Make the plan anew and apply it: it goes on from there.' } }
}
