// What a lane asks of the hand at this moment: one sentence, verb first.
import { isForOutlet, keyState } from './key.ts'
import type { Ask, Lane } from './lane.ts'
import { cordOf, placeOf } from './place.ts'
import type { OutletRef } from './rack.ts'
import { row } from './table.ts'
import type { State } from './state.ts'

export interface Asking {
  readonly ask: Ask
  readonly outlet: OutletRef | null
  readonly machine: string | null
  readonly say: string
  readonly kid: string
}

const nameOf = (state: State, uuid: string): string => row(state.machines, uuid)?.serial || uuid.slice(0, 8)

/** The key that was made for this very outlet, where one is alive; else the lane's own. */
export const keyWanted = (state: State, lane: Lane, ref: OutletRef | null, now: number): string => {
  const pdu = ref ? state.pdus[ref.pdu] : undefined
  if (!pdu || !ref || lane.pair) return lane.kid
  const own = Object.values(state.keys).find(key => {
    const life = keyState(key, now)
    return (life === 'issued' || life === 'seen') && isForOutlet(key, pdu, ref.outlet)
  })
  return own?.kid ?? lane.kid
}

export const askOf = (state: State, lane: Lane, now: number): Asking => {
  const step = lane.step
  const outlet = 'outlet' in step ? step.outlet : null
  const machine = 'machine' in step ? step.machine : null
  const pdu = outlet ? state.pdus[outlet.pdu] : undefined
  const place = pdu && outlet ? placeOf(pdu, outlet.outlet) : ''
  const cord = pdu ? `the ${cordOf(pdu.feed)} cord` : 'the cord'
  const kid = step.at === 'keyOut' ? step.kid : keyWanted(state, lane, outlet, now)
  const asking = (ask: Ask, say: string): Asking => ({ ask, outlet, machine, say, kid })
  switch (step.at) {
    case 'free':
      return asking('wait', 'Wait.')
    case 'draining':
    case 'switchingOn':
      return asking('wait', `Wait. ${place} is going on.`)
    case 'awaiting':
      if (step.keyLeftIn)
        return {
          ...asking(
            'plug',
            `Take key ${lane.kid} out of ${nameOf(state, step.keyLeftIn)} first. Then plug ${cord} into ${place}, key ${lane.kid}, press power`,
          ),
          machine: step.keyLeftIn,
        }
      if (step.late === 'question') return asking('look', `Look at the machine on ${place}. Is its power lamp on?`)
      if (lane.pair)
        return {
          ...asking(
            'plug',
            `Plug ${cord} of ${nameOf(state, lane.pair.machine)} into ${place}, leave key ${lane.kid} in, press power. No second cord: skip`,
          ),
          machine: lane.pair.machine,
        }
      return asking('plug', `Plug ${cord} into ${place}, key ${kid}, press power`)
    case 'holding':
    case 'cutting':
    case 'listening':
    case 'returning':
      return asking('wait', `Wait. ${nameOf(state, step.machine)} has answered. ${place} is cut and comes back.`)
    case 'clearing':
      return asking('wait', `Wait. ${place} is not bound: ${step.detail}`)
    case 'keyOut':
      return asking(
        'takeKeyOut',
        `Take key ${step.kid} out of ${nameOf(state, step.machine)}. If its lamp is off, press power`,
      )
    case 'closed':
      return asking('done', `Lane ${lane.name} is done.`)
  }
}
