// Labels as one SVG sheet at their true size, one below the other.
import type { LaidLabel } from './label-layout.ts'

const between = 4
const mm = (value: number): string => String(Math.round(value * 1000) / 1000)
const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' }
const escaped = (text: string): string => text.replace(/[&<>"]/g, letter => entities[letter] ?? letter)

const drawn = ({ width, height, texts, bars }: LaidLabel, y: number): string => {
  const path = bars.map(bar => `M${mm(bar.x)} ${mm(bar.y)}h${mm(bar.width)}v${mm(bar.height)}h${mm(-bar.width)}z`)
  return [
    `<g transform="translate(0 ${mm(y)})">`,
    `<rect width="${mm(width)}" height="${mm(height)}" fill="#fff"/>`,
    `<path d="${path.join('')}" shape-rendering="crispEdges"/>`,
    // The length is given, so that whichever font is there keeps to the label.
    ...texts.map(
      one =>
        `<text x="${mm(one.x)}" y="${mm(one.y)}" font-size="${mm(one.size)}"${one.weight === 'bold' ? ' font-weight="bold"' : ''} textLength="${mm(one.width)}" lengthAdjust="spacingAndGlyphs">${escaped(one.text)}</text>`,
    ),
    '</g>',
  ].join('\n')
}

export const labelsSvg = (labels: readonly LaidLabel[]): string => {
  const width = Math.max(...labels.map(label => label.width))
  const height = labels.reduce((sum, label) => sum + label.height + between, -between)
  let y = 0
  const all = labels.map(label => {
    const at = y
    y += label.height + between
    return drawn(label, at)
  })
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${mm(width)}mm" height="${mm(height)}mm" viewBox="0 0 ${mm(width)} ${mm(height)}" font-family="Helvetica, Arial, 'Liberation Sans', sans-serif">`,
    ...all,
    '</svg>\n',
  ].join('\n')
}
