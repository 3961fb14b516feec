// Arrow keys in the drawing: up and down in a list, left and right to the nearest row of the next one.
import type { KeyboardEvent } from 'react'

const rowsOf = (list: Element): SVGElement[] => [...list.querySelectorAll<SVGElement>('[data-y]')]
const page = 6

const nearest = (list: Element, y: number): SVGElement | undefined =>
  rowsOf(list).sort((a, b) => Math.abs(Number(a.dataset['y']) - y) - Math.abs(Number(b.dataset['y']) - y))[0]

const beside = (from: Element, right: boolean): Element | undefined => {
  const order = ['left', 'machines', 'right']
  const lists = [...(from.closest('svg')?.querySelectorAll('[data-list]') ?? [])]
    .filter(list => rowsOf(list).length > 0)
    .sort((a, b) => order.indexOf(a.getAttribute('data-list') ?? '') - order.indexOf(b.getAttribute('data-list') ?? ''))
  const own = lists.findIndex(list => list.contains(from))
  return lists[own + (right ? 1 : -1)]
}

/** Moves the focus and answers what it moved to, when it stays in the list. Enter presses. */
export const walk = (event: KeyboardEvent, name: 'data-outlet' | 'data-machine'): string | null => {
  const from = event.target
  if (!(from instanceof SVGElement)) return null
  const list = from.closest('[data-list]')
  if (!list) return null
  const rows = rowsOf(list)
  const at = rows.indexOf(from)
  const go = (to: SVGElement | undefined): string | null => {
    event.preventDefault()
    if (!to) return null
    to.focus()
    return to.closest('[data-list]') === list ? to.getAttribute(name) : null
  }
  switch (event.key) {
    case 'ArrowDown':
      return go(rows[Math.min(rows.length - 1, at + 1)])
    case 'ArrowUp':
      return go(rows[Math.max(0, at - 1)])
    case 'Home':
      return go(rows[0])
    case 'End':
      return go(rows.at(-1))
    case 'PageDown':
      return go(rows[Math.min(rows.length - 1, at + page)])
    case 'PageUp':
      return go(rows[Math.max(0, at - page)])
    case 'ArrowLeft':
    case 'ArrowRight': {
      const other = beside(from, event.key === 'ArrowRight')
      return go(other ? nearest(other, Number(from.dataset['y'])) : undefined)
    }
    case 'Enter': {
      event.preventDefault()
      from.dispatchEvent(new MouseEvent('click', { bubbles: true }))
      return null
    }
    default:
      return null
  }
}
