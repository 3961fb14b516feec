// Labels as a file: vectors at their true size, or rows for the program of a label printer.
import { writeFile } from 'node:fs/promises'
import type { Label, LabelFormat, LabelSize } from '#core/label.ts'
import { fault, ok, type Result } from '#core/fault.ts'
import type { Clock } from '#core/ports.ts'
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

export interface LabelPaper {
  readonly format: LabelFormat
  readonly size: LabelSize
}

/** Writes the file, in the place of an old one, and tells its size in bytes. */
export const writeLabels = async (
  clock: Clock,
  labels: readonly Label[],
  { format, size }: LabelPaper,
  file: string,
): Promise<Result<number>> => {
  if (labels.length === 0)
    return fault('gone', 'labels', 'There is nothing of that kind to label.', 'Make keys or map a rack first.')
  const bytes = labelFile(labels, format, size)
  if (!bytes.ok) return bytes
  try {
    await clock.io(writeFile(file, bytes.value))
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : String(error)
    return fault('io', file, `It cannot be written (${code}).`, 'Name another file.')
  }
  return ok(bytes.value.length)
}
