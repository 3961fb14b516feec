// Walks all of a PDU that Racklight could need to know of its kind, and writes down nothing that could name it.
import { fault, ok } from '#core/fault.ts'
import type { Result } from '#core/fault.ts'
import type { PduAccess } from '#core/ports.ts'
import { anonymise } from './anonymise.ts'
import type { Anonymous } from './anonymise.ts'
import { greet } from './greet.ts'
import { usualTimeouts } from './session.ts'
import type { Session, SessionOptions } from './session.ts'
import { compareOids, suffixOf } from './snmp-value.ts'
import type { Varbind } from './snmp-value.ts'

/** The system group, interfaces, the entity table, and what the vendors have; tables of the network are left out. */
const roots = ['1.3.6.1.2.1.1', '1.3.6.1.2.1.2', '1.3.6.1.2.1.47', '1.3.6.1.4.1']
const rowCap = 200_000
const repetitions = 40

export interface RecordNeeds {
  readonly access: PduAccess
  /** Texts that may stay as they are. */
  readonly plain: readonly string[]
  onRows(rows: number): void
}

export async function recordPdu(
  { access, plain, onRows }: RecordNeeds,
  options: Pick<SessionOptions, 'clock' | 'cancel'>,
): Promise<Result<Anonymous>> {
  const greeting = await greet(access, { timeouts: usualTimeouts, ...options })
  if (!greeting.ok) return greeting
  const { session } = greeting.value
  try {
    const found: Varbind[] = []
    for (const root of roots) {
      const walked = await walk(session, root, found, onRows)
      if (!walked.ok) return walked
    }
    const { authKey = '', privKey = '', user = '' } = access.v3 ?? {}
    const secret = [access.community, access.address.host, user, authKey, privKey].filter(text => text !== '')
    return ok(anonymise(found, { plain, secret }))
  } finally {
    session.close()
  }
}

async function walk(
  session: Session,
  root: string,
  found: Varbind[],
  onRows: (rows: number) => void,
): Promise<Result<void>> {
  let place = root
  let bulk = session.version !== '1'
  for (;;) {
    const answer = bulk ? await session.getBulk([place], repetitions) : await session.getNext([place])
    if (!answer.ok && bulk && answer.fault.kind !== 'cancelled') {
      bulk = false
      continue
    }
    if (!answer.ok) return answer
    const rows = answer.value.flat()
    if (rows.length === 0) return ok(undefined)
    for (const row of rows) {
      if (row.value.kind === 'missing' || suffixOf(root, row.oid) === null) return ok(undefined)
      if (compareOids(row.oid, place) <= 0 || found.length >= rowCap)
        return fault('malformed', session.where, 'The PDU answers walks in circles or without end.')
      found.push(row)
      place = row.oid
    }
    onRows(found.length)
  }
}
