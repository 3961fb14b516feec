// Measures of the rear elevation, in the drawing's own units: 1U is 18. Numbers only; the drawing follows them.

/** The picture; `alone` is where it ends when one side has no PDU. */
export const view = { x: -6, y: 26, width: 724, height: 772, alone: { left: 518, right: 194 } } as const
export const frame = { left: 206, right: 506, top: 34, bottom: 790, post: 24 } as const
export const box = { left: 231, width: 250 } as const
export const strip = { width: 136, top: 33.75, height: 756.5 } as const
/** Left edges of the two strips. */
export const stripX = { left: 0, right: 576 } as const
export type Side = keyof typeof stripX

const rowPitch = 26.4
const widestPitch = 40
const bankGap = 33
const firstRow = 106
const lastRow = 746.2
const denseTop = 90
const densePitch = 14.45
const lensRows = 7
/** Under this pitch a row is too low for a finger: a lens opens first. */
const leastPitch = 20

export interface RowPlace {
  readonly id: string
  /** The middle of the row. */
  readonly y: number
  readonly height: number
  readonly size: 'full' | 'dense'
  readonly inLens: boolean
}
export interface BankPlace {
  readonly bank: number
  readonly textY: number
  /** A hairline above every bank but the first; dense strips have it above the first too. */
  readonly lineY: number | null
  readonly upright: boolean
}
export interface StripPlan {
  readonly rows: readonly RowPlace[]
  readonly banks: readonly BankPlace[]
  readonly dense: boolean
  readonly lens: { readonly y: number; readonly height: number } | null
}

interface Item {
  readonly id: string
  readonly bank: number | null
}

const isNewBank = (items: readonly Item[], i: number): boolean => {
  const bank = items[i]?.bank ?? null
  return bank !== null && bank !== (items[i - 1]?.bank ?? null)
}

const fullPlan = (items: readonly Item[], pitch: number): StripPlan => {
  const rows: RowPlace[] = []
  const banks: BankPlace[] = []
  let y = firstRow
  items.forEach((item, i) => {
    if (i > 0) y += pitch + (isNewBank(items, i) ? bankGap : 0)
    if (isNewBank(items, i) && item.bank !== null)
      banks.push({ bank: item.bank, textY: y - 17.7, lineY: i === 0 ? null : y - 29.2, upright: false })
    rows.push({ id: item.id, y, height: pitch, size: 'full', inLens: false })
  })
  return { rows, banks, dense: false, lens: null }
}

/** The seven rows of the lens, kept inside the strip. */
export const lensAround = (count: number, index: number): { from: number; to: number } => {
  const from = Math.max(0, Math.min(count - lensRows, index - 3))
  return { from, to: Math.min(count, from + lensRows) }
}

const densePlan = (items: readonly Item[], around: number): StripPlan => {
  const lens = around < 0 ? null : lensAround(items.length, around)
  const room = densePitch * 48
  const inside = lens ? lens.to - lens.from : 0
  const pitch = Math.min(densePitch, (room - inside * rowPitch) / Math.max(1, items.length - inside))
  const rows: RowPlace[] = []
  const banks: BankPlace[] = []
  let top = denseTop
  items.forEach((item, i) => {
    const inLens = lens !== null && i >= lens.from && i < lens.to
    const height = inLens ? rowPitch : pitch
    if (isNewBank(items, i) && item.bank !== null)
      banks.push({ bank: item.bank, textY: top + 42, lineY: top - 0.5, upright: true })
    rows.push({ id: item.id, y: top + height / 2, height, size: inLens ? 'full' : 'dense', inLens })
    top += height
  })
  const first = lens ? rows[lens.from] : undefined
  return {
    rows,
    banks,
    dense: true,
    lens: first ? { y: first.y - rowPitch / 2 - 1, height: inside * rowPitch + 2 } : null,
  }
}

/** Where each outlet of a strip stands; `around` is the outlet for which a lens opens, if rows are too low without. */
export const stripPlan = (items: readonly Item[], around: string | null): StripPlan => {
  const gaps = items.filter((_, i) => i > 0 && isNewBank(items, i)).length * bankGap
  const pitch = Math.min(widestPitch, (lastRow - firstRow - gaps) / Math.max(1, items.length - 1))
  if (pitch >= leastPitch) return fullPlan(items, items.length >= 24 ? Math.min(pitch, rowPitch) : pitch)
  return densePlan(items, around === null ? -1 : items.findIndex(item => item.id === around))
}

export interface MachinePlace {
  readonly y: number
  readonly height: number
}
const trayTop = 56
const trayBottom = 788

/**
 * Machines without a U stand in the order found, from the top. Their height comes from how many may be found,
 * which does not change in a run, so that nothing moves when one more is.
 */
export const trayPlan = (
  expected: number,
): { pitch: number; capacity: number; at: (index: number) => MachinePlace } => {
  const room = trayBottom - trayTop
  const pitch = Math.floor(Math.max(17, Math.min(36, room / Math.max(1, expected))))
  return { pitch, capacity: Math.floor(room / pitch), at: index => ({ y: trayTop + index * pitch, height: pitch - 2 }) }
}

/** A cord from its lamp to the edge of the frame, level at both ends. */
export const cordPath = (side: Side, fromY: number, toY: number): string =>
  side === 'left'
    ? `M131 ${fromY}C167 ${fromY} 167 ${toY} 205 ${toY}`
    : `M581 ${fromY}C545 ${fromY} 545 ${toY} 507 ${toY}`
