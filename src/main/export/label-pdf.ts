// Labels as a PDF (ISO 32000-1), a page each, as large as the label. Only Helvetica, which every reader and printer has.
import { fault, ok, type Result } from '#core/fault.ts'
import type { LaidLabel, LaidText } from './label-layout.ts'

const pointsPerMm = 72 / 25.4
const pt = (mm: number): string => (mm * pointsPerMm).toFixed(3)

/** WinAnsiEncoding: Latin-1, and these few letters where Latin-1 has control characters. */
const windows: Readonly<Record<string, number>> = {
  '€': 0x80,
  '…': 0x85,
  '‘': 0x91,
  '’': 0x92,
  '“': 0x93,
  '”': 0x94,
  '–': 0x96,
  '—': 0x97,
}

/** The bytes of a text as a hexadecimal string of PDF, or null where a letter is not in the font. */
const encoded = (text: string): string | null => {
  const bytes = [...text.normalize('NFC')].map(letter => {
    const point = letter.codePointAt(0) ?? 0
    return windows[letter] ?? ((point >= 0x20 && point < 0x7f) || (point >= 0xa0 && point <= 0xff) ? point : null)
  })
  if (bytes.includes(null)) return null
  return `<${Buffer.from(bytes.map(byte => byte ?? 0)).toString('hex')}>`
}

const unprintable = (text: string) =>
  fault(
    'notSupported',
    'labels',
    `"${text}" holds letters that the font of PDF labels lacks.`,
    'Use the format svg or csv, or give it a name of Latin letters.',
  )

const textOf = ({ text, weight, x, y, size }: LaidText, height: number): string | null => {
  const bytes = encoded(text)
  const font = weight === 'bold' ? '/B' : '/P'
  return bytes && `BT ${font} ${pt(size)} Tf ${pt(x)} ${pt(height - y)} Td ${bytes} Tj ET`
}

const pageOf = ({ height, texts, bars }: LaidLabel): Result<string> => {
  const squares = bars.map(
    bar => `${pt(bar.x)} ${pt(height - bar.y - bar.height)} ${pt(bar.width)} ${pt(bar.height)} re`,
  )
  const lines = [...squares, 'f']
  for (const text of texts) {
    const line = textOf(text, height)
    if (line === null) return unprintable(text.text)
    lines.push(line)
  }
  return ok(lines.join('\n'))
}

/** Numbers of the objects that come before the pages. */
const [catalog, tree, boldFont, plainFont, firstPage] = [1, 2, 3, 4, 5]
const font = (name: string): string => `<< /Type /Font /Subtype /Type1 /BaseFont /${name} /Encoding /WinAnsiEncoding >>`

/** The same labels give the same bytes; a letter that cannot be printed is a fault, never a gap. */
export const labelsPdf = (labels: readonly LaidLabel[]): Result<Buffer> => {
  const pages = labels.map((_, i) => `${firstPage + 2 * i} 0 R`)
  const objects = [
    `<< /Type /Catalog /Pages ${tree} 0 R >>`,
    `<< /Type /Pages /Kids [${pages.join(' ')}] /Count ${labels.length} /Resources << /Font << /B ${boldFont} 0 R /P ${plainFont} 0 R >> >> >>`,
    font('Helvetica-Bold'),
    font('Helvetica'),
  ]
  for (const label of labels) {
    const page = pageOf(label)
    if (!page.ok) return page
    const content = objects.length + 2
    const box = `[0 0 ${pt(label.width)} ${pt(label.height)}]`
    objects.push(`<< /Type /Page /Parent ${tree} 0 R /MediaBox ${box} /Contents ${content} 0 R >>`)
    objects.push(`<< /Length ${page.value.length} >>\nstream\n${page.value}\nendstream`)
  }
  let text = '%PDF-1.4\n'
  const places = objects.map((object, i) => {
    const at = text.length
    text += `${i + 1} 0 obj\n${object}\nendobj\n`
    return `${String(at).padStart(10, '0')} 00000 n \n`
  })
  const size = objects.length + 1
  const end = `xref\n0 ${size}\n0000000000 65535 f \n${places.join('')}trailer\n<< /Size ${size} /Root ${catalog} 0 R >>\nstartxref\n${text.length}\n%%EOF\n`
  return ok(Buffer.from(text + end, 'latin1'))
}
