import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { least, recall, remember, usual, type Memory } from '#main/desk/window-memory.ts'

let dir: string
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'racklight-window-'))
})
afterEach(() => rmSync(dir, { recursive: true, force: true }))

describe('what the window remembers', () => {
  it('comes back as it was', () => {
    const memory: Memory = { width: 1200, height: 700, x: -300, y: 20, maximized: true, theme: 'contrast' }
    remember(dir, memory)
    expect(recall(dir)).toEqual(memory)
  })

  it('begins at its usual size', () => {
    expect(recall(dir)).toEqual(usual)
  })

  it.each([
    ['not JSON', '{'],
    ['nothing', 'null'],
    ['a list', '[]'],
    ['nonsense', '{"width":"wide","height":1e99,"x":0.5,"y":3,"maximized":1,"theme":"pink"}'],
    ['less than it can be', JSON.stringify({ width: least.width - 1, height: least.height - 1 })],
  ])('opens as usual after %s', (_what, text) => {
    writeFileSync(join(dir, 'window.json'), text)
    expect(recall(dir)).toEqual(usual)
  })
})
