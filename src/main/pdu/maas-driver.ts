// Whether MAAS's own power driver could switch this PDU: it has fixed communities, versions and units.
import type { PduAccess } from '#core/ports.ts'
import type { MaasDriver } from '#core/rack.ts'
import type { Column, Family } from './family.ts'
import { openSession } from './session.ts'
import type { SessionOptions } from './session.ts'
import { numberOf } from './snmp-value.ts'

export interface MaasQuestion {
  readonly access: PduAccess
  readonly family: Family
  readonly has: (column: Column) => boolean
  /** Units of all outlets, in any order. */
  readonly units: readonly number[]
  readonly firstOutlet: number | undefined
}

export async function maasDriverOf(question: MaasQuestion, options: SessionOptions): Promise<MaasDriver> {
  const { access, family, has, units, firstOutlet } = question
  const match = family.maas.find(({ column }) => has(column))
  if (!match || firstOutlet === undefined)
    return {
      powerType: 'manual',
      parameters: {},
      drivable: false,
      reasons: [firstOutlet === undefined ? 'It has no outlets to drive.' : 'MAAS has no power driver for this PDU.'],
    }
  const reasons: string[] = []
  const { host, port } = access.address
  if (port !== 161) reasons.push(`MAAS always asks port 161; this PDU answers on port ${port}.`)
  if (access.version === '3') reasons.push(`MAAS speaks SNMPv${match.version} only; this PDU is spoken to in SNMPv3.`)
  else if (access.community !== match.community)
    reasons.push(`MAAS always uses the community "${match.community}"; this PDU is spoken to with another.`)
  const others = [...new Set(units)].filter(unit => unit !== match.unit).sort((a, b) => a - b)
  if (others.length > 0)
    reasons.push(
      `MAAS reaches unit ${match.unit} only; it would switch the wrong outlet for unit ${others.join(', ')}.`,
    )
  if (reasons.length === 0) {
    const session = openSession(access, match.version, options)
    const answer = await session.get([`${match.column.oid}.${match.indexPrefix}${firstOutlet}`])
    session.close()
    if (!answer.ok || numberOf(answer.value[0]?.value) === null)
      reasons.push(`The PDU does not answer the question MAAS asks (SNMPv${match.version}, ${match.column.mib}).`)
  }
  return {
    powerType: match.powerType,
    parameters: { power_address: host, ...match.parameters },
    drivable: reasons.length === 0,
    reasons,
  }
}
