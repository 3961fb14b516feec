// SNMPv1 fails a whole request for one missing instance; here it becomes a missing value, as in later versions.
import { ok } from '#core/fault.ts'
import type { Fault, Result } from '#core/fault.ts'
import { compareOids, missing } from './snmp-value.ts'
import type { Varbind } from './snmp-value.ts'

/** Why a request failed: `status` and `oid` are what the agent itself named, 0 and '' otherwise. */
export interface Failure {
  readonly reason: Fault
  readonly status: number
  readonly oid: string
}

const noSuchName = 2

type Ask = (oids: readonly string[]) => Promise<Result<readonly Varbind[], Failure>>

/** Asks again without the instances the agent named as missing. */
export async function readAroundGaps(
  ask: Ask,
  oids: readonly string[],
  next: boolean,
): Promise<Result<readonly Varbind[]>> {
  const gone = new Set<string>()
  for (;;) {
    const asked = oids.filter(oid => !gone.has(oid))
    if (asked.length === 0) return ok(oids.map(oid => ({ oid, value: missing })))
    const answer = await ask(asked)
    if (answer.ok) {
      const found = new Map(asked.map((oid, at) => [oid, answer.value[at]]))
      return ok(oids.map(oid => found.get(oid) ?? { oid, value: missing }))
    }
    if (answer.fault.status !== noSuchName) return { ok: false, fault: answer.fault.reason }
    const [first] = asked
    const named = asked.includes(answer.fault.oid) ? answer.fault.oid : asked.length === 1 ? first : undefined
    if (named === undefined) return oneByOne(ask, oids, next)
    for (const oid of asked)
      // After the end of the tree nothing greater can follow either.
      if (oid === named || (next && compareOids(oid, named) > 0)) gone.add(oid)
  }
}

async function oneByOne(ask: Ask, oids: readonly string[], next: boolean): Promise<Result<readonly Varbind[]>> {
  const found: Varbind[] = []
  for (const oid of oids) {
    const answer = await readAroundGaps(ask, [oid], next)
    if (!answer.ok) return answer
    found.push(...answer.value)
  }
  return ok(found)
}
