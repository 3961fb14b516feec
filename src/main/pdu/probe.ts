// Finds out everything about a PDU from its address: kind, identity, outlets, how it likes to be asked.
import { ok } from '#core/fault.ts'
import type { Result } from '#core/fault.ts'
import type { PduAccess } from '#core/ports.ts'
import type { PduProbe } from '#core/rack.ts'
import { instanceOf } from './cells.ts'
import { detect } from './detect.ts'
import type { Column, Family, Scalar } from './family.ts'
import { getAll } from './get-all.ts'
import { greet } from './greet.ts'
import type { Greeting } from './greet.ts'
import { readIdentity } from './identity.ts'
import type { Identity } from './identity.ts'
import { maasDriverOf } from './maas-driver.ts'
import {
  distinct,
  factColumns,
  factsOf,
  listedRows,
  loadColumns,
  outletsOf,
  placeColumns,
  readingOf,
  stateColumns,
} from './outlets.ts'
import type { Outlet } from './outlets.ts'
import type { Session, SessionOptions } from './session.ts'
import { loadsOf, sharedTables } from './shared.ts'
import { numberOf, textOf } from './snmp-value.ts'
import { walkColumns } from './walk.ts'
import type { Table } from './cells.ts'
import type { Reach } from './parts.ts'
import { knownControl, warningsOf } from './warnings.ts'

export async function probePdu(
  access: PduAccess,
  families: readonly Family[],
  options: SessionOptions,
): Promise<Result<PduProbe>> {
  const greeting = await greet(access, options)
  if (!greeting.ok) return greeting
  try {
    return await probeGreeted(access, greeting.value, families, options)
  } finally {
    greeting.value.session.close()
  }
}

async function probeGreeted(
  access: PduAccess,
  greeting: Greeting,
  families: readonly Family[],
  options: SessionOptions,
): Promise<Result<PduProbe>> {
  const { session } = greeting
  const detected = await detect(greeting, families)
  if (!detected.ok) return detected
  let best: Found | undefined
  for (const family of detected.value.candidates) {
    const found = await look(session, family, detected.value.maxOids)
    if (!found.ok) return found
    if (!best || found.value.outlets.length > 0) best = found.value
    if (best.outlets.length > 0) break
  }
  if (!best) throw new Error('detection offered no family')
  const { family, identity, reach, table, outlets } = best
  const offTime = offTimeOf(family, outlets[0])
  const named = await readWords(session, [...family.model, ...family.firmware, ...offTime], reach)
  if (!named.ok) return named
  const wordOf = (scalars: readonly Scalar[]): string =>
    scalars.map(({ oid }) => named.value.get(oid) ?? '').find(word => word !== '') ?? ''
  const maas = await maasDriverOf(
    {
      access,
      family,
      has: detected.value.has,
      units: outlets.map(outlet => outlet.unit),
      firstOutlet: outlets[0]?.number,
    },
    options,
  )
  const outletFacts = outlets.map(outlet => factsOf(family, table.cell, outlet))
  const readings = outlets.map(outlet => readingOf(family, table.cell, outlet))
  const delays = delaysOf(family, table, outlets)
  const loads = loadsOf(family, identity.table, identity.units)
  return ok({
    facts: {
      id: identity.id,
      vendor: family.vendor,
      model: wordOf(family.model),
      firmware: wordOf(family.firmware),
      family: family.name,
      snmp: { version: session.version, bulk: reach.bulk, maxOids: reach.maxOids },
      outlets: outletFacts,
      delaySeconds:
        family.delays?.apply === 'toCommands' ? Math.max(0, ...delays.flatMap(({ on, off }) => [on, off])) : 0,
      ...knownControl(family.control),
      // A PDU that does not tell for how long it would keep an outlet off is not trusted to bring it back.
      timedCut: offTime.some(({ oid }) => Number(named.value.get(oid)) > 0),
      stepWatts: family.load?.watts?.scale ?? null,
      maas,
    },
    address: access.address,
    switchable: outletFacts.some(outlet => outlet.switchable),
    readings,
    loads,
    warnings: warningsOf({ control: family.control, identity, outlets: outletFacts, readings, loads, delays }),
  })
}

/** The off time of one outlet stands for all. */
const offTimeOf = ({ timedCut }: Family, outlet: Outlet | undefined): Scalar[] =>
  timedCut && outlet
    ? [timedCut.offSeconds, ...(timedCut.general ? [timedCut.general.offSeconds] : [])].map(column => ({
        oid: instanceOf(column, outlet.row),
        mib: column.mib,
      }))
    : []

interface Found {
  readonly family: Family
  readonly identity: Identity
  readonly reach: Reach
  readonly table: Table
  readonly outlets: readonly Outlet[]
}

/** Reads identity and table; whether GETBULK works shows on the way. */
async function look(session: Session, family: Family, maxOids: number): Promise<Result<Found>> {
  const reach: Reach = {
    bulk: family.bulk && session.version !== '1',
    maxOids: Math.min(family.maxOids, maxOids),
    learning: true,
  }
  const identity = await readIdentity(session, family, reach, sharedTables(family))
  if (!identity.ok) return identity
  const { units } = identity.value
  const columns = distinct([
    ...placeColumns(family, units),
    ...stateColumns(family),
    ...loadColumns(family),
    ...factColumns(family),
  ])
  const table = await walkColumns(session, columns, reach, listedRows(family))
  if (!table.ok) return table
  return ok({
    family,
    identity: identity.value,
    reach,
    table: table.value,
    outlets: outletsOf(family, table.value, units),
  })
}

async function readWords(
  session: Session,
  scalars: readonly Scalar[],
  { maxOids }: Reach,
): Promise<Result<Map<string, string>>> {
  const answer = await getAll(
    session,
    scalars.map(({ oid }) => oid),
    maxOids,
  )
  return answer.ok ? ok(new Map(answer.value.map(({ oid, value }) => [oid, textOf(value)]))) : answer
}

function delaysOf({ delays }: Family, table: Table, outlets: readonly Outlet[]): { on: number; off: number }[] {
  const secondsOf = (column: Column | undefined, row: string): number => {
    const seconds = numberOf(table.cell(column, row)) ?? 0
    return seconds === -1 && delays?.minusOneIsNone ? 0 : seconds
  }
  return outlets.map(({ row }) => ({ on: secondsOf(delays?.on, row), off: secondsOf(delays?.off, row) }))
}
