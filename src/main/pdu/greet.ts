// The first words with a PDU: which SNMP version it speaks, and what it says it is.
import { fault, ok } from '#core/fault.ts'
import type { Fault, Result } from '#core/fault.ts'
import type { PduAccess } from '#core/ports.ts'
import type { SnmpVersion } from '#core/rack.ts'
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

/** Tries v2c, then v1, unless the version is given. The caller closes the session. */
export async function greet(access: PduAccess, options: SessionOptions): Promise<Result<Greeting>> {
  const versions: SnmpVersion[] = access.version === 'any' ? ['2c', '1'] : [access.version]
  let first: Fault | undefined
  for (const version of versions) {
    const session = openSession(access, version, options)
    const answer = await readSystem(session)
    if (answer.ok) {
      const [sysObjectId = '', sysDescr = '', sysName = ''] = answer.value
      // Some agents send it as text, with the dot of a command line.
      return ok({ session, sysObjectId: sysObjectId.replace(/^[.]/, ''), sysDescr, sysName })
    }
    session.close()
    first ??= answer.fault
    if (answer.fault.kind === 'cancelled' || answer.fault.kind === 'unreachable') return answer
  }
  return { ok: false, fault: versions.length > 1 && first?.kind === 'timeout' ? silentInAll(first) : (first ?? never) }
}

/** Opens a session in the version already known, or finds it out. */
export async function reopen(access: PduAccess, options: SessionOptions): Promise<Result<Session>> {
  if (access.version !== 'any') return ok(openSession(access, access.version, options))
  const greeting = await greet(access, options)
  return greeting.ok ? ok(greeting.value.session) : greeting
}

async function readSystem(session: Session): Promise<Result<string[]>> {
  const together = await session.get(system)
  if (together.ok) return ok(together.value.map(varbind => textOf(varbind.value)))
  if (together.fault.kind !== 'notSupported') return together
  const words: string[] = []
  for (const oid of system) {
    const answer = await session.get([oid])
    if (!answer.ok) return answer
    words.push(textOf(answer.value[0]?.value))
  }
  return ok(words)
}

const never = fault('bug', 'PDU', 'No SNMP version was tried.').fault

const silentInAll = (first: Fault): Fault => ({
  ...first,
  detail: 'The PDU answers neither SNMPv2c nor SNMPv1.',
  mend: 'Check the address, that SNMP is switched on, and that this computer may ask; a wrong community is answered with silence too.',
})
