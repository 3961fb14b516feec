import type { Event } from '#core/event.ts'
import type { Fault } from '#core/fault.ts'
import { defaultNumbers } from '#core/numbers.ts'
import { sameOutlet, Switch, type OutletRef } from '#core/rack.ts'
import { refuse } from '#core/refusal.ts'
import { againstSwitch } from '#core/safety.ts'
import { outletAt, type Pdu, type State } from '#core/state.ts'
import { Receipt } from '#ipc/contract.ts'
import type { Hands } from '../site/door.ts'
import { isFault, untilHeard, type Heard } from './events.ts'
import { accepted, ask, clock, refusalEnding, stateOf, withHands } from './folder.ts'
import { done, usage, verb, type Call, type Ending } from './frame.ts'
import { outletsOf, parseNumbered, pduNamed } from './outlets.ts'

interface Wish {
  readonly pdu: Pdu
  readonly outlet: string
  readonly to: Switch
  readonly unlock: boolean
  readonly present: boolean
  readonly offline: boolean
}

const about = ({ pdu, outlet }: Wish): { pdu: string; outlet: string } => ({ pdu: pdu.name, outlet })

/** The rules on what is known now, as if everything that was offered had been accepted. */
const dryRun = async (call: Call<unknown>, hands: Hands, wish: Wish): Promise<Ending> => {
  const { pdu, outlet, to, unlock, present, offline } = wish
  await hands.call('readMaas', null)
  await ask(hands, 'readPdu', { pdu: pdu.id }, Receipt)
  const state = await stateOf(call)
  const now = clock.now()
  const ref = { pdu: pdu.id, outlet }
  const asked: State = {
    ...(unlock ? unlocked(state, ref, now) : state),
    hand: { outlet: ref, to, offline, by: call.by },
    presence: present ? { by: call.by, at: now } : state.presence,
  }
  const reasons = againstSwitch(asked, ref, to, now)
  const before = outletAt(state, ref)?.state ?? 'unknown'
  if (reasons.length > 0)
    return refusalEnding(refuse(reasons[0]?.code ?? 'refused', ...reasons.map(reason => reason.say)), {
      ...about(wish),
      before,
      to,
      dryRun: true,
    })
  return done(
    { ...about(wish), before, to, dryRun: true, reasons: [] },
    `${pdu.name} outlet ${outlet} is ${before} and may be switched ${to}. Nothing was sent.`,
  )
}

const unlocked = (state: State, ref: OutletRef, now: number): State => {
  const pdu = state.pdus[ref.pdu]
  const outlet = outletAt(state, ref)
  if (!pdu || !outlet) return state
  const outlets = { ...pdu.outlets, [ref.outlet]: { ...outlet, unlockedUntil: now + 1 } }
  return { ...state, pdus: { ...state.pdus, [pdu.id]: { ...pdu, outlets } } }
}

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

const switchOutlet = async (call: Call<unknown>, hands: Hands, wish: Wish): Promise<Ending> => {
  const outcome = await perform(call, hands, wish)
  if (isFault(outcome)) return { kind: 'fault', fault: outcome }
  return outcome.cut ? watchCanaries(call, hands, outcome) : outcome.ending
}

const unlockFor = (state: State, text: string | undefined, ref: OutletRef): boolean => {
  const named = text === undefined ? [] : parseNumbered(state, 'unlock', text)
  if (named.some(other => !sameOutlet(other, ref))) throw usage('--unlock must name the outlet that is switched')
  return named.length > 0
}

export const made = verb({
  takes: ['NAME', 'OUTLET', 'on|off'],
  says: 'Switches one outlet under the safety rules and reads it back. After an off it stays 10 s, and puts the outlet on again if something else went down with it.',
  options: {
    unlock: { type: 'string', value: 'NAME:OUTLET', says: 'cut it although it was found on' },
    present: { type: 'boolean', says: 'a person is at the rack' },
    offline: { type: 'boolean', says: 'you answer for switching without fresh news from MAAS' },
    'dry-run': { type: 'boolean', says: 'ask the rules only; nothing is sent' },
  },
  example: 'pdu switch pdu-a 7 off --unlock pdu-a:7 --present',
  run: async call => {
    const [name = '', number = '', direction = ''] = call.words
    const to = Switch.safeParse(direction)
    if (!to.success) throw usage(`an outlet is switched on or off, not "${direction}"`)
    const state = await stateOf(call)
    const pdu = pduNamed(state, name)
    const [outlet, ...others] = outletsOf(pdu, [number])
    if (outlet === undefined || others.length > 0) throw usage('one outlet is switched at a time')
    const unlock = unlockFor(state, call.options.unlock, { pdu: pdu.id, outlet })
    const { present, offline } = call.options
    const wish: Wish = { pdu, outlet, to: to.data, unlock, present, offline }
    return withHands(
      call,
      hands => (call.options['dry-run'] ? dryRun(call, hands, wish) : switchOutlet(call, hands, wish)),
      true,
    )
  },
})
