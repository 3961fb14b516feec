// Which family a PDU belongs to: what it says it is narrows the choice, the tables it answers decide.
import { fault, ok } from '#core/fault.ts'
import type { Result } from '#core/fault.ts'
import type { Column, Family } from './family.ts'
import type { Greeting } from './greet.ts'
import { inParts } from './parts.ts'
import type { Reach } from './parts.ts'
import { suffixOf } from './snmp-value.ts'

export interface Detected {
  /** In order of preference; more than one when a card serves several generations of tables. */
  readonly candidates: readonly Family[]
  /** Whether a column has rows, for the control columns and those that MAAS would use. */
  readonly has: (column: Column) => boolean
  /** How many OIDs it is known to take at once, where that are few. */
  readonly maxOids: number
}

export async function detect(greeting: Greeting, families: readonly Family[]): Promise<Result<Detected>> {
  const announced = announcedFamilies(greeting, families)
  // sysObjectID is shared between products, and sometimes wrong, so silence about the family is not final.
  const possible = announced.length > 0 ? announced : families
  const columns = new Set(
    possible.flatMap(family => [family.detect.probe.oid, ...family.maas.map(match => match.column.oid)]),
  )
  const present = new Set<string>()
  const asked = [...columns]
  const reach: Reach = { bulk: false, maxOids: 8, learning: true }
  const answer = await inParts(asked, reach, some => greeting.session.getNext(some))
  if (!answer.ok) return answer
  for (const [at, { oid, value }] of answer.value.entries()) {
    const column = asked[at] ?? ''
    if (value.kind !== 'missing' && suffixOf(column, oid) !== null) present.add(column)
  }
  const answering = possible.filter(family => present.has(family.detect.probe.oid))
  const candidates = answering.length > 0 ? answering : announced
  if (candidates.length === 0)
    return fault(
      'notSupported',
      greeting.session.where,
      `Racklight does not know this kind of PDU: ${greeting.sysDescr.slice(0, 120) || greeting.sysObjectId || 'it says nothing of itself'}.`,
      'Is it a PDU with switched outlets? If so, send its SNMP walk to the Racklight project.',
    )
  // What it took here it takes; more is tried where it took all it was asked.
  const maxOids = reach.maxOids < 8 ? reach.maxOids : Infinity
  return ok({ candidates, has: column => present.has(column.oid), maxOids })
}

/** The families with the longest matching sysObjectID, else those whose sysDescr matches. */
function announcedFamilies({ sysObjectId, sysDescr }: Greeting, families: readonly Family[]): readonly Family[] {
  const lengthOf = (family: Family): number =>
    Math.max(
      0,
      ...family.detect.sysObjectIds
        .filter(prefix => sysObjectId === prefix || suffixOf(prefix, sysObjectId) !== null)
        .map(prefix => prefix.split('.').length),
    )
  const longest = Math.max(0, ...families.map(lengthOf))
  if (longest > 0) return families.filter(family => lengthOf(family) === longest)
  return families.filter(family => family.detect.sysDescr?.test(sysDescr))
}
