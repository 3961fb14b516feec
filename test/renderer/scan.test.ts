import { describe, expect, it } from 'vitest'
import { gapMs, isScanning, noScan, scanned, type Scan } from '#renderer/keyboard/scan.ts'

const typed = (text: string, everyMs: number, end = 'Enter'): { text: string | null; scan: Scan; at: number } => {
  let scan = noScan
  let at = 1_000
  let last: string | null = null
  for (const key of [...text, end]) {
    const taken = scanned(scan, key, at)
    scan = taken.scan
    last = taken.text
    at += everyMs
  }
  return { text: last, scan, at }
}

describe('a scan', () => {
  it('is six letters or more, faster than a hand, and then Enter or Tab', () => {
    expect(typed('5TN94W3', 8).text).toBe('5TN94W3')
    expect(typed('5TN94W3', 8, 'Tab').text).toBe('5TN94W3')
  })

  it('is not what a person types, nor a short burst', () => {
    expect(typed('5TN94W3', 90).text).toBeNull()
    expect(typed('K03', 8).text).toBeNull()
  })

  it('forgets what was typed before it', () => {
    let scan = scanned(noScan, 's', 0).scan
    for (const [i, key] of [...'5TN94W3'].entries()) scan = scanned(scan, key, 500 + i * 5).scan
    expect(scanned(scan, 'Enter', 540).text).toBe('5TN94W3')
  })

  it('is known while it runs, so that its letters press nothing', () => {
    let scan = noScan
    for (const [i, key] of [...'5TN'].entries()) scan = scanned(scan, key, i * 5).scan
    expect(isScanning(scan, 15)).toBe(true)
    expect(isScanning(scan, 15 + gapMs * 3)).toBe(false)
  })
})
