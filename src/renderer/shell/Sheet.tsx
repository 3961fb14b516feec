import { useEffect, useRef, type ReactNode } from 'react'
import { CloseSign } from '../drawing/signs.tsx'
import { mayMakeSafe } from '../state/actions.ts'
import { closeDialog } from '../state/desk.ts'
import { useRack } from '../state/rack.ts'
import { MakeSafe } from './TopBar.tsx'

/** A dialog that a person opened: focus goes in, stays in, and goes back to where it was. */
export const Sheet = ({
  title,
  wide = false,
  side = false,
  aim = null,
  children,
}: {
  title: string
  wide?: boolean
  side?: boolean
  /** CSS selector of the field that the person asked for by a key. */
  aim?: string | null
  children: ReactNode
}) => {
  const switching = useRack(({ state }) => mayMakeSafe(state))
  const dialog = useRef<HTMLDialogElement>(null)
  useEffect(() => {
    const box = dialog.current
    if (!box) return
    const before = document.activeElement
    // No button takes the focus by itself: Enter must not close what has just opened.
    box.setAttribute('autofocus', '')
    box.showModal()
    if (aim !== null) box.querySelector<HTMLElement>(aim)?.focus()
    return () => {
      box.close()
      if (before instanceof HTMLElement || before instanceof SVGElement) before.focus()
    }
  }, [aim])
  return (
    <dialog
      ref={dialog}
      className={`sheet${wide ? ' wide' : ''}${side ? ' drawer' : ''}`}
      aria-labelledby="sheet-title"
      onCancel={event => event.preventDefault()}
    >
      <header className="sheet-head">
        <h2 id="sheet-title">{title}</h2>
        {switching && <MakeSafe />}
        <button type="button" className="btn icon" onClick={closeDialog} aria-label="Close">
          <CloseSign />
        </button>
      </header>
      <div className="sheet-body">{children}</div>
    </dialog>
  )
}
