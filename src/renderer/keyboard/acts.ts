// Does what a key asked for.
import type { OutletRef } from '#core/rack.ts'
import { openRun } from '#core/state.ts'
import { lanesOf } from '#core/select-lane.ts'
import { ask, examine, openPractice, readPdu, showDryRun, turnKeepOn } from '../state/actions.ts'
import { typeNumber } from '../pdu/focus-outlet.ts'
import { closeDialog, goTo, openDialog, openOutlet, setDesk, useDesk, type Aim } from '../state/desk.ts'
import { changeLook, nextTheme } from '../state/look.ts'
import { openQuestions } from '../state/questions.ts'
import { useRack } from '../state/rack.ts'
import { focusStrip, moveRegion } from './focus.ts'
import { isFirst } from '../state/first.ts'
import type { Act } from './key-map.ts'

const look = () => useDesk.getState().look

const back = (): void => {
  const { dialog, screen, notice } = useDesk.getState()
  if (dialog) return closeDialog()
  if (notice) return setDesk({ notice: null })
  if (screen !== 'rack') goTo('rack')
}

const number = (n: number): void => {
  if (isFirst()) {
    if (n === 1) void openPractice()
    if (n === 2) setDesk({ entered: true, screen: 'setup' })
    return
  }
  const { state, now } = useRack.getState()
  const lane = lanesOf(state, now)[n - 1]
  if (lane) setDesk({ lane: lane.name, screen: 'rack' })
}

/** The lane that S and the big text screen speak of: the chosen one, else the first that needs a hand. */
export const laneInHand = (): string | null => {
  const { state, now } = useRack.getState()
  const lanes = lanesOf(state, now)
  const { lane } = useDesk.getState()
  return (
    (
      lanes.find(one => one.name === lane) ??
      lanes.find(one => one.state === 'turn' || one.state === 'late' || one.state === 'bound') ??
      lanes[0]
    )?.name ?? null
  )
}

const skip = (): void => {
  const lane = laneInHand()
  if (lane !== null && openRun(useRack.getState().state)) void ask({ kind: 'skipOutlet', lane })
}

const nextQuestion = (): void => {
  const { question, later } = useDesk.getState()
  const open = openQuestions(useRack.getState().state, later)
  const at = open.findIndex(one => one.key === question)
  const next = open[(at + 1) % Math.max(1, open.length)]
  setDesk({ screen: 'questions', dialog: null, question: next?.key ?? null })
}

const later = (): void => {
  const desk = useDesk.getState()
  const open = openQuestions(useRack.getState().state, desk.later)
  const one = open.find(other => other.key === desk.question) ?? open[0]
  if (one) setDesk({ later: [...desk.later, one.key], question: null })
}

export const leaveUnbound = (): void => {
  const { question, later: put } = useDesk.getState()
  const open = openQuestions(useRack.getState().state, put)
  const one = open.find(other => other.key === question) ?? open[0]
  if (one?.acts.includes('skip') && one.lane !== null) void ask({ kind: 'skipOutlet', lane: one.lane })
  else later()
}

const copy = (): void => {
  const own = document.activeElement?.closest<HTMLElement>('[data-copy]')?.dataset['copy']
  if (own !== undefined) return void navigator.clipboard.writeText(own)
  const { notice, dialog } = useDesk.getState()
  const shown = notice
    ? `${notice.text} ${notice.mend}`
    : document.querySelector(dialog ? 'dialog[open]' : '[data-message]')?.textContent
  if (shown) void navigator.clipboard.writeText(shown.trim())
}

const fullScreen = (): void => {
  void (document.fullscreenElement ? document.exitFullscreen() : document.documentElement.requestFullscreen())
}

const reread = (): void => {
  const page = useDesk.getState().setupPage
  if (page === 'doctor') return void examine()
  if (useRack.getState().state.pdus[page]) void readPdu(page)
}

/** The outlet in focus; in Setup only one of the PDU that is shown. */
const outletInFocus = (): OutletRef | null => {
  const { outlet, screen, setupPage } = useDesk.getState()
  return outlet && (screen !== 'setup' || outlet.pdu === setupPage) ? outlet : null
}

const onOutlet = (aim: Aim): void => {
  const outlet = outletInFocus()
  if (outlet) openOutlet(outlet, aim)
}

const keepOn = (): void => {
  const outlet = outletInFocus()
  if (outlet) turnKeepOn(outlet)
}

export const doAct = (act: Act): void => {
  switch (act.act) {
    case 'makeSafe':
    case 'ask':
      return
    case 'back':
      return back()
    case 'number':
      return number(act.n)
    case 'skip':
      return skip()
    case 'later':
      return later()
    case 'leaveUnbound':
      return leaveUnbound()
    case 'nextQuestion':
      return nextQuestion()
    case 'find':
      return openDialog('find')
    case 'help':
      return openDialog('help')
    case 'bigText':
      return changeLook({ bigText: !look().bigText })
    case 'gloves':
      return changeLook({ gloves: !look().gloves })
    case 'nextTheme':
      return changeLook({ theme: nextTheme(look().theme) })
    case 'fullScreen':
      return fullScreen()
    case 'sound':
      return changeLook({ sound: !look().sound })
    case 'turnRack':
      return changeLook({ rear: !look().rear })
    case 'dryRun':
      return void showDryRun()
    case 'reread':
      return reread()
    case 'copy':
      return copy()
    case 'card':
      return onOutlet(act.aim)
    case 'keepOn':
      return keepOn()
    case 'digit':
      return typeNumber(act.digit)
    case 'newKey':
      return openDialog('key')
    case 'labels':
      return openDialog('labels')
    case 'journal':
      return openDialog('journal')
    case 'print':
      return window.print()
    case 'go':
      return goTo(act.screen)
    case 'strip':
      return focusStrip(act.feed)
    case 'region':
      return moveRegion(act.by)
  }
}
