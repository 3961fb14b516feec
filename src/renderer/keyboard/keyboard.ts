// Listens to the whole window: turns presses into acts, tells scans from typing, lets fresh questions sleep a moment.
import type { Clock } from '#core/ports.ts'
import { makeSafe, mayMakeSafe } from '../state/actions.ts'
import { useDesk } from '../state/desk.ts'
import { isFirst } from '../state/first.ts'
import { useRack } from '../state/rack.ts'
import { actOf, type Press, type Situation } from './key-map.ts'
import { doAct } from './acts.ts'
import { currentAsk } from './asks.ts'
import { holdMs, isScanning, noScan, scanned, type Scan } from './scan.ts'
import { takeScan } from './found.ts'

/** A question that has just appeared takes no key for this long. */
export const sleepMs = 700

const textTypes = new Set(['text', 'search', 'password', 'url', 'number', 'email', 'tel'])

const pressOf = (event: KeyboardEvent): Press => {
  const at = event.target
  const input = at instanceof HTMLInputElement ? at : null
  const inText = at instanceof HTMLTextAreaElement || (input !== null && textTypes.has(input.type))
  const inChoice =
    (input !== null && !inText) ||
    at instanceof HTMLSelectElement ||
    (at instanceof HTMLElement && at.tagName === 'SUMMARY')
  return {
    key: event.key,
    ctrl: event.ctrlKey || event.metaKey,
    shift: event.shiftKey,
    alt: event.altKey,
    inText,
    inChoice,
  }
}

const situation = (): Situation => {
  const { screen, dialog, look } = useDesk.getState()
  return {
    switching: mayMakeSafe(useRack.getState().state),
    first: isFirst(),
    screen,
    dialog,
    singleKeys: look.singleKeys,
  }
}

export const startKeyboard = (clock: Clock): void => {
  let scan: Scan = noScan
  let asked = ''
  let askedAt = clock.now()
  let lastScan = { text: '', at: 0 }

  const wake = (): void => {
    const key = currentAsk()?.key ?? ''
    if (key === asked) return
    asked = key
    askedAt = clock.now()
  }
  useRack.subscribe(wake)
  useDesk.subscribe(wake)

  const pressed = (event: KeyboardEvent): void => {
    const press = pressOf(event)
    const at = clock.now()
    if (!press.inText && !press.ctrl && !press.alt) {
      const taken = scanned(scan, event.key, at)
      scan = taken.scan
      if (taken.text !== null) {
        event.preventDefault()
        event.stopPropagation()
        if (taken.text !== lastScan.text || at - lastScan.at > 1_000) takeScan(taken.text)
        lastScan = { text: taken.text, at }
        return
      }
    }
    const act = actOf(press, situation())
    if (!act) return
    if (act.act === 'makeSafe') {
      event.preventDefault()
      event.stopPropagation()
      return makeSafe()
    }
    if (act.act === 'ask') {
      const ask = currentAsk()
      if (!ask) return
      event.preventDefault()
      // Held down, inside a scan, or meant for what stood here a moment ago.
      if (event.repeat || isScanning(scan, at) || at - askedAt < sleepMs) return
      return ask.answer()
    }
    if (event.repeat && act.act !== 'region') return event.preventDefault()
    event.preventDefault()
    if (event.key.length > 1 || press.ctrl) return doAct(act)
    const letters = scan.letters
    void clock.wait(holdMs).then(() => {
      if (scan.letters === letters || scan === noScan) doAct(act)
    })
  }
  window.addEventListener('keydown', pressed, { capture: true })
}
