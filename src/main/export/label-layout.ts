// Where everything stands on a label: a code for the scanner at the left, the name as large as it goes, the rest below.
import qrcode from 'qrcode-generator'
import type { Label, LabelSize } from '#core/label.ts'
import { sizeFor, widthOf, type Weight } from './label-letters.ts'

/** All in millimetres, from the upper left corner; a text stands on its baseline `y`. */
export interface LaidText {
  readonly text: string
  readonly weight: Weight
  readonly x: number
  readonly y: number
  readonly size: number
  readonly width: number
}
export interface Bar {
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
}
export interface LaidLabel {
  readonly width: number
  readonly height: number
  readonly texts: readonly LaidText[]
  readonly bars: readonly Bar[]
}

interface Shape {
  readonly width: number
  readonly height: number
  readonly code: number
  readonly name: number
  readonly line: number
  /** Lines that have a place of their own; on narrow tape all share one. */
  readonly lines: 1 | 2
}

// Tape is printed to within about 1.5 mm of its edges; the rest around the code is its quiet zone.
const shapes: Readonly<Record<LabelSize, Shape>> = {
  '12mm': { width: 48, height: 12, code: 8.8, name: 6.4, line: 2.4, lines: 1 },
  '24mm': { width: 66, height: 24, code: 17, name: 12, line: 3.4, lines: 2 },
  '50x25': { width: 50, height: 25, code: 15, name: 10, line: 3.2, lines: 2 },
}

/** Height of capitals in Helvetica, as a part of the size. */
const capital = 0.718
const gap = 1.6
/** Correction level Q: a quarter of the code may be scratched. */
const level = 'Q'

/** Runs of dark modules, row by row, scaled into a square. */
const barsOf = (text: string, x: number, y: number, side: number): Bar[] => {
  const code = qrcode(0, level)
  if (/^[0-9A-Z $%*+\-./:]+$/.test(text)) code.addData(text, 'Alphanumeric')
  else code.addData(Buffer.from(text, 'utf8').toString('latin1'), 'Byte')
  code.make()
  const count = code.getModuleCount()
  const unit = side / count
  const bars: Bar[] = []
  for (let row = 0; row < count; row++)
    for (let column = 0; column < count; column++) {
      const from = column
      while (column < count && code.isDark(row, column)) column++
      if (column > from)
        bars.push({ x: x + from * unit, y: y + row * unit, width: (column - from) * unit, height: unit })
    }
  return bars
}

export const layOut = ({ name, lines, code }: Label, size: LabelSize): LaidLabel => {
  const shape = shapes[size]
  const side = shape.code
  const top = (shape.height - side) / 2
  const left = Math.min(top, 3)
  const x = left + side + Math.max(gap, (side / 21) * 4)
  const width = shape.width - x - gap
  const told = shape.lines === 1 ? [lines.join(', ')] : lines.slice(0, 2)
  const nameSize = sizeFor(name, 'bold', shape.name, width)
  const small = told.map(text => ({ text, size: sizeFor(text, 'plain', shape.line, width) }))
  const nameHeight = nameSize * capital
  const step = shape.line * 1.3
  const below = shape.line * 0.7
  const block = nameHeight + below + small.length * step - (step - shape.line * capital)
  const first = (shape.height - block) / 2 + nameHeight
  const laid = (text: string, weight: Weight, at: number, y: number): LaidText => ({
    text,
    weight,
    x,
    y,
    size: at,
    width: widthOf(text, weight) * at,
  })
  return {
    width: shape.width,
    height: shape.height,
    bars: barsOf(code, left, top, side),
    texts: [
      laid(name, 'bold', nameSize, first),
      ...small.map((one, i) => laid(one.text, 'plain', one.size, first + below + shape.line * capital + i * step)),
    ],
  }
}
