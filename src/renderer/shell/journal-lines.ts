import type { Event, Recorded } from '#core/event.ts'

/** Kinds that the strip leaves to the drawer: they repeat what the lanes show. */
const quiet: ReadonlySet<Event['kind']> = new Set([
  'laneAsked',
  'outletsSeen',
  'switchSent',
  'outletTaken',
  'maasRead',
  'presenceConfirmed',
  'laneWentOn',
  'switchOrdered',
])

/** The newest facts worth a line, newest first. */
export const stripLines = (recent: readonly Recorded[], count: number): Recorded[] => {
  const lines: Recorded[] = []
  for (let i = recent.length - 1; i >= 0 && lines.length < count; i--) {
    const one = recent[i]
    if (one && !quiet.has(one.event.kind)) lines.push(one)
  }
  return lines
}

const two = (n: number): string => String(n).padStart(2, '0')

/** `14:07:02`, by the clock on the wall. */
export const clockTime = (at: number): string => {
  const date = new Date(at)
  return `${two(date.getHours())}:${two(date.getMinutes())}:${two(date.getSeconds())}`
}

export const calendarDay = (at: number): string =>
  new Date(at).toLocaleDateString('en-GB', { day: 'numeric', month: 'short', year: 'numeric' })
