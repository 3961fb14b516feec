// Which key asks for what. Pure: a press and the situation in, an act out. The help table is made from the same list.
import type { Aim, Dialog, Screen } from '../state/desk.ts'

export interface Press {
  readonly key: string
  readonly ctrl: boolean
  readonly shift: boolean
  readonly alt: boolean
  /** A text field has the focus. */
  readonly inText: boolean
  /** A check box, radio, list or summary has the focus: Space and arrows are its own. */
  readonly inChoice: boolean
}

export interface Situation {
  readonly switching: boolean
  readonly first: boolean
  readonly screen: Screen
  readonly dialog: Dialog | null
  readonly singleKeys: boolean
}

export type Act =
  | { readonly act: 'makeSafe' | 'back' | 'ask' | 'skip' | 'later' | 'leaveUnbound' | 'nextQuestion' | 'find' | 'help' }
  | {
      readonly act:
        | 'bigText'
        | 'gloves'
        | 'nextTheme'
        | 'fullScreen'
        | 'sound'
        | 'turnRack'
        | 'dryRun'
        | 'reread'
        | 'copy'
    }
  | { readonly act: 'newKey' | 'labels' | 'journal' | 'print' | 'keepOn' }
  | { readonly act: 'card'; readonly aim: Aim }
  | { readonly act: 'digit'; readonly digit: string }
  | { readonly act: 'go'; readonly screen: Screen }
  | { readonly act: 'number'; readonly n: number }
  | { readonly act: 'strip'; readonly feed: string }
  | { readonly act: 'region'; readonly by: 1 | -1 }

interface Row {
  readonly keys: string
  readonly does: string
  /** Where it exists: everywhere, on a screen, or on the first screen. */
  readonly on: readonly (Screen | 'first' | 'all')[]
}

/** The table of keys as shown by F1. */
export const keyTable: readonly Row[] = [
  { keys: 'Esc', does: 'Make safe while anything is switched, from anywhere. Else close, or back', on: ['all'] },
  { keys: 'Space', does: 'Do what the screen or the lane asks', on: ['all'] },
  { keys: 'Enter', does: 'Press what has the focus', on: ['all'] },
  { keys: '1', does: 'Open the practice rack', on: ['first'] },
  { keys: '2', does: 'Set up a real rack', on: ['first'] },
  { keys: '1 to 9', does: 'Bring up a lane', on: ['rack'] },
  { keys: 'S', does: 'Skip the outlet of the lane in hand', on: ['rack'] },
  { keys: 'D', does: 'Dry run: every switch in order, none sent', on: ['rack'] },
  { keys: 'A, B', does: 'Go to the PDU strip', on: ['rack'] },
  { keys: 'V', does: 'Rear or front view', on: ['rack'] },
  { keys: 'Arrows, Home, End', does: 'Outlet by outlet, and across to machines', on: ['rack'] },
  { keys: 'U', does: 'Unlock the outlet in focus: type its number', on: ['rack'] },
  { keys: 'P', does: 'Never touch the outlet in focus', on: ['rack'] },
  { keys: 'Q', does: 'Next question', on: ['all'] },
  { keys: 'X, L', does: 'Leave unbound, ask later', on: ['questions'] },
  { keys: 'N', does: 'New keys', on: ['keys'] },
  { keys: 'P', does: 'Labels', on: ['keys'] },
  { keys: 'R', does: 'Read the PDU again, or check everything again', on: ['setup'] },
  { keys: '0 to 9', does: 'Go to the outlet of this number', on: ['setup'] },
  { keys: 'Arrows, Home, End, Page', does: 'Outlet by outlet, across, bank by bank', on: ['setup'] },
  { keys: 'N, U', does: 'Name the outlet in focus, unlock it by its number', on: ['setup'] },
  { keys: 'P, T, A, F', does: 'Never touch, tag out, allocate, feeds an appliance', on: ['setup'] },
  { keys: 'K', does: 'Must stay on, or need not', on: ['setup'] },
  { keys: '/ or F3', does: 'Find an outlet, a machine or a key', on: ['all'] },
  { keys: 'Ctrl+1, 2, 4, 5', does: 'Rack, Keys, Journal, Setup', on: ['all'] },
  { keys: 'F6, Shift+F6', does: 'Next, previous region', on: ['all'] },
  { keys: 'Ctrl+K', does: 'Copy the message in view', on: ['all'] },
  { keys: 'Ctrl+P', does: 'Print', on: ['all'] },
  { keys: 'M', does: 'Sound on or off', on: ['all'] },
  { keys: 'F2, F4, F8, F11', does: 'Big text, gloves, next theme, full screen', on: ['all'] },
  { keys: 'F1 or ?', does: 'This table', on: ['all'] },
]

