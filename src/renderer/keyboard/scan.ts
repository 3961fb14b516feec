// A hand scanner is a very fast keyboard: tells a scan from typing. Pure; times come in.

/** Letters of a scan follow each other faster than this; typing never does for long. */
export const gapMs = 35
/** A letter is held back this long, so that no shortcut fires inside a scan. */
export const holdMs = 40
export const leastLetters = 6

export interface Scan {
  readonly letters: string
  readonly lastAt: number
}
export const noScan: Scan = { letters: '', lastAt: Number.NEGATIVE_INFINITY }

/** Takes one key; `text` is the scan when the key completed one. */
export const scanned = (scan: Scan, key: string, at: number): { readonly scan: Scan; readonly text: string | null } => {
  const inTime = at - scan.lastAt < gapMs
  if (key === 'Enter' || key === 'Tab') {
    const text = inTime && scan.letters.length >= leastLetters ? scan.letters : null
    return { scan: noScan, text }
  }
  if (key.length !== 1) return { scan, text: null }
  return { scan: { letters: inTime ? scan.letters + key : key, lastAt: at }, text: null }
}

/** True while the letters so far could only come from a scanner. */
export const isScanning = (scan: Scan, at: number): boolean => scan.letters.length >= 3 && at - scan.lastAt < gapMs * 2
