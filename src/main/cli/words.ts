// How the command line writes for people and for programs.

/** Columns side by side, two spaces apart. */
export const table = (lines: readonly (readonly string[])[]): string => {
  const widths: number[] = []
  for (const line of lines) for (const [at, cell] of line.entries()) widths[at] = Math.max(widths[at] ?? 0, cell.length)
  return lines
    .map(line =>
      line
        .map((cell, at) => (at === line.length - 1 ? cell : cell.padEnd(widths[at] ?? 0)))
        .join('  ')
        .trimEnd(),
    )
    .join('\n')
}

export const iso = (ms: number): string => new Date(ms).toISOString()
export const isoOrNull = (ms: number | null): string | null => (ms === null ? null : iso(ms))

const isTime = (key: string): boolean => key === 'at' || key === 'until' || /(At|Until|Since)$/.test(key)

/** The same value with its instants written as ISO 8601 in UTC; zero stands for never and becomes null. */
export const withIsoTimes = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(withIsoTimes)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [
      key,
      typeof inner === 'number' && isTime(key) ? (inner === 0 ? null : iso(inner)) : withIsoTimes(inner),
    ]),
  )
}

const units: Readonly<Record<string, number>> = { s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 }

/** `90s`, `15m`, `12h`, `2d`; null where the text is none of these. */
export const parseSpan = (text: string): number | null => {
  const [, count, unit] = /^(\d{1,9})([smhd])$/.exec(text) ?? []
  const ms = Number(count) * (units[unit ?? ''] ?? Number.NaN)
  return Number.isFinite(ms) && ms > 0 ? ms : null
}
