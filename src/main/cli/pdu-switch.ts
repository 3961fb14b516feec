import { sameOutlet, Switch, type OutletRef } from '#core/rack.ts'
import { refuse } from '#core/refusal.ts'
import { againstSwitch } from '#core/safety.ts'
import { outletAt, type State } from '#core/state.ts'
import { Receipt } from '#ipc/contract.ts'
import type { Hands } from '../site/door.ts'
import { ask, clock, refusalEnding, stateOf, withHands } from './folder.ts'
import { done, usage, verb, type Call, type Ending } from './frame.ts'
import { about, switchByHand, type Wish } from './hand-switch.ts'
import { outletsOf, parseNumbered, pduNamed } from './outlets.ts'

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
      hands => (call.options['dry-run'] ? dryRun(call, hands, wish) : switchByHand(call, hands, wish)),
      true,
    )
  },
})
