// What MAAS says is taken: read whole, once more in short before a cut, and whether its diary calls for the next reading.
import { outletsNamed, type PduNames } from '#core/allocation.ts'
import { ok, type Result } from '#core/fault.ts'
import type { Cancel } from '#core/ports.ts'
import type { State } from '#core/state.ts'
import { readAllocation } from '../maas/allocation.ts'
import type { MaasClient } from '../maas/client.ts'
import { makeDiary } from '../maas/events.ts'
import type { Machine } from '../maas/shapes.ts'
import type { MaasAllocation, MaasPort } from '../perform/world.ts'

/** What MAAS's machines may call the PDUs of this site. */
export const pduNames = (state: State): PduNames[] =>
  Object.values(state.pdus).map(pdu => ({ id: pdu.id, host: pdu.address.host, aliases: [] }))

/** No diary tells of a description that was edited, so the list of deployed machines is not kept for long. */
const keepDeployedMs = 60_000

export const makeMaasReader = (client: MaasClient): Pick<MaasPort, 'allocation' | 'allocationAgain' | 'stirred'> => {
  const diary = makeDiary(client)
  /** As many stirs of the diary as the last whole reading has seen the outcome of. */
  let covered = -1
  let deployed: { readonly machines: readonly Machine[]; readonly readAt: number } | null = null

  const read = async (
    state: State,
    kept: readonly Machine[] | undefined,
    cancel: Cancel | undefined,
  ): Promise<Result<MaasAllocation>> => {
    const pdus = pduNames(state)
    const stirs = diary.stirs
    const given = { ...(kept ? { deployed: kept } : {}), ...(cancel ? { cancel } : {}) }
    const allocation = await readAllocation(client, pdus, given)
    if (!allocation.ok) return allocation
    const { readAt, tookMs, deployedUnknown, named } = allocation.value
    if (kept === undefined) {
      covered = Math.max(covered, stirs)
      deployed = { machines: allocation.value.deployed, readAt }
    }
    return ok({ readAt, tookMs, deployedUnknown, named: outletsNamed(named, pdus) })
  }

  return {
    allocation: async (state, cancel) => {
      // Where the diary cannot be read, what is taken is known by readings alone.
      await diary.read(cancel)
      return read(state, undefined, cancel)
    },
    allocationAgain: async (state, cancel) => {
      const told = await diary.read(cancel)
      const young = deployed !== null && client.clock.now() - deployed.readAt <= keepDeployedMs
      return read(state, told.ok && diary.stirs === covered && young ? deployed?.machines : undefined, cancel)
    },
    stirred: async cancel => {
      const told = await diary.read(cancel)
      return told.ok ? ok(diary.stirs !== covered) : told
    },
  }
}
