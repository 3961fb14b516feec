// The map to MAAS as a whole: what would change for each bound machine, and doing it.
import { fault, ok, type Fault, type Result } from '#core/fault.ts'
import type { MachinePlan } from '#core/sync.ts'
import { rows } from '#core/table.ts'
import { makeMaasClient, type MaasClient } from '../maas/client.ts'
import { secretNames } from './files.ts'
import { planMachineSync } from './maas.ts'
import type { Site } from './site.ts'

export interface MachineSync {
  readonly uuid: string
  readonly serial: string
  /** Null while MAAS does not know the machine. */
  readonly plan: MachinePlan | null
  readonly fault: Fault | null
}

const clientOf = (site: Site): Result<MaasClient> => {
  const url = site.engine.state().maasSite?.url
  const apiKey = site.vault.get(secretNames.maas)
  if (url === undefined || apiKey === undefined)
    return fault('gone', 'MAAS', 'No MAAS is set up.', 'Set it up with "maas check --url URL" and the API key.')
  return makeMaasClient({ url, apiKey }, site.clock)
}

/** A diff for each bound machine; `only` names machines by UUID, serial, system id or hostname. */
export const syncPlans = async (site: Site, only: readonly string[] | null): Promise<Result<MachineSync[]>> => {
  const client = clientOf(site)
  if (!client.ok) return client
  const settings = site.settings.get()
  if (!settings.ok) return settings
  const state = site.engine.state()
  const plans: MachineSync[] = []
  for (const { uuid, serial, outlets } of rows(state.machines)) {
    if (outlets.length === 0) continue
    const planned = await planMachineSync(client.value, state, uuid, settings.value.writeUndrivable)
    const plan = planned.ok ? (planned.value?.plan ?? null) : null
    const names = [uuid, serial, plan?.systemId, plan?.hostname]
    if (only && !only.some(one => names.includes(one))) continue
    plans.push({ uuid, serial, plan, fault: planned.ok ? null : planned.fault })
  }
  return ok(plans)
}

export interface Recorded {
  readonly uuid: string
  readonly ok: boolean
  readonly systemId: string | null
  readonly changes: readonly string[]
  readonly refused: readonly string[]
  readonly fault: Fault | null
}

/** Plans anew and applies machine by machine; one that fails does not stop the others. */
export const applySync = async (site: Site, only: readonly string[] | null): Promise<Result<Recorded[]>> => {
  const plans = await syncPlans(site, only)
  if (!plans.ok) return plans
  const maas = site.maas()
  const done: Recorded[] = []
  for (const { uuid, plan, fault: failed } of plans.value) {
    const unwritten = { uuid, ok: false, systemId: plan?.systemId ?? null, changes: [], refused: [] }
    if (failed || !plan || !maas) {
      const why = failed ?? {
        kind: 'gone',
        where: 'MAAS',
        detail: 'MAAS does not know this machine yet.',
        mend: 'Let it enlist first.',
      }
      done.push({ ...unwritten, fault: { ...why, kind: why.kind as Fault['kind'] } })
      continue
    }
    const recorded = await maas.record(site.engine.state(), uuid)
    if (!recorded.ok || recorded.value === null) {
      const busy: Fault = {
        kind: 'busy',
        where: plan.hostname,
        detail: 'MAAS is still gathering facts about it.',
        mend: 'Try again when it is New.',
      }
      done.push({ ...unwritten, fault: recorded.ok ? busy : recorded.fault })
      continue
    }
    await site.engine.submit({ kind: 'maasRecorded', machine: uuid, ...recorded.value })
    done.push({ uuid, ok: true, ...recorded.value, fault: null })
  }
  return ok(done)
}
