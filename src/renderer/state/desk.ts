// The desk: which screen is open, what is selected, how it looks. Nothing here is a fact about the world.
import { create } from 'zustand'
import type { Confirm } from '#core/event-run.ts'
import type { OutletRef } from '#core/rack.ts'
import { Look, type RunSteps } from '#ipc/contract.ts'
import type { Check } from '#ipc/setup.ts'

export type Screen = 'rack' | 'keys' | 'setup' | 'questions'
export type Dialog =
  | 'help'
  | 'look'
  | 'journal'
  | 'dryRun'
  | 'outlet'
  | 'find'
  | 'key'
  | 'labels'
  | 'erase'
  | 'prove'
  | 'dark'
  | 'names'

/** The part of an outlet's card that a key has asked for; it gets the focus. */
export type Aim = 'unlock' | 'name' | 'protect' | 'tagOut' | 'allocate' | 'attestAppliance'

/** What a rule or a fault answered, told beside the button that asked. */
export interface Notice {
  readonly tone: 'refusal' | 'fault' | 'told'
  readonly text: string
  readonly mend: string
}

export interface Draft {
  /** outletKey of every outlet the run is to cover; null until the person or the default has said. */
  readonly scope: readonly OutletRef[] | null
  readonly kids: readonly string[] | null
  readonly confirm: Confirm
  readonly sync: boolean | null
  readonly offline: boolean
  readonly present: boolean
  readonly unlock: readonly OutletRef[]
}

export interface Desk {
  readonly screen: Screen
  readonly dialog: Dialog | null
  /** The person has left the first screen. */
  readonly entered: boolean
  readonly outlet: OutletRef | null
  readonly aim: Aim | null
  /** PDU ids drawn left and right, if the person has chosen. */
  readonly strips: readonly string[]
  readonly setupPage: string
  /** What the doctor said last, and when. */
  readonly checks: readonly Check[] | null
  readonly checkedAt: number
  readonly question: string | null
  readonly later: readonly string[]
  readonly lane: string | null
  readonly keep: Readonly<Record<string, readonly string[]>>
  readonly draft: Draft
  readonly steps: RunSteps | null
  /** The person has looked at the map of this run and put it away. */
  readonly filed: string | null
  readonly notice: Notice | null
  readonly busy: string | null
  readonly look: Look
  readonly small: boolean
}

export const emptyDraft: Draft = {
  scope: null,
  kids: null,
  confirm: 'cut',
  sync: null,
  offline: false,
  present: false,
  unlock: [],
}

export const useDesk = create<Desk>()(() => ({
  screen: 'rack',
  dialog: null,
  entered: false,
  outlet: null,
  aim: null,
  strips: [],
  setupPage: 'add',
  checks: null,
  checkedAt: 0,
  question: null,
  later: [],
  lane: null,
  keep: {},
  draft: emptyDraft,
  steps: null,
  filed: null,
  notice: null,
  busy: null,
  look: Look.parse({}),
  small: false,
}))

export const setDesk = useDesk.setState
export const goTo = (screen: Screen): void => setDesk({ screen, dialog: null, notice: null })
export const openDialog = (dialog: Dialog): void => setDesk({ dialog, notice: null })
export const closeDialog = (): void => setDesk({ dialog: null, notice: null })
export const setDraft = (change: Partial<Draft>): void => setDesk(({ draft }) => ({ draft: { ...draft, ...change } }))
export const openOutlet = (outlet: OutletRef, aim: Aim | null = null): void =>
  setDesk({ outlet, aim, dialog: 'outlet', notice: null })

/** Outlets of a PDU that are to stay on, while nobody has said so yet. */
export const toggleKeep = ({ pdu, outlet }: OutletRef): void =>
  setDesk(({ keep }) => {
    const kept = keep[pdu] ?? []
    return { keep: { ...keep, [pdu]: kept.includes(outlet) ? kept.filter(one => one !== outlet) : [...kept, outlet] } }
  })