const withCtrl = (key: string): Act | null => {
  switch (key) {
    case '1':
      return { act: 'go', screen: 'rack' }
    case '2':
      return { act: 'go', screen: 'keys' }
    case '4':
      return { act: 'journal' }
    case '5':
      return { act: 'go', screen: 'setup' }
    case 'k':
      return { act: 'copy' }
    case 'p':
      return { act: 'print' }
    default:
      return null
  }
}

const functionKey = (key: string, shift: boolean): Act | null => {
  switch (key) {
    case 'F1':
      return { act: 'help' }
    case 'F2':
      return { act: 'bigText' }
    case 'F3':
      return { act: 'find' }
    case 'F4':
      return { act: 'gloves' }
    case 'F6':
      return { act: 'region', by: shift ? -1 : 1 }
    case 'F8':
      return { act: 'nextTheme' }
    case 'F11':
      return { act: 'fullScreen' }
    default:
      return null
  }
}

const letter = (key: string, { screen, first }: Situation): Act | null => {
  if (screen === 'setup' && !first && /^[\d.]$/.test(key)) return { act: 'digit', digit: key }
  if (/^[1-9]$/.test(key)) return { act: 'number', n: Number(key) }
  if (key === '?') return { act: 'help' }
  if (key === 'm') return { act: 'sound' }
  if (first) return null
  if (key === '/') return { act: 'find' }
  if (key === 'q') return { act: 'nextQuestion' }
  switch (screen) {
    case 'rack':
      return rackLetter(key)
    case 'questions':
      return key === 'x' ? { act: 'leaveUnbound' } : key === 'l' ? { act: 'later' } : null
    case 'keys':
      return key === 'n' ? { act: 'newKey' } : key === 'p' ? { act: 'labels' } : null
    case 'setup':
      return setupLetter(key)
  }
}

const rackLetter = (key: string): Act | null => {
  switch (key) {
    case 's':
      return { act: 'skip' }
    case 'd':
      return { act: 'dryRun' }
    case 'v':
      return { act: 'turnRack' }
    case 'u':
      return { act: 'card', aim: 'unlock' }
    case 'p':
      return { act: 'card', aim: 'protect' }
    case 'a':
    case 'b':
    case 'c':
      return { act: 'strip', feed: key.toUpperCase() }
    default:
      return null
  }
}

const setupLetter = (key: string): Act | null => {
  switch (key) {
    case 'r':
      return { act: 'reread' }
    case 'k':
      return { act: 'keepOn' }
    case 'u':
      return { act: 'card', aim: 'unlock' }
    case 'n':
      return { act: 'card', aim: 'name' }
    case 'p':
      return { act: 'card', aim: 'protect' }
    case 't':
      return { act: 'card', aim: 'tagOut' }
    case 'a':
      return { act: 'card', aim: 'allocate' }
    case 'f':
      return { act: 'card', aim: 'attestAppliance' }
    default:
      return null
  }
}

/** What a press asks for, or null when it is the page's own. */
export const actOf = (press: Press, now: Situation): Act | null => {
  const { key, ctrl, shift, alt, inText, inChoice } = press
  if (key === 'Escape') return { act: now.switching ? 'makeSafe' : 'back' }
  if (alt) return null
  if (ctrl) return withCtrl(key.toLowerCase())
  const byFunction = functionKey(key, shift)
  if (byFunction) return byFunction
  if (inText) return null
  if (key === ' ') return inChoice ? null : { act: 'ask' }
  if (!now.singleKeys || key.length !== 1) return null
  if (now.dialog !== null) return key === '?' ? { act: 'help' } : null
  return letter(key.toLowerCase(), now)
}
