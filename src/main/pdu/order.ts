// What is asked of one outlet: sent once, then looked at again until the PDU shows what became of it.
import { fault, ok } from '#core/fault.ts'
import type { Fault, Result } from '#core/fault.ts'
import type { Cancel, Clock, PduTarget } from '#core/ports.ts'
import type { OutletNumber } from '#core/rack.ts'
import { instanceOf } from './cells.ts'
import type { Command, Family } from './family.ts'
import { reopen } from './greet.ts'
import { blockedBy, obstacleWords } from './obstacle.ts'
import type { Session, SessionOptions } from './session.ts'
import { whereOf } from './snmp-fault.ts'
import { locate, look } from './spot.ts'
import type { Spot } from './spot.ts'

export interface OutletOrder {
  readonly target: PduTarget
  readonly family: Family
  readonly outlet: OutletNumber
  /** What is to be done to the outlet, as in "was not switched on". */
  readonly deed: string
  /** Runs a piece of work alone with the PDU; undefined when cancelled before its turn. */
  readonly turn: <T>(work: () => Promise<T>, cancel?: Cancel) => Promise<T | undefined>
}

export interface Sent {
  readonly spot: Spot
  readonly sentAt: number
  /** What became of the SET: a fault that leaves open whether it acted, or null when it was accepted. */
  readonly doubt: Fault | null
}

export const pollMs = 1000

export async function inSession<T>(
  order: OutletOrder,
  options: SessionOptions,
  work: (session: Session) => Promise<Result<T>>,
): Promise<Result<T>> {
  const opened = await order.turn(() => reopen(order.target.access, options), options.cancel)
  if (!opened) return stopped(order, 'nothing was sent')
  if (!opened.ok) return opened
  try {
    return await work(opened.value)
  } finally {
    opened.value.close()
  }
}

/** Why the outlet is not to be sent a command at all, or null. */
export function blocked(order: OutletOrder, { obstacle }: Spot): Result<never> | null {
  const { family, outlet } = order
  if (obstacle) return refusedBy(order, blockedBy(obstacle, whereIs(order), outlet))
  if (family.command && typeof family.control !== 'object') return null
  const why = typeof family.control === 'object' ? family.control.readOnly : 'no command of it is known.'
  return refusedBy(order, fault('notSupported', whereIs(order), `This kind of PDU is only listed: ${why}`).fault)
}

/** Right after the look and in the same turn, so that nothing comes between. */
export async function sendOnce(
  order: OutletOrder,
  session: Session,
  spot: Spot,
  { column, value, type }: Command,
  clock: Clock,
): Promise<Result<Sent>> {
  const sentAt = clock.now()
  const answer = await session.set({ oid: instanceOf(column, spot.outlet.row), value, type: type ?? 'Integer' })
  if (answer.ok) return ok({ spot, sentAt, doubt: null })
  if (['timeout', 'malformed', 'io'].includes(answer.fault.kind)) return ok({ spot, sentAt, doubt: answer.fault })
  const after = await look(session, order.family, spot.outlet, spot.units, order.target.maxOids)
  const obstacle = after.ok ? after.value.obstacle : null
  if (!obstacle) return refusedBy(order, answer.fault)
  const { kind, mend } = blockedBy(obstacle, whereIs(order), order.outlet)
  const detail = `${answer.fault.detail} The outlet ${obstacleWords(obstacle)}.`
  return refusedBy(order, fault(kind, whereIs(order), detail, mend).fault)
}

/** The next look, in a turn of its own; undefined when cancelled. `sure`: the last answer left no doubt of who answers. */
export async function lookAgain(
  order: OutletOrder,
  session: Session,
  spot: Spot,
  sure: boolean,
  { clock, cancel }: SessionOptions,
): Promise<Result<Spot> | undefined> {
  const { family, target, outlet } = order
  const seen = await order.turn(async () => {
    const quick = sure ? await look(session, family, spot.outlet, spot.units, target.maxOids) : undefined
    // After a time-out or a restart of the card, first make sure that it is still the same PDU.
    if (quick?.ok && !restarted(spot, quick.value)) return quick
    if (quick && !quick.ok && quick.fault.kind !== 'gone') return quick
    return clock.io(locate(session, family, target, outlet))
  }, cancel)
  return seen && !seen.ok && seen.fault.kind === 'cancelled' ? undefined : seen
}

const restarted = (earlier: Spot, later: Spot): boolean =>
  earlier.uptime !== null && later.uptime !== null && later.uptime < earlier.uptime

export const whereIs = ({ target }: OutletOrder): string => `${whereOf(target.access)} (${target.id})`

export const stopped = (order: OutletOrder, how: string): Result<never> =>
  fault('cancelled', whereIs(order), `Stopped before outlet ${order.outlet} was ${order.deed}: ${how}.`)

export const refusedBy = (order: OutletOrder, reason: Fault): Result<never> => ({
  ok: false,
  fault: {
    ...reason,
    where: whereIs(order),
    detail: `Outlet ${order.outlet} was not ${order.deed}. ${reason.detail}`,
  },
})
