// Switches one outlet: look, ask, command once, then believe nothing but what is read back.
import { fault, ok } from '#core/fault.ts'
import type { Fault, Result } from '#core/fault.ts'
import type { Cancel, PduTarget, SwitchOutcome } from '#core/ports.ts'
import type { OutletNumber, OutletReading, Switch } from '#core/rack.ts'
import type { Family } from './family.ts'
import { reopen } from './greet.ts'
import type { Reach } from './parts.ts'
import { whereOf } from './snmp-fault.ts'
import type { Session, SessionOptions } from './session.ts'
import { locate, look } from './spot.ts'
import type { Spot } from './spot.ts'

export interface SwitchOrder {
  readonly target: PduTarget
  readonly family: Family
  readonly reach: Reach
  readonly outlet: OutletNumber
  readonly to: Switch
  readonly mayStill: (before: OutletReading) => Promise<boolean>
  /** Runs a piece of work alone with the PDU; undefined when cancelled before its turn. */
  readonly turn: <T>(work: () => Promise<T>, cancel?: Cancel) => Promise<T | undefined>
}

interface Sent {
  readonly spot: Spot
  readonly sentAt: number
  /** What became of the SET: a fault that leaves open whether it acted, or null when it was accepted. */
  readonly doubt: Fault | null
}

const pollMs = 1000

export async function switchPdu(order: SwitchOrder, options: SessionOptions): Promise<Result<SwitchOutcome>> {
  const opened = await order.turn(() => reopen(order.target.access, options), options.cancel)
  if (!opened) return stopped(order, 'nothing was sent')
  if (!opened.ok) return opened
  const session = opened.value
  try {
    const sent = await order.turn(() => command(order, session, options), options.cancel)
    if (!sent) return stopped(order, 'nothing was sent')
    if (!sent.ok) return sent
    if ('after' in sent.value) return ok(sent.value)
    return await readBack(order, sent.value, session, options)
  } finally {
    session.close()
  }
}

/** Everything up to the answer to the SET, in one turn, so that nothing comes between the check and the command. */
async function command(
  order: SwitchOrder,
  session: Session,
  { clock, cancel }: SessionOptions,
): Promise<Result<Sent | SwitchOutcome>> {
  const { family, target, to } = order
  const found = await clock.io(locate(session, family, target, order.outlet, order.reach))
  if (!found.ok) return found
  const spot = found.value
  const before = spot.reading
  if (before.state === to) {
    const now = clock.now()
    return ok({ before, after: before, sent: false, sentAt: now, reachedAt: now })
  }
  if (!(await order.mayStill(before)) || cancel?.aborted) return stopped(order, 'nothing was sent')
  if (!family.command) return refusedBy(order, readOnly(order))
  const { column, value, type = 'Integer' } = family.command[to]
  const { row } = spot.outlet
  const sentAt = clock.now()
  const answer = await session.set({ oid: `${column.oid}.${column.at ? column.at(row) : row}`, value, type })
  if (answer.ok) return ok({ spot, sentAt, doubt: null })
  const open = ['timeout', 'malformed', 'io'].includes(answer.fault.kind)
  return open ? ok({ spot, sentAt, doubt: answer.fault }) : refusedBy(order, answer.fault)
}

async function readBack(
  order: SwitchOrder,
  sent: Sent,
  session: Session,
  options: SessionOptions,
): Promise<Result<SwitchOutcome>> {
  const { family, target, to, outlet } = order
  const { clock, cancel } = options
  const before = sent.spot.reading
  const until = clock.now() + (family.settleSeconds + target.delaySeconds) * 1000
  let spot = sent.spot
  let sure = sent.doubt === null
  for (;;) {
    const seen = await order.turn(async () => {
      const quick = sure ? await look(session, family, spot) : undefined
      // After a time-out or a restart of the card, first make sure that it is still the same PDU.
      if (quick?.ok && !restarted(spot, quick.value)) return quick
      if (quick && !quick.ok && quick.fault.kind !== 'gone') return quick
      return clock.io(locate(session, family, target, outlet, order.reach))
    }, cancel)
    if (!seen || (!seen.ok && seen.fault.kind === 'cancelled')) return lastLook(order, sent, options)
    if (!seen.ok && seen.fault.kind === 'wrongDevice') return seen
    sure = seen.ok
    if (seen.ok) {
      spot = seen.value
      if (spot.reading.state === to)
        return ok({ before, after: spot.reading, sent: true, sentAt: sent.sentAt, reachedAt: clock.now() })
    }
    if (clock.now() >= until) return notReached(order, sent, seen)
    if (!(await clock.wait(pollMs, cancel))) return lastLook(order, sent, options)
  }
}

const restarted = (earlier: Spot, later: Spot): boolean =>
  earlier.uptime !== null && later.uptime !== null && later.uptime < earlier.uptime

/** The command is out and cannot be called back: tell at least whether it has acted. */
async function lastLook(order: SwitchOrder, sent: Sent, options: SessionOptions): Promise<Result<SwitchOutcome>> {
  const { clock, timeouts } = options
  const { family, target, outlet, to } = order
  const seen = await order.turn(async () => {
    const session = await reopen(target.access, { clock, timeouts })
    if (!session.ok) return session
    const found = await clock.io(locate(session.value, family, target, outlet, order.reach))
    session.value.close()
    return found
  })
  if (seen?.ok && seen.value.reading.state === to)
    return ok({
      before: sent.spot.reading,
      after: seen.value.reading,
      sent: true,
      sentAt: sent.sentAt,
      reachedAt: clock.now(),
    })
  return stopped(order, `the command was sent, and outlet ${outlet} may still switch ${to}`)
}

const whereIs = ({ target }: SwitchOrder): string => `${whereOf(target.access)} (${target.id})`

const stopped = (order: SwitchOrder, how: string): Result<never> =>
  fault('cancelled', whereIs(order), `Stopped switching outlet ${order.outlet} ${order.to}: ${how}.`)

const readOnly = ({ family }: SwitchOrder): Fault =>
  fault('notSupported', family.vendor, `Racklight only lists PDUs of the family ${family.name}.`).fault

const refusedBy = (order: SwitchOrder, reason: Fault): Result<never> => ({
  ok: false,
  fault: {
    ...reason,
    where: whereIs(order),
    detail: `Outlet ${order.outlet} was not switched ${order.to}. ${reason.detail}`,
  },
})

function notReached(order: SwitchOrder, { doubt }: Sent, last: Result<Spot>): Result<never> {
  const { outlet, to, family, target } = order
  const waited = `${family.settleSeconds + target.delaySeconds} s`
  const told = `The PDU ${doubt ? 'did not confirm' : 'accepted'} the command "${to}" for outlet ${outlet}`
  if (!last.ok) {
    const how =
      last.fault.kind === 'timeout' ? `stopped answering for ${waited}` : `could not be read: ${last.fault.detail}`
    const detail = `${told} and then ${how.replace(/[.]$/, '')}. The outlet may stand either way.`
    return fault('timeout', whereIs(order), detail, 'Look at the PDU, restore its network, and read it again.')
  }
  const { state } = last.value.reading
  const stands = state === 'pending' ? 'the command is still pending' : `the outlet still reads ${state}`
  return fault(
    'timeout',
    whereIs(order),
    `${told}, but after ${waited} ${stands}.`,
    'Try again; if it happens again, look at the outlet and at the limits set on the PDU (overload restriction, locks).',
  )
}
