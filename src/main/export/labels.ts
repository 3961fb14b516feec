// Labels as a file: vectors at their true size, or rows for the program of a label printer.
import type { Label, LabelFormat, LabelSize } from '#core/label.ts'
import { ok, type Result } from '#core/fault.ts'
import { csv } from './csv.ts'
import { layOut } from './label-layout.ts'
import { labelsPdf } from './label-pdf.ts'
import { labelsSvg } from './label-svg.ts'

const rowOf = ({ kind, name, lines, code }: Label): string[] => [kind, name, lines[0] ?? '', lines[1] ?? '', code]

export const labelFile = (labels: readonly Label[], format: LabelFormat, size: LabelSize): Result<Buffer> => {
  if (format === 'csv') return ok(Buffer.from(csv(['kind', 'name', 'line1', 'line2', 'code'], labels.map(rowOf))))
  const laid = labels.map(label => layOut(label, size))
  return format === 'pdf' ? labelsPdf(laid) : ok(Buffer.from(labelsSvg(laid)))
}
