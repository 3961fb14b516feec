// A lane is one key, one outlet at a time, one machine. Its states; the rules that move it are in rules/lane.ts.
import type { Fault } from './fault.ts'
import type { OutletRef } from './rack.ts'

/** Why an outlet of the run's scope ended without a binding. */
export const leftReasons = [
  'noCheckIn',
  'stillBeating',
  'allSilent',
  'othersStopped',
  'heartLost',
  'hearingImpaired',
  'saidGoodbye',
  'claimedOnly',
  'foundOn',
  'changedByOther',
  'switchFault',
  'refused',
  'skipped',
  'notSwitchable',
  'protected',
  'allocated',
  'taggedOut',
  'keptOn',
  'alreadyBound',
  'stateUnknown',
  'noRise',
  'othersRose',
  'doubted',
] as const
export type LeftReason = (typeof leftReasons)[number]

interface InHand {
  readonly outlet: OutletRef
  readonly attempt: number
}
export interface Held extends InHand {
  readonly machine: string
  /** The key that it proved itself with: the lane's own, or one for this outlet, this PDU or the pool. */
  readonly kid: string
  readonly sid: string
  readonly onAt: number
  readonly bootAt: number
  readonly heldAt: number
  /** The rise of its outlet's load since it went on, where the place rests on the meter. */
  readonly rise: { readonly fromWatts: number; readonly toWatts: number; readonly noiseWatts: number } | null
}

export type LaneStep =
  | { readonly at: 'free' }
  | ({ readonly at: 'draining'; readonly until: number; readonly last: LeftReason | null } & InHand)
  | ({ readonly at: 'switchingOn'; readonly last: LeftReason | null } & InHand)
  | ({
      readonly at: 'awaiting'
      readonly onAt: number
      readonly offForMs: number
      readonly late: 'no' | 'hint' | 'question'
      readonly keyLeftIn: string | null
    } & InHand)
  | ({ readonly at: 'holding' } & Held)
  | ({ readonly at: 'cutting'; readonly orderedAt: number } & Held)
  | ({ readonly at: 'listening'; readonly setAt: number; readonly offAt: number } & Held)
  | ({ readonly at: 'returning' } & Held)
  | ({ readonly at: 'keyOut'; readonly until: number; readonly machine: string; readonly kid: string } & InHand)
  | ({
      readonly at: 'clearing'
      readonly reason: LeftReason
      readonly detail: string
      readonly again: boolean
    } & InHand)
  | { readonly at: 'closed' }

export type Ask = 'plug' | 'wait' | 'takeKeyOut' | 'look' | 'done'

export interface Lane {
  readonly name: string
  readonly kid: string
  readonly step: LaneStep
  /** What keeps the lane from its next switch: the world, or a rule, in words. */
  readonly stalled:
    | { readonly fault: Fault; readonly at: number }
    | { readonly reasons: readonly string[]; readonly at: number }
    | null
  readonly bound: number
  /** The outlet of the machine's first cord: bound, and kept off while its second cord is proved. */
  readonly pair: Held | null
  /** What the hand was last asked to do. */
  readonly asked: { readonly ask: Ask; readonly say: string; readonly at: number } | null
}

/** The outlet a lane has in hand, if any. */
export const outletInHand = (lane: Lane): OutletRef | null => ('outlet' in lane.step ? lane.step.outlet : null)

/** The same, with the dark outlet of the first cord while the second is proved. */
export const outletsInHand = (lane: Lane): OutletRef[] =>
  [outletInHand(lane), lane.pair?.outlet ?? null].filter(ref => ref !== null)

/** While one lane cuts and listens nobody else may switch: an edge must have one cause. */
export const hasEdgeOpen = (lane: Lane): boolean => lane.step.at === 'cutting' || lane.step.at === 'listening'
