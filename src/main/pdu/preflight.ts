// MAAS preflight: the one question that MAAS's own power driver would ask of a PDU, sent once, from this laptop.
import { ok } from '#core/fault.ts'
import type { Result } from '#core/fault.ts'
import type { PduFacts } from '#core/rack.ts'
import { families } from './families.ts'
import type { Family, MaasMatch } from './family.ts'
import { openSession } from './session.ts'
import type { SessionOptions } from './session.ts'
import { numberOf } from './snmp-value.ts'

/** MAAS's drivers know no other. */
export const maasPort = 161
/** snmpget as the drivers call it: one second, five more tries. */
export const maasTimeouts = { readTimeoutMs: 1_000, readRetries: 5, setTimeoutMs: 1_000 } as const

/** What a driver finds in the text of snmpget, and what it takes for on. */
const drivers: Readonly<Record<string, { readonly reads: RegExp; readonly on: string }>> = {
  apc: { reads: /INTEGER:\s*([1-2])/, on: '1' },
  eaton: { reads: /INTEGER:\s*([0-1])/, on: '1' },
  raritan: { reads: /INTEGER:\s*([0-1])/, on: '1' },
}

export interface MaasQuestion {
  readonly powerType: string
  readonly host: string
  readonly version: '1' | '2c'
  readonly community: string
  readonly oid: string
  /** The outlet asked about, and the unit that is all MAAS can reach. */
  readonly outlet: string
  readonly unit: number
}

const matchOf = (family: Family | undefined, { maas }: PduFacts): MaasMatch | undefined =>
  family?.maas.find(
    ({ powerType, parameters }) =>
      powerType === maas.powerType &&
      Object.entries(parameters).every(([name, value]) => maas.parameters[name] === value),
  )

/** The question for one outlet, by default the first that MAAS can reach; null where MAAS has no driver for the PDU or the outlet. */
export const maasQuestionOf = (
  facts: PduFacts,
  host: string,
  outlet?: string,
  known: readonly Family[] = families,
): MaasQuestion | null => {
  const match = matchOf(
    known.find(family => family.name === facts.family),
    facts,
  )
  const reached = facts.outlets.find(one => one.unit === match?.unit && (outlet === undefined || one.id === outlet))
  if (!match || !reached) return null
  const { powerType, version, community, unit } = match
  const oid = `${match.column.oid}.${match.indexPrefix}${reached.number}`
  return { powerType, host, version, community, oid, outlet: reached.id, unit }
}

export interface MaasAnswer {
  /** As snmpget prints it. */
  readonly text: string
  /** What MAAS would make of it; null where its driver finds nothing and gives up. */
  readonly state: 'on' | 'off' | null
}

/** Sends the GET; a PDU that does not answer it is a fault. */
export async function askAsMaas(
  question: MaasQuestion,
  options: Omit<SessionOptions, 'timeouts'> & Partial<Pick<SessionOptions, 'timeouts'>>,
  port: number = maasPort,
): Promise<Result<MaasAnswer>> {
  const { host, version, community, oid, powerType } = question
  const access = { address: { host, port }, version, community }
  const session = openSession(access, version, { timeouts: maasTimeouts, ...options })
  const answer = await session.get([oid])
  session.close()
  if (!answer.ok) return answer
  const number = numberOf(answer.value[0]?.value)
  const text = number === null ? 'No Such Instance currently exists at this OID' : `INTEGER: ${number}`
  const driver = drivers[powerType]
  const read = driver?.reads.exec(text)?.[1]
  return ok({ text, state: read === undefined ? null : read === driver?.on ? 'on' : 'off' })
}
