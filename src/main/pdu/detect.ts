// Which family a PDU belongs to: what it says it is narrows the choice, the tables it answers decide.
import { fault, ok } from '#core/fault.ts'
import type { Result } from '#core/fault.ts'
import type { Column, Family } from './family.ts'
import type { Greeting } from './greet.ts'
import { inParts } from './parts.ts'
import type { Reach } from './parts.ts'
import { recognise, recognised } from './recognised.ts'
import type { Recognised } from './recognised.ts'
import { suffixOf } from './snmp-value.ts'

/** Columns asked for in one request. */
const atOnce = 8

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
  const possible = announced.families.length > 0 ? announced.families : families
  const present = await columnsWithRows(
    greeting,
    possible.flatMap(family => [family.detect.probe, ...family.maas.map(match => match.column)]),
  )
  if (!present.ok) return present
  const { oids, maxOids } = present.value
  const has = (column: Column): boolean => oids.has(column.oid)
  const answering = possible.filter(family => has(family.detect.probe))
  if (answering.length > 0) return ok({ candidates: answering, has, maxOids })
  const named = recognise(greeting)
  const isFamily = announced.families.length > 0
  if (named && !(isFamily && announced.length >= named.length)) return notListed(greeting, named.kind)
  return isFamily ? ok({ candidates: announced.families, has, maxOids }) : unannounced(greeting)
}

interface Present {
  readonly oids: ReadonlySet<string>
  readonly maxOids: number
}

async function columnsWithRows({ session }: Greeting, columns: readonly Column[]): Promise<Result<Present>> {
  const asked = [...new Set(columns.map(({ oid }) => oid))]
  const present = new Set<string>()
  const reach: Reach = { bulk: false, maxOids: atOnce, learning: true }
  const answer = await inParts(asked, reach, some => session.getNext(some))
  if (!answer.ok) return answer
  for (const [at, { oid, value }] of answer.value.entries()) {
    const column = asked[at] ?? ''
    if (value.kind !== 'missing' && suffixOf(column, oid) !== null) present.add(column)
  }
  // What it took here it takes; more is tried where it took all it was asked.
  return ok({ oids: present, maxOids: reach.maxOids < atOnce ? reach.maxOids : Infinity })
}

/** Some devices say nothing of themselves and are known by one table alone. */
async function unannounced(greeting: Greeting): Promise<Result<never>> {
  const silent = recognised.filter(({ answers }) => answers)
  const present = await columnsWithRows(
    greeting,
    silent.flatMap(({ answers }) => (answers ? [answers] : [])),
  )
  if (!present.ok) return present
  const kind = silent.find(({ answers }) => answers && present.value.oids.has(answers.oid))
  if (kind) return notListed(greeting, kind)
  return fault(
    'notSupported',
    greeting.session.where,
    `Racklight does not know this kind of PDU: ${wordsOf(greeting) || 'it says nothing of itself'}.`,
    'Is it a PDU with switched outlets? If so, send its SNMP walk to the Racklight project.',
  )
}

const notListed = (greeting: Greeting, { name, why }: Recognised): Result<never> =>
  fault(
    'notSupported',
    greeting.session.where,
    `This is a device of the kind "${name}". ${why} Racklight neither lists nor switches it.`,
  )

const wordsOf = ({ sysDescr, sysObjectId }: Greeting): string => sysDescr.slice(0, 120) || sysObjectId

/** Whether it says of itself that it is of a kind that Racklight knows. */
export const isAnnounced = (greeting: Greeting, families: readonly Family[]): boolean =>
  announcedFamilies(greeting, families).families.length > 0

/** The families with the longest matching sysObjectID, and its length; else those whose sysDescr matches. */
function announcedFamilies(
  { sysObjectId, sysDescr }: Greeting,
  families: readonly Family[],
): { families: readonly Family[]; length: number } {
  const lengthOf = (family: Family): number =>
    Math.max(
      0,
      ...family.detect.sysObjectIds
        .filter(prefix => sysObjectId === prefix || suffixOf(prefix, sysObjectId) !== null)
        .map(prefix => prefix.split('.').length),
    )
  const length = Math.max(0, ...families.map(lengthOf))
  if (length > 0) return { families: families.filter(family => lengthOf(family) === length), length }
  return { families: families.filter(family => family.detect.sysDescr?.test(sysDescr)), length: 0 }
}
