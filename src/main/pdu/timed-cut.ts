// Has the PDU take an outlet off and bring it back by itself, so that it returns even if we have gone deaf.
import { fault, ok } from '#core/fault.ts'
import type { Result } from '#core/fault.ts'
import type { CutOutcome } from '#core/ports.ts'
import type { OutletReading } from '#core/rack.ts'
import { cellsOf, instanceOf } from './cells.ts'
import type { Family, TimedCut } from './family.ts'
import { getAll } from './get-all.ts'
import { blocked, inSession, lookAgain, pollMs, refusedBy, sendOnce, stopped, whereIs } from './order.ts'
import type { OutletOrder, Sent } from './order.ts'
import type { Session, SessionOptions } from './session.ts'
import { numberOf } from './snmp-value.ts'
import { locate } from './spot.ts'
import type { Spot } from './spot.ts'

export interface CutOrder extends OutletOrder {
  /** `offSeconds`: as long as the PDU is set to keep it off. */
  readonly mayStill: (before: OutletReading, offSeconds: number) => Promise<boolean>
}

interface Cut extends Sent {
  readonly offSeconds: number
}

export const cutPdu = (order: CutOrder, options: SessionOptions): Promise<Result<CutOutcome>> =>
  inSession(order, options, async session => {
    const sent = await order.turn(() => command(order, session, options), options.cancel)
    if (!sent) return stopped(order, 'nothing was sent')
    if (!sent.ok) return sent
    return watchReturn(order, sent.value, session, options)
  })

async function command(order: CutOrder, session: Session, { clock, cancel }: SessionOptions): Promise<Result<Cut>> {
  const { family, target, outlet } = order
  const found = await clock.io(locate(session, family, target, outlet))
  if (!found.ok) return found
  const spot = found.value
  const { timedCut } = family
  const reason = blocked(order, spot)
  if (reason) return reason
  const refused = (why: string): Result<never> =>
    refusedBy(order, fault('notSupported', whereIs(order), why, 'Cut it by switching it off and on.').fault)
  if (!timedCut) return refused('This kind of PDU has no command that takes an outlet off and brings it back.')
  if (spot.reading.state !== 'on') return refused(`It reads ${spot.reading.state}, and only what is on can be cut.`)
  const offSeconds = await offSecondsOf(session, timedCut, spot, target.maxOids)
  if (!offSeconds.ok) return offSeconds
  if (offSeconds.value === null) return refused('The PDU does not tell for how long it would stay off.')
  if (!(await order.mayStill(spot.reading, offSeconds.value)) || cancel?.aborted)
    return stopped(order, 'nothing was sent')
  const sent = await sendOnce(order, session, spot, timedCut.command, clock)
  return sent.ok ? ok({ ...sent.value, offSeconds: offSeconds.value }) : sent
}

async function offSecondsOf(
  session: Session,
  { offSeconds, general }: TimedCut,
  { outlet }: Spot,
  maxOids: number,
): Promise<Result<number | null>> {
  const columns = [offSeconds, ...(general ? [general.when, general.offSeconds] : [])]
  const oids = columns.map(column => instanceOf(column, outlet.row))
  const answer = await getAll(session, oids, maxOids)
  if (!answer.ok) return answer
  const cell = cellsOf((column, index) => answer.value[oids.indexOf(`${column.oid}.${index}`)]?.value)
  const isGeneral = general && numberOf(cell(general.when, outlet.row)) === general.is
  const seconds = numberOf(cell(isGeneral ? general.offSeconds : offSeconds, outlet.row))
  return ok(seconds !== null && seconds > 0 ? seconds : null)
}

async function watchReturn(
  order: CutOrder,
  cut: Cut,
  session: Session,
  options: SessionOptions,
): Promise<Result<CutOutcome>> {
  const { family, target } = order
  const { clock, cancel } = options
  const { sentAt, offSeconds } = cut
  const patienceMs = (family.settleSeconds + target.delaySeconds) * 1000
  let spot = cut.spot
  let sure = cut.doubt === null
  let offAt: number | null = null
  for (;;) {
    const seen = await lookAgain(order, session, spot, sure, options)
    if (!seen) return stopped(order, comesBack(cut))
    if (!seen.ok && seen.fault.kind === 'wrongDevice') return seen
    sure = seen.ok
    if (seen.ok) {
      spot = seen.value
      if (offAt === null && isOff(family, spot)) offAt = clock.now()
      else if (offAt !== null && spot.shown === 'on')
        return ok({ before: cut.spot.reading, sentAt, offAt, backAt: clock.now(), offSeconds })
    }
    const until: number = offAt === null ? sentAt + patienceMs : offAt + offSeconds * 1000 + patienceMs
    if (clock.now() >= until) return offAt === null ? neverOff(order, cut) : neverBack(order, cut)
    if (!(await clock.wait(pollMs, cancel))) return stopped(order, comesBack(cut))
  }
}

const isOff = ({ timedCut }: Family, { shown, shownValue }: Spot): boolean =>
  shown === 'off' || (shownValue !== null && (timedCut?.offStates?.includes(shownValue) ?? false))

const comesBack = ({ offSeconds }: Cut): string =>
  `the command was sent; the PDU itself brings the outlet back ${offSeconds} s after it goes off`

function neverOff(order: CutOrder, { doubt }: Cut): Result<never> {
  const told = doubt ? 'did not confirm the command' : 'accepted the command'
  return fault(
    'timeout',
    whereIs(order),
    `The PDU ${told}, but outlet ${order.outlet} was never read as off.`,
    'Look at the outlet: it may have been off for a moment.',
  )
}

const neverBack = (order: CutOrder, { offSeconds }: Cut): Result<never> =>
  fault(
    'timeout',
    whereIs(order),
    `The PDU took outlet ${order.outlet} off and did not bring it back after ${offSeconds} s.`,
    'Switch the outlet on now, at the PDU if need be.',
  )
