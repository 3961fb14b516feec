// The desk: which screen is open, what is selected, how it looks. Nothing here is a fact about the world.
import { create } from 'zustand'
import type { Confirm } from '#core/event-run.ts'
import type { OutletRef } from '#core/rack.ts'
import { Look, type RunSteps } from '#ipc/contract.ts'

export type Screen = 'rack' | 'keys' | 'setup' | 'questions'
export type Dialog = 'help' | 'look' | 'journal' | 'dryRun' | 'outlet' | 'find' | 'key' | 'labels' | 'erase'

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
  /** PDU ids drawn left and right, if the person has chosen. */
  readonly strips: readonly string[]
  readonly setupPage: string
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
  strips: [],
  setupPage: 'add',
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
export const openOutlet = (outlet: OutletRef): void => setDesk({ outlet, dialog: 'outlet', notice: null })
