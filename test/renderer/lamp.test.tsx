import { renderToStaticMarkup } from 'react-dom/server'
import { describe, expect, it } from 'vitest'
import { lampKinds } from '#core/select-lamp.ts'
import { LampAt, LampIcon } from '#renderer/drawing/Lamp.tsx'
import { arc, marks, silhouette } from '#renderer/drawing/lamp-paths.ts'

const shapes = (markup: string): string => markup.replaceAll(/var\(--[a-z0-9-]+\)/g, 'ink')

describe('lamps', () => {
  it('differ without any colour', () => {
    const all = lampKinds.map(kind =>
      shapes(renderToStaticMarkup(<LampAt kind={kind} x={0} y={0} size={18} fraction={0.4} />)),
    )
    const same = lampKinds.filter((_, i) => all.indexOf(all[i] ?? '') !== i)
    // Solid or outline says on or off; without hue a solid and an outline of one mark still differ by their fill.
    expect(same).toEqual([])
  })

  it('differ by silhouette or mark in every pair', () => {
    const signs = lampKinds.map(kind => `${silhouette[kind]}/${marks[kind]}`)
    expect(new Set(signs).size).toBe(lampKinds.length)
  })

  it('only one of them reaches outside its cell and pulses', () => {
    const pulsing = lampKinds.filter(kind => renderToStaticMarkup(<LampIcon kind={kind} rem={1.5} />).includes('pulse'))
    expect(pulsing).toEqual(['now'])
  })

  it('carry no words of their own for a screen reader', () => {
    for (const kind of lampKinds)
      expect(renderToStaticMarkup(<LampIcon kind={kind} rem={1.5} />)).toContain('aria-hidden="true"')
  })

  it('fill the ring from the top, clockwise', () => {
    expect(arc(12, 12, 10, 0.25)).toBe('M12 2A10 10 0 0 1 22.00 12.00')
    expect(arc(12, 12, 10, 0.75)).toBe('M12 2A10 10 0 1 1 2.00 12.00')
  })
})
