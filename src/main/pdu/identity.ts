// Who a PDU is: its serial, else its SNMP engine id, else its MAC. Never its address.
import { createHash } from 'node:crypto'
import { fault, ok } from '#core/fault.ts'
import type { Result } from '#core/fault.ts'
import type { PduId } from '#core/rack.ts'
import type { Family } from './family.ts'
import type { Session } from './session.ts'
import { hexOf, numberOf, textOf } from './snmp-value.ts'
import { walkColumns } from './walk.ts'
import { inParts } from './parts.ts'
import type { Reach } from './parts.ts'

export interface Unit {
  readonly unit: number
  readonly serial: string
}

export interface Identity {
  readonly id: PduId
  /** Weak: nothing but the description and the system name; two PDUs may share it. */
  readonly grade: 'serial' | 'engine' | 'mac' | 'weak'
  readonly units: readonly Unit[]
}

const engineId = '1.3.6.1.6.3.10.2.1.1.0'
const physAddress = { oid: '1.3.6.1.2.1.2.2.1.6', mib: 'ifPhysAddress' }
const description = ['1.3.6.1.2.1.1.2.0', '1.3.6.1.2.1.1.1.0', '1.3.6.1.2.1.1.5.0']

/** Reads the identity in as few requests as the PDU's honesty allows. */
export async function readIdentity(session: Session, family: Family, reach: Reach): Promise<Result<Identity>> {
  const chain = await readUnits(session, family, reach)
  if (!chain.ok) return chain
  const { units, host } = chain.value
  if (host && isSerial(host.serial)) return ok({ id: host.serial, grade: 'serial', units })
  for (const { oid } of family.identity.serials) {
    const answer = await session.get([oid])
    if (!answer.ok) return answer
    const serial = textOf(answer.value[0]?.value)
    if (isSerial(serial)) return ok({ id: serial, grade: 'serial', units })
  }
  return readFallback(session, units, reach)
}

/** Another PDU behind the address is a fault, not a target. */
export async function checkIdentity(
  session: Session,
  family: Family,
  reach: Reach,
  expected: PduId,
): Promise<Result<Identity>> {
  const identity = await readIdentity(session, family, reach)
  if (!identity.ok || identity.value.id === expected) return identity
  return fault(
    'wrongDevice',
    session.where,
    `PDU ${identity.value.id} answers here, not PDU ${expected}.`,
    `Find out where ${expected} has gone, and give the address of each PDU anew.`,
  )
}

async function readUnits(
  session: Session,
  family: Family,
  reach: Reach,
): Promise<Result<{ units: Unit[]; host: Unit | undefined }>> {
  const source = family.identity.units
  if (!source) return ok({ units: [], host: undefined })
  const columns = source.host ? [source.serial, source.host.column] : [source.serial]
  const table = await walkColumns(session, columns, reach)
  if (!table.ok) return table
  const { rows, cell } = table.value
  const found = rows(source.serial).map(row => ({
    unit: Number(row.split('.').at(-1)),
    serial: textOf(cell(source.serial, row)),
    isHost: source.host !== undefined && numberOf(cell(source.host.column, row)) === source.host.value,
  }))
  const units = found.map(({ unit, serial }) => ({ unit, serial }))
  return ok({ units, host: found.find(unit => unit.isHost) ?? found[0] })
}

async function readFallback(session: Session, units: readonly Unit[], reach: Reach): Promise<Result<Identity>> {
  const engine = await session.get([engineId])
  if (!engine.ok) return engine
  const engineHex = hexOf(engine.value[0]?.value)
  if (!isPadding(engineHex)) return ok({ id: `engine:${engineHex}`, grade: 'engine', units })
  const interfaces = await walkColumns(session, [physAddress], reach)
  if (!interfaces.ok) return interfaces
  const { rows, cell } = interfaces.value
  const macs = rows(physAddress).map(row => hexOf(cell(physAddress, row)))
  const mac = macs.find(hex => hex.length === 12 && !isPadding(hex))
  if (mac !== undefined) return ok({ id: `mac:${mac.replace(/..(?=.)/g, '$&:')}`, grade: 'mac', units })
  const system = await inParts(description, reach, oids => session.get(oids))
  if (!system.ok) return system
  const words = system.value.map(varbind => textOf(varbind.value)).join('\n')
  const digest = createHash('sha256').update(words).digest('hex').slice(0, 16)
  return ok({ id: `weak:${digest}`, grade: 'weak', units })
}

/** Cards without a serial say so in many ways; all zeros and all Fs are among them. */
const isSerial = (text: string): boolean =>
  text.length > 0 && text.length <= 100 && !isPadding(text) && !/^(n\/?a|none|unknown|not ?supported|-+)$/i.test(text)

const isPadding = (text: string): boolean => /^(0*|f*|x*)$/i.test(text)
