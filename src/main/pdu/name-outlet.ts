// Writes the name that the PDU itself shows for an outlet: once, and read back. Nothing is switched.
import { fault, ok } from '#core/fault.ts'
import type { Result } from '#core/fault.ts'
import type { NameOutcome } from '#core/ports.ts'
import { instanceOf } from './cells.ts'
import type { NameWrite } from './family.ts'
import { inSession, pollMs, refusedBy, stopped, whereIs } from './order.ts'
import type { OutletOrder } from './order.ts'
import type { Session, SessionOptions } from './session.ts'
import { textOf } from './snmp-value.ts'
import { locate } from './spot.ts'

export interface NameOrder extends OutletOrder {
  readonly text: string
  readonly mayStill: (before: string) => Promise<boolean>
}

/** Cards write the name to their memory before they show it. */
const settleMs = 5000

export async function namePdu(order: NameOrder, options: SessionOptions): Promise<Result<NameOutcome>> {
  const { nameWrite } = order.family
  const reason = unfit(order, nameWrite)
  if (reason || !nameWrite) return reason ?? stopped(order, 'nothing was written')
  return inSession(order, options, async session => {
    const written = await order.turn(() => write(order, nameWrite, session, options), options.cancel)
    if (!written) return stopped(order, 'nothing was written')
    return written.ok ? readBack(order, written.value, session, options) : written
  })
}

function unfit(order: NameOrder, nameWrite: NameWrite | undefined): Result<never> | null {
  const { text } = order
  const refused = (why: string, mend?: string): Result<never> =>
    refusedBy(order, fault('notSupported', whereIs(order), why, mend).fault)
  if (!nameWrite)
    return refused('The names of this kind of PDU cannot be written over SNMP.', "Use the PDU's own page.")
  if (text === '' && !nameWrite.mayBeEmpty) return refused('This PDU takes no empty name.')
  // DisplayString is ASCII (RFC 2579), and what PDUs make of anything else differs.
  if (!/^[\x20-\x7e]*$/.test(text) || text !== text.trim())
    return refused('Only plain letters, digits and signs make a name, without spaces around it.')
  const { maxLength } = nameWrite
  if (text.length > maxLength)
    return refused(`The name has ${text.length} characters; this kind of PDU takes at most ${maxLength}.`)
  return null
}

interface Written {
  readonly before: string
  /** Where the name stands, to be read again. */
  readonly oids: readonly string[]
}

async function write(
  order: NameOrder,
  { column }: NameWrite,
  session: Session,
  { clock, cancel }: SessionOptions,
): Promise<Result<Written>> {
  const { family, target, outlet, text } = order
  const found = await clock.io(locate(session, family, target, outlet))
  if (!found.ok) return found
  const { row } = found.value.outlet
  const oid = instanceOf(column, row)
  const oids = [...new Set([family.outletName ? instanceOf(family.outletName, row) : oid, oid])]
  const standing = await session.get(oids)
  if (!standing.ok) return standing
  const before = textOf(standing.value[0]?.value)
  if (before === text) return ok({ before, oids })
  if (!(await order.mayStill(before)) || cancel?.aborted) return stopped(order, 'nothing was written')
  const answer = await session.set({ oid, type: 'OctetString', value: text })
  if (answer.ok || ['timeout', 'malformed', 'io'].includes(answer.fault.kind)) return ok({ before, oids })
  const mend = answer.fault.kind === 'notSupported' ? 'Try a shorter name: how long it may be differs by model.' : null
  return refusedBy(order, mend ? { ...answer.fault, mend } : answer.fault)
}

async function readBack(
  order: NameOrder,
  { before, oids }: Written,
  session: Session,
  { clock, cancel }: SessionOptions,
): Promise<Result<NameOutcome>> {
  const until = clock.now() + settleMs
  for (;;) {
    const seen = await order.turn(() => session.get(oids), cancel)
    if (!seen) return stopped(order, 'the name was sent, and may still be taken')
    const shown = seen.ok ? seen.value.map(({ value }) => textOf(value)) : []
    if (seen.ok && shown.every(name => name === order.text)) return ok({ before, after: order.text })
    if (clock.now() >= until)
      return seen.ok
        ? fault(
            'io',
            whereIs(order),
            `The PDU now calls outlet ${order.outlet} "${shown[0] ?? ''}", not "${order.text}".`,
          )
        : seen
    if (!(await clock.wait(pollMs, cancel))) return stopped(order, 'the name was sent, and may still be taken')
  }
}
