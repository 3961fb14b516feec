// One switch by hand from the command line: ordered, followed to its end, and watched over after an off.
import type { Event } from '#core/event.ts'
import type { Fault } from '#core/fault.ts'
import { defaultNumbers } from '#core/numbers.ts'
import { sameOutlet, type Switch } from '#core/rack.ts'
import { refuse } from '#core/refusal.ts'
import type { Pdu, State } from '#core/state.ts'
import { Receipt } from '#ipc/contract.ts'
import type { Hands } from '../site/door.ts'
import { isFault, untilHeard, type Heard } from './events.ts'
import { accepted, ask, clock, refusalEnding, stateOf } from './folder.ts'
import { done, type Call, type Ending } from './frame.ts'

export interface Wish {
  readonly pdu: Pdu
  readonly outlet: string
  readonly to: Switch
  readonly unlock: boolean
  readonly present: boolean
  readonly offline: boolean
}

export const about = ({ pdu, outlet }: Wish): { pdu: string; outlet: string } => ({ pdu: pdu.name, outlet })

/** How a switch ended, as its events say. */
const ended = (wish: Wish, event: Event): Ending | null => {
  const ref = { pdu: wish.pdu.id, outlet: wish.outlet }
  if (event.kind === 'madeSafe') return done({ ...about(wish), stopped: event.why }, `Stopped: ${event.why}.`, 4)
  if (event.kind === 'outletSwitched' && sameOutlet(event, ref)) {
    const tookMs = event.reachedAt - event.sentAt
    const row = { ...about(wish), before: event.before, after: event.to, tookMs, sent: event.sent }
    const how = event.sent ? `read back after ${(tookMs / 1000).toFixed(1)} s` : 'as it was already'
    return done(row, `${wish.pdu.name} outlet ${wish.outlet} is ${event.to}, ${how}.`)
  }
  if (event.kind === 'switchRefused' && sameOutlet(event, ref))
    return refusalEnding(refuse('refused', ...event.reasons), about(wish))
  if (event.kind === 'switchFailed' && sameOutlet(event, ref)) return { kind: 'fault', fault: event.fault }
  return null
}

const lost = (canary: string, detail: string): Ending => ({
  kind: 'fault',
  fault: {
    kind: 'gone',
    where: canary,
    detail: `It was lost when the outlet went off (${detail}); the outlet goes on again and is protected now.`,
    mend: 'See what hangs on this outlet.',
  },
})

interface Outcome {
  readonly ending: Ending
  readonly state: State
  readonly cut: boolean
}

const perform = async (call: Call<unknown>, hands: Hands, wish: Wish): Promise<Outcome | Fault> => {
  const { pdu, outlet, to, unlock, present, offline } = wish
  const command = (what: object): Promise<Receipt> => ask(hands, 'command', { ...what, by: call.by }, Receipt)
  const hear = (heard: Heard): Outcome | null => {
    const { event } = heard.recorded
    const ending = ended(wish, event)
    const cut = event.kind === 'outletSwitched' && to === 'off' && event.sent
    return ending && { ending, state: heard.state, cut }
  }
  return untilHeard(hands, await stateOf(call), hear, async () => {
    call.onSignal().addEventListener('abort', () => void command({ kind: 'makeSafe' }))
    if (unlock) accepted(await command({ kind: 'unlock', pdu: pdu.id, outlet }), about(wish))
    accepted(await command({ kind: 'switchOutlet', pdu: pdu.id, outlet, to, present, offline }), about(wish))
    return null
  })
}

/** Something may turn out to have hung on the outlet: the engine looks for it, and must live as long. */
const watchCanaries = async (call: Call<unknown>, hands: Hands, { ending, state }: Outcome): Promise<Ending> => {
  call.out.progress('Off. Watching for 10 s that nothing else went down with it …')
  const hear = ({ recorded: { event } }: Heard): Ending | null =>
    event.kind === 'canaryLost' ? lost(event.canary, event.detail) : null
  const heard = await untilHeard(hands, state, hear, async () => {
    await clock.wait(defaultNumbers.canaryMs + 500)
    return ending
  })
  return isFault(heard) ? ending : heard
}

/** Ends when the PDU was read back as asked, and after an off only when nothing else went down with it. */
export const switchByHand = async (call: Call<unknown>, hands: Hands, wish: Wish): Promise<Ending> => {
  const outcome = await perform(call, hands, wish)
  if (isFault(outcome)) return { kind: 'fault', fault: outcome }
  return outcome.cut ? watchCanaries(call, hands, outcome) : outcome.ending
}
