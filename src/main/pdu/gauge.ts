// Amps and watts as the PDU counts them, in amps and watts.
import type { Cells } from './cells.ts'
import type { Gauge } from './family.ts'
import { numberOf, textOf } from './snmp-value.ts'

export function valueOf({ column, digits, scale }: Gauge, cell: Cells, row: string): number | null {
  const raw = cell(column, row)
  // Ratings may come with their unit, "16A".
  const number = numberOf(raw) ?? (/^\d+(\.\d+)?(?= ?A$)/.exec(textOf(raw)) ?? [null])[0]
  const places = digits ? numberOf(cell(digits, row)) : 0
  // Negative means that there is no meter.
  if (number === null || Number(number) < 0 || places === null) return null
  return Number((Number(number) * scale * 10 ** -places).toFixed(4))
}
