// Who a PDU is: its serial, else its SNMP engine id, else its MAC. Never its address.
import { createHash } from 'node:crypto'
import { fault, ok } from '#core/fault.ts'
import type { Result } from '#core/fault.ts'
import type { PduId } from '#core/rack.ts'
import type { Table } from './cells.ts'
import type { Column, Family } from './family.ts'
import type { Session } from './session.ts'
import { hexOf, numberOf, textOf } from './snmp-value.ts'
import { inParts } from './parts.ts'
import type { Reach } from './parts.ts'
import { walkColumns, walkTables } from './walk.ts'

export interface Unit {
  readonly unit: number
  readonly serial: string
}

export interface Identity {
  readonly id: PduId
  /** Weak: nothing but the description and the system name; two PDUs may share it. */
  readonly grade: 'serial' | 'engine' | 'mac' | 'weak'
  readonly units: readonly Unit[]
  /** What was read along with it. */
  readonly table: Table
}

const engineId = '1.3.6.1.6.3.10.2.1.1.0'
const physAddress = { oid: '1.3.6.1.2.1.2.2.1.6', mib: 'ifPhysAddress' }
const description = ['1.3.6.1.2.1.1.2.0', '1.3.6.1.2.1.1.1.0', '1.3.6.1.2.1.1.5.0']

/** Reads the identity in as few requests as the PDU's honesty allows, and other short tables with it. */
export async function readIdentity(
  session: Session,
  family: Family,
  reach: Reach,
  others: readonly (readonly Column[])[] = [],
): Promise<Result<Identity>> {
  const source = family.identity.units
  const serials = source ? [[source.serial, ...(source.host ? [source.host.column] : [])]] : []
  const table = await walkTables(session, [...serials, ...others], reach)
  if (!table.ok) return table
  const { units, host } = unitsOf(family, table.value)
  const identity = await nameOf(session, family, reach, host)
  return identity.ok ? ok({ ...identity.value, units, table: table.value }) : identity
}

type Named = Pick<Identity, 'id' | 'grade'>

async function nameOf(session: Session, family: Family, reach: Reach, host: Unit | undefined): Promise<Result<Named>> {
  if (host && isSerial(host.serial)) return ok({ id: host.serial, grade: 'serial' })
  for (const { oid } of family.identity.serials) {
    const answer = await session.get([oid])
    if (!answer.ok) return answer
    const serial = textOf(answer.value[0]?.value)
    if (isSerial(serial)) return ok({ id: serial, grade: 'serial' })
  }
  return readFallback(session, reach)
}

/** Another PDU behind the address is a fault, not a target. */
export async function checkIdentity(
  session: Session,
  family: Family,
  reach: Reach,
  expected: PduId,
  others?: readonly (readonly Column[])[],
): Promise<Result<Identity>> {
  const identity = await readIdentity(session, family, reach, others)
  if (!identity.ok || identity.value.id === expected) return identity
  return fault(
    'wrongDevice',
    session.where,
    `PDU ${identity.value.id} answers here, not PDU ${expected}.`,
    `Find out where ${expected} has gone, and give the address of each PDU anew.`,
  )
}

function unitsOf(family: Family, { rows, cell }: Table): { units: Unit[]; host: Unit | undefined } {
  const source = family.identity.units
  if (!source) return { units: [], host: undefined }
  const { place } = family
  const shift = place.by === 'index' && place.first?.unit === 0 ? 1 : 0
  const found = rows(source.serial).map(row => ({
    unit: Number(row.split('.').at(-1)) + shift,
    serial: textOf(cell(source.serial, row)),
    isHost: source.host !== undefined && numberOf(cell(source.host.column, row)) === source.host.value,
  }))
  // Some agents fill the table to its full size, whatever hangs in the chain.
  const real = found.some(unit => unit.serial !== '') ? found.filter(unit => unit.serial !== '') : found
  const units = real.map(({ unit, serial }) => ({ unit, serial }))
  return { units, host: real.find(unit => unit.isHost) ?? real[0] }
}

async function readFallback(session: Session, reach: Reach): Promise<Result<Named>> {
  const engine = await session.get([engineId])
  if (!engine.ok) return engine
  const engineHex = hexOf(engine.value[0]?.value)
  if (!isPadding(engineHex)) return ok({ id: `engine:${engineHex}`, grade: 'engine' })
  const interfaces = await walkColumns(session, [physAddress], reach)
  if (!interfaces.ok) return interfaces
  const { rows, cell } = interfaces.value
  const macs = rows(physAddress).map(row => hexOf(cell(physAddress, row)))
  const mac = macs.find(hex => hex.length === 12 && !isPadding(hex))
  if (mac !== undefined) return ok({ id: `mac:${mac.replace(/..(?=.)/g, '$&:')}`, grade: 'mac' })
  const system = await inParts(description, reach, oids => session.get(oids))
  if (!system.ok) return system
  const words = system.value.map(varbind => textOf(varbind.value)).join('\n')
  const digest = createHash('sha256').update(words).digest('hex').slice(0, 16)
  return ok({ id: `weak:${digest}`, grade: 'weak' })
}

/** Cards without a serial say so in many ways; all zeros and all Fs are among them, and recordings blot serials out in angle brackets. */
const isSerial = (text: string): boolean =>
  text.length > 0 &&
  text.length <= 100 &&
  !isPadding(text) &&
  !/^(n\/?a|none|unknown|not ?supported|-+|<.*>)$/i.test(text)

const isPadding = (text: string): boolean => /^(0*|f*|x*)$/i.test(text)
