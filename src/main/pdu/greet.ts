// The first words with a PDU: which SNMP version it speaks, and what it says it is.
import { fault, ok } from '#core/fault.ts'
import type { Fault, Result } from '#core/fault.ts'
import type { PduAccess } from '#core/ports.ts'
import type { SnmpVersion } from '#core/rack.ts'
import { inParts } from './parts.ts'
import type { Reach } from './parts.ts'
import { explainSilence } from './silence.ts'
import { openSession } from './session.ts'
import type { Session, SessionOptions } from './session.ts'
import { textOf } from './snmp-value.ts'

export interface Greeting {
  readonly session: Session
  readonly sysObjectId: string
  readonly sysDescr: string
  readonly sysName: string
}

const system = ['1.3.6.1.2.1.1.2.0', '1.3.6.1.2.1.1.1.0', '1.3.6.1.2.1.1.5.0']

/** Tries v2c, then v1, unless the version is given; looks into silence. The caller closes the session. */
export async function greet(access: PduAccess, options: SessionOptions): Promise<Result<Greeting>> {
  const met = await tryGreet(access, options)
  if (met.ok || met.fault.kind !== 'timeout' || met.heard) return met
  return { ok: false, fault: await explainSilence(met.fault, access.address, versionsOf(access), options) }
}

const versionsOf = ({ version }: PduAccess): SnmpVersion[] => (version === 'any' ? ['2c', '1'] : [version])

type Met = { readonly ok: true; readonly value: Greeting } | { ok: false; fault: Fault; heard: boolean }

/** The same without a word about silence. */
export async function tryGreet(access: PduAccess, options: SessionOptions): Promise<Met> {
  let first: Fault | undefined
  let heard = false
  for (const version of versionsOf(access)) {
    const session = openSession(access, version, options)
    // An agent that is silent to three questions at once may answer one.
    const answer = await readSystem(session, first?.kind === 'timeout')
    if (answer.ok) {
      const [sysObjectId = '', sysDescr = '', sysName = ''] = answer.value
      // Some agents send it as text, with the dot of a command line.
      return ok({ session, sysObjectId: sysObjectId.replace(/^[.]/, ''), sysDescr, sysName })
    }
    heard ||= session.heardAny
    session.close()
    first ??= answer.fault
    if (answer.fault.kind === 'cancelled' || answer.fault.kind === 'unreachable') return { ...answer, heard }
  }
  return { ok: false, fault: first ?? never, heard }
}

/** Opens a session in the version already known, or finds it out. */
export async function reopen(access: PduAccess, options: SessionOptions): Promise<Result<Session>> {
  if (access.version !== 'any') return ok(openSession(access, access.version, options))
  const greeting = await greet(access, options)
  return greeting.ok ? ok(greeting.value.session) : greeting
}

async function readSystem(session: Session, carefully: boolean): Promise<Result<string[]>> {
  const reach: Reach = { bulk: false, maxOids: carefully ? 1 : system.length }
  const answer = await inParts(system, reach, oids => session.get(oids))
  return answer.ok ? ok(answer.value.map(varbind => textOf(varbind.value))) : answer
}

const never = fault('bug', 'PDU', 'No SNMP version was tried.').fault
