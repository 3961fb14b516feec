import { outletAt } from '#core/state.ts'
import { Receipt } from '#ipc/contract.ts'
import type { Hands } from '../site/door.ts'
import { consentOf, type Consent } from './consent.ts'
import { accepted, ask, stateOf, withHands } from './folder.ts'
import { done, usage, verb, type Call, type Ending } from './frame.ts'
import { switchByHand, type Wish } from './hand-switch.ts'
import { outletsOf, pduNamed } from './outlets.ts'

/** Off and on again, or on and off again, so that it stands as it stood. */
const goBothWays = async (call: Call<unknown>, hands: Hands, wish: Omit<Wish, 'to'>): Promise<Ending | null> => {
  const state = await stateOf(call)
  const first = outletAt(state, { pdu: wish.pdu.id, outlet: wish.outlet })?.state === 'on' ? 'off' : 'on'
  for (const to of [first, first === 'on' ? 'off' : 'on'] as const) {
    call.out.note(`Watch outlet ${wish.outlet} of ${wish.pdu.name}: it goes ${to}.`)
    const ended = await switchByHand(call, hands, { ...wish, to })
    if (ended.kind !== 'done' || ended.status !== undefined) return ended
  }
  return null
}

export const made = verb({
  takes: ['NAME', 'OUTLET'],
  says: 'Switches one empty outlet of a PDU whose commands nobody has seen at work, while a person watches. Until then Racklight switches nothing else there.',
  options: {
    looked: { type: 'boolean', says: 'you have looked: nothing hangs on the outlet (where it has no meter)' },
    watched: { type: 'boolean', says: 'you have seen it go off and on, as printed on the PDU' },
    present: { type: 'boolean', says: 'a person is at the rack' },
    offline: { type: 'boolean', says: 'you answer for switching without fresh news from MAAS' },
  },
  example: 'pdu prove pdu-c 24 --present',
  run: async call => {
    const [name = '', number = ''] = call.words
    const { looked, watched, present, offline } = call.options
    const pdu = pduNamed(await stateOf(call), name)
    const [outlet, ...others] = outletsOf(pdu, [number])
    if (outlet === undefined || others.length > 0) throw usage('one outlet is watched at a time')
    const about = { pdu: pdu.name, outlet }
    // Without a terminal and without that word nobody has said so: it is switched, and nothing is trusted.
    const seen: Consent =
      watched || call.out.asks ? consentOf({ ...call, options: { yes: watched } }) : () => Promise.resolve(false)
    return withHands(
      call,
      async hands => {
        call.out.progress('Reading its load three times within half a minute …')
        accepted(await ask(hands, 'beginTrial', { pdu: pdu.id, outlet, looked }, Receipt), about)
        const stopped = await goBothWays(call, hands, { pdu, outlet, unlock: false, present, offline })
        if (stopped) return stopped
        const list = `The PDU says that outlet ${outlet} went off and on.`
        if (!(await seen(() => list, `Did outlet ${outlet}, and no other, go off and on?`)))
          return done(
            { ...about, trusted: false },
            `${list} Nobody says to have seen it (--watched), so nothing else is switched there.`,
            4,
          )
        accepted(await ask(hands, 'command', { kind: 'trustControl', pdu: pdu.id, by: call.by }, Receipt), about)
        return done({ ...about, trusted: true }, `${pdu.name} does what its commands say.`)
      },
      true,
    )
  },
})
