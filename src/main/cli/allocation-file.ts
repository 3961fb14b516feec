// Allocations from a file: CSV with the columns pdu, outlet and to, or a JSON list of the same.
import { z } from 'zod'
import { OutletNumber } from '#core/rack.ts'

const Allocation = z.object({ pdu: z.string().min(1), outlet: OutletNumber, to: z.string().min(1).max(256) })
export type Allocation = z.infer<typeof Allocation>

export type ReadAllocations =
  | { readonly ok: true; readonly rows: readonly Allocation[] }
  | { readonly ok: false; readonly why: string }

/** One line of CSV: fields may stand in double quotes, a double quote in them is written twice. */
const fieldsOf = (line: string): string[] => {
  const fields: string[] = []
  const field = /("(?:[^"]|"")*"|[^,]*)(,|$)/gy
  for (let more = true; more;) {
    const [, text = '', end] = field.exec(line) ?? []
    fields.push(text.startsWith('"') ? text.slice(1, -1).replaceAll('""', '"') : text.trim())
    more = end === ','
  }
  return fields
}

const fromCsv = (text: string): unknown[] | string => {
  const [header, ...lines] = text.split(/\r?\n/).filter(line => line.trim() !== '')
  const names = fieldsOf(header ?? '').map(name => name.toLowerCase())
  const missing = ['pdu', 'outlet', 'to'].filter(name => !names.includes(name))
  if (missing.length > 0) return `The first line does not name the column ${missing.join(', ')}.`
  return lines.map(line => {
    const fields = fieldsOf(line)
    return Object.fromEntries(names.map((name, at) => [name, fields[at] ?? '']))
  })
}

const fromJson = (text: string): unknown[] | string => {
  try {
    const json: unknown = JSON.parse(text)
    return Array.isArray(json) ? json : 'It is JSON, but not a list.'
  } catch {
    return 'It is not valid JSON.'
  }
}

export const readAllocations = (text: string): ReadAllocations => {
  const bare = text.replace(/^\uFEFF/, '')
  const found = /^\s*\[/.test(bare) ? fromJson(bare) : fromCsv(bare)
  if (typeof found === 'string') return { ok: false, why: found }
  const rows: Allocation[] = []
  for (const [at, one] of found.entries()) {
    const parsed = Allocation.safeParse(one)
    if (!parsed.success)
      return { ok: false, why: `Entry ${at + 1}: ${parsed.error.issues[0]?.path.join('.') ?? ''} is missing or wrong.` }
    rows.push(parsed.data)
  }
  return { ok: true, rows }
}
