// Switches one outlet: look, ask, command once, then believe nothing but what is read back.
import { fault, ok } from '#core/fault.ts'
import type { Result } from '#core/fault.ts'
import type { SwitchOutcome } from '#core/ports.ts'
import type { OutletReading, SharedLoad, Switch } from '#core/rack.ts'
import { reopen } from './greet.ts'
import { blockedBy, obstacleWords } from './obstacle.ts'
import { blocked, inSession, lookAgain, pollMs, sendOnce, stopped, whereIs } from './order.ts'
import type { OutletOrder, Sent } from './order.ts'
import type { Session, SessionOptions } from './session.ts'
import { locate } from './spot.ts'
import type { Spot } from './spot.ts'

export interface SwitchOrder extends OutletOrder {
  readonly to: Switch
  readonly mayStill: (before: OutletReading, loads: readonly SharedLoad[]) => Promise<boolean>
}

export const switchPdu = (order: SwitchOrder, options: SessionOptions): Promise<Result<SwitchOutcome>> =>
  inSession(order, options, async session => {
    const sent = await order.turn(() => command(order, session, options), options.cancel)
    if (!sent) return stopped(order, 'nothing was sent')
    if (!sent.ok) return sent
    return 'after' in sent.value ? ok(sent.value) : readBack(order, sent.value, session, options)
  })

/** Everything up to the answer to the SET, in one turn, so that nothing comes between the check and the command. */
async function command(
  order: SwitchOrder,
  session: Session,
  { clock, cancel }: SessionOptions,
): Promise<Result<Sent | SwitchOutcome>> {
  const { family, target, to } = order
  const found = await clock.io(locate(session, family, target, order.outlet, to === 'on'))
  if (!found.ok) return found
  const spot = found.value
  const before = spot.reading
  if (before.state === to) {
    const now = clock.now()
    return ok({ before, after: before, sent: false, sentAt: now, reachedAt: now })
  }
  const reason = blocked(order, spot)
  if (reason || !family.command) return reason ?? stopped(order, 'nothing was sent')
  if (!(await order.mayStill(before, spot.loads)) || cancel?.aborted) return stopped(order, 'nothing was sent')
  return sendOnce(order, session, spot, family.command[to], clock)
}

async function readBack(
  order: SwitchOrder,
  sent: Sent,
  session: Session,
  options: SessionOptions,
): Promise<Result<SwitchOutcome>> {
  const { family, target, to } = order
  const { clock, cancel } = options
  const before = sent.spot.reading
  const until = clock.now() + (family.settleSeconds + target.delaySeconds) * 1000
  let spot = sent.spot
  let sure = sent.doubt === null
  for (;;) {
    const seen = await lookAgain(order, session, spot, sure, options)
    if (!seen) return lastLook(order, sent, options)
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

/** The command is out and cannot be called back: tell at least whether it has acted. */
async function lastLook(order: SwitchOrder, sent: Sent, options: SessionOptions): Promise<Result<SwitchOutcome>> {
  const { clock, timeouts } = options
  const { family, target, outlet, to } = order
  const seen = await order.turn(async () => {
    const session = await reopen(target.access, { clock, timeouts })
    if (!session.ok) return session
    const found = await clock.io(locate(session.value, family, target, outlet))
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
  const { obstacle, reading } = last.value
  const { state } = reading
  const stands = state === 'pending' ? 'the command is still pending' : `the outlet still reads ${state}`
  const why = obstacle ? ` It ${obstacleWords(obstacle)}.` : ''
  const mend = obstacle
    ? blockedBy(obstacle, whereIs(order), outlet).mend
    : 'Try again; if it happens again, look at the outlet and at the limits set on the PDU (overload restriction, locks).'
  return fault('timeout', whereIs(order), `${told}, but after ${waited} ${stands}.${why}`, mend)
}
