// Outlet lamps on a grid of 24. Body says power, mark says knowledge, ring says time, hatch says hands off.
import type { LampKind } from '#core/select-lamp.ts'

/** Two cut corners: the face of a C13 outlet. */
export const body = 'M8.2 3H15.8L21 8.2V19a2 2 0 0 1-2 2H5a2 2 0 0 1-2-2V8.2Z'
export const smallBody = 'M9.9 7H14.1L16.6 9.5V15.6a1 1 0 0 1-1 1H8.4a1 1 0 0 1-1-1V9.5Z'
export const halo = 'M7 -1.6H17L25.6 7V20.6a5 5 0 0 1-5 5H3.4a5 5 0 0 1-5-5V7Z'
export const heart =
  'M12 20.4C5.4 15.8 2.6 12.4 2.6 8.7A4.9 4.9 0 0 1 12 6.6 4.9 4.9 0 0 1 21.4 8.7C21.4 12.4 18.6 15.8 12 20.4Z'
export const crack = 'M12.6 6.8 9.6 11.2 14 13.6 11.6 18.4'
export const tick = 'M7.4 12.9 10.7 16.2 16.7 9.4'
/** Half a tick: half of the evidence. */
export const halfTick = 'M9.6 16.4 15.2 8.6'
export const arrow = 'M12 7.2V16.4M8 12.6 12 16.6 16 12.6'
export const hatch = 'M4.8 12.4 12.2 5M5.2 18.8 17.9 6.1M11.8 19 19 11.8'
export const innerHatch = 'M6.6 12.2 12 6.8M6.4 18 17.4 7M12 18.2 17.8 12.4'
export const bars = 'M7.2 10.2H16.8M7.2 15.2H16.8'
export const minus = 'M7.6 12.8H16.4'
export const eye = 'M6.6 12.8C8.6 9.8 10.2 9 12 9s3.4.8 5.4 3.8C15.4 15.8 13.8 16.6 12 16.6S8.6 15.8 6.6 12.8Z'
export const keyBow = 'M9.4 12.8m-2.3 0a2.3 2.3 0 1 0 4.6 0a2.3 2.3 0 1 0 -4.6 0M11.7 12.8H17.2M15.4 12.8V15.4'
export const shackle = 'M9.4 11.4V9.6a2.6 2.6 0 0 1 5.2 0V11.4'
export const openShackle = 'M9.4 11.4V8.6a2.6 2.6 0 0 1 5-.9'
export const diamond = 'M12 1.2 22.8 12 12 22.8 1.2 12Z'
export const cross = 'M8.4 8.4 15.6 15.6M15.6 8.4 8.4 15.6'
export const triangle = 'M12 2.6 22.6 20.8H1.4Z'
export const questionMark = 'M9.2 9.9a2.9 2.9 0 1 1 4.4 2.5c-1.1.7-1.6 1.2-1.6 2.3'

/** Strokes are drawn firmer where the lamp is small; never a scaled 24. */
export const strokeFor = (px: number): number => (px <= 16 ? 2.4 : px <= 20 ? 2.1 : px < 40 ? 2 : 1.5)

/** The part of a full ring that has gone, from the top, clockwise. */
export const arc = (cx: number, cy: number, r: number, fraction: number): string => {
  const part = Math.min(Math.max(fraction, 0), 0.9999)
  const angle = 2 * Math.PI * part - Math.PI / 2
  const x = (cx + r * Math.cos(angle)).toFixed(2)
  const y = (cy + r * Math.sin(angle)).toFixed(2)
  return `M${cx} ${cy - r}A${r} ${r} 0 ${part > 0.5 ? 1 : 0} 1 ${x} ${y}`
}

/** Bodies as a silhouette: what tells lamps apart without any colour. */
export const silhouette: Readonly<
  Record<LampKind, 'outline' | 'solid' | 'ring' | 'dashes' | 'dots' | 'diamond' | 'triangle' | 'halo'>
> = {
  off: 'outline',
  on: 'solid',
  now: 'halo',
  wait: 'ring',
  waitOff: 'ring',
  bound: 'solid',
  boundOff: 'outline',
  established: 'solid',
  establishedOff: 'outline',
  sighted: 'dashes',
  claimed: 'dashes',
  never: 'outline',
  keptOn: 'solid',
  taggedOut: 'outline',
  taken: 'solid',
  locked: 'solid',
  unlocked: 'solid',
  fault: 'diamond',
  person: 'triangle',
  unknown: 'dots',
}

export type LampMark =
  | 'none'
  | 'arrow'
  | 'tick'
  | 'halfTick'
  | 'eye'
  | 'key'
  | 'hatch'
  | 'minus'
  | 'bars'
  | 'lock'
  | 'openLock'
  | 'cross'
  | 'exclamation'
  | 'question'
  | 'small'
  | 'smallOutline'
export const marks: Readonly<Record<LampKind, LampMark>> = {
  off: 'none',
  on: 'none',
  now: 'arrow',
  wait: 'small',
  waitOff: 'smallOutline',
  bound: 'tick',
  boundOff: 'tick',
  established: 'halfTick',
  establishedOff: 'halfTick',
  sighted: 'eye',
  claimed: 'key',
  never: 'hatch',
  keptOn: 'hatch',
  taggedOut: 'minus',
  taken: 'bars',
  locked: 'lock',
  unlocked: 'openLock',
  fault: 'cross',
  person: 'exclamation',
  unknown: 'question',
}
