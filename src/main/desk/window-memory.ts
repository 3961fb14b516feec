// Where the window stood and how bright it was, so that it comes back the same and never flashes.
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Look } from '#ipc/contract.ts'

export interface Memory {
  readonly width: number
  readonly height: number
  readonly x?: number
  readonly y?: number
  readonly maximized: boolean
  readonly theme: Look['theme']
}

export const least = { width: 1024, height: 640 }
export const usual: Memory = { width: 1440, height: 900, maximized: false, theme: 'system' }
const most = 16_384
const themes: readonly Look['theme'][] = ['system', 'light', 'dark', 'contrast']

const fileIn = (dir: string): string => join(dir, 'window.json')

// Read before the first window stands: plain checks, because a schema library costs more than the window may wait.
const within = (value: unknown, from: number, to: number): number | null =>
  typeof value === 'number' && Number.isInteger(value) && value >= from && value <= to ? value : null

export const readMemory = (text: string): Memory => {
  const told: unknown = JSON.parse(text)
  if (typeof told !== 'object' || told === null) return usual
  const field = (name: string): unknown => (Object.hasOwn(told, name) ? told[name as keyof typeof told] : undefined)
  const [x, y] = [within(field('x'), -most, most), within(field('y'), -most, most)]
  return {
    width: within(field('width'), least.width, most) ?? usual.width,
    height: within(field('height'), least.height, most) ?? usual.height,
    ...(x !== null && y !== null ? { x, y } : {}),
    maximized: field('maximized') === true,
    theme: themes.find(theme => theme === field('theme')) ?? usual.theme,
  }
}

export const recall = (dir: string): Memory => {
  try {
    return readMemory(readFileSync(fileIn(dir), 'utf8'))
  } catch {
    return usual
  }
}

/** A window that forgets its place is no reason to complain to anybody. */
export const remember = (dir: string, memory: Memory): void => {
  try {
    writeFileSync(fileIn(dir), `${JSON.stringify(memory)}\n`, { mode: 0o600 })
  } catch {
    return
  }
}
