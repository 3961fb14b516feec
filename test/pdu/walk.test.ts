import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Column } from '#main/pdu/family.ts'
import { compareOids } from '#main/pdu/snmp-value.ts'
import type { SnmpValue } from '#main/pdu/snmp-value.ts'
import { walkColumns } from '#main/pdu/walk.ts'
import { int, scriptedSession } from './scripted-session.ts'

const entry = '1.3.6.1.4.1.9999.2.1'
const columns: Column[] = [1, 2, 10].map(number => ({ oid: `${entry}.${number}`, mib: `column${number}` }))

/** All rows of a table have an index of the same length: running, unit and number, or tower, cord and number. */
const rows = fc.oneof(
  fc.uniqueArray(fc.nat(60).map(String), { maxLength: 60 }),
  fc.uniqueArray(
    fc.tuple(fc.nat(3), fc.nat(60)).map(parts => parts.join('.')),
    { maxLength: 60 },
  ),
  fc.uniqueArray(
    fc.tuple(fc.nat(2), fc.nat(2), fc.nat(30)).map(parts => parts.join('.')),
    { maxLength: 60 },
  ),
)

/** Rows as the first column has them; later columns may have holes. */
const tables = fc.record({
  rows,
  holes: fc.array(fc.nat(180), { maxLength: 20 }),
  maxOids: fc.integer({ min: 2, max: 20 }),
  cutAt: fc.integer({ min: 2, max: 64 }),
})

function cellsOf(rows: readonly string[], holes: readonly number[]): Record<string, SnmpValue> {
  const cells: Record<string, SnmpValue> = { '1.3.6.1.4.1.9998.1': int(1), '1.3.6.1.4.1.9999.3.1.1': int(2) }
  for (const [at, row] of rows.entries())
    for (const [place, column] of columns.entries())
      if (place === 0 || !holes.includes(at * 3 + place)) cells[`${column.oid}.${row}`] = int(at * 10 + place)
  return cells
}

describe('walking a table', () => {
  it.each([true, false])('finds every cell, whatever the indices, gaps and limits (GETBULK: %s)', async bulk => {
    await fc.assert(
      fc.asyncProperty(tables, async ({ rows, holes, maxOids, cutAt }) => {
        const cells = cellsOf(rows, holes)
        const { session } = scriptedSession(cells, { cutAt, tooBigAbove: Math.max(1, maxOids - 3) })
        const table = await walkColumns(session, columns, { bulk, maxOids })
        if (!table.ok) throw new Error(table.fault.detail)
        expect(table.value.rows(columns[0] as Column)).toEqual([...rows].sort(compareOids))
        for (const row of rows)
          for (const column of columns) expect(table.value.cell(column, row)).toEqual(cells[`${column.oid}.${row}`])
      }),
      { numRuns: 60 },
    )
  })

  it('takes 48 rows of 12 columns in a dozen GETBULKs', async () => {
    const wide: Column[] = Array.from({ length: 12 }, (_, at) => ({ oid: `${entry}.${at + 1}`, mib: `column${at}` }))
    const cells = Object.fromEntries(wide.flatMap(({ oid }) => range(48).map(row => [`${oid}.${row}`, int(row)])))
    const { session, counts } = scriptedSession(cells, { cutAt: 57 })
    expect((await walkColumns(session, wide, { bulk: true, maxOids: 16 })).ok).toBe(true)
    expect(counts.getBulk).toBeLessThanOrEqual(12)
  })

  it('gives up GETBULK for an agent that answers it with one varbind, and remembers', async () => {
    const { session, counts } = scriptedSession(cellsOf(['1', '2', '3'], []), { bulk: 'single' })
    const reach = { bulk: true, maxOids: 16 }
    const table = await walkColumns(session, columns, reach)
    expect(table.ok && table.value.rows(columns[0] as Column)).toEqual(['1', '2', '3'])
    expect(reach.bulk).toBe(false)
    expect(counts.getBulk).toBe(1)
  })

  it.each([true, false])('ends when an agent makes up rows for ever (GETBULK: %s)', async bulk => {
    const endless = (oid: string) => {
      const parts = oid.split('.')
      const last = oid === columns[0]?.oid ? 0 : Number(parts.pop())
      return { oid: `${parts.join('.')}.${last + 1}`, value: int(1) }
    }
    const { session, counts } = scriptedSession({}, { next: endless })
    const table = await walkColumns(session, columns.slice(0, 1), { bulk, maxOids: 16 })
    expect(table).toMatchObject({ ok: false, fault: { kind: 'malformed' } })
    expect(counts.getBulk + counts.getNext).toBeLessThan(100)
  })

  it.each([true, false])('ends when an agent goes backwards (GETBULK: %s)', async bulk => {
    const back = () => ({ oid: `${columns[0]?.oid}.3`, value: int(1) })
    const { session, counts } = scriptedSession({}, { next: back })
    const table = await walkColumns(session, columns.slice(0, 1), { bulk, maxOids: 16 })
    expect(table).toMatchObject({ ok: false, fault: { kind: 'malformed', detail: expect.stringContaining('circles') } })
    expect(counts.getBulk + counts.getNext).toBeLessThan(5)
  })
})

const range = (count: number): number[] => Array.from({ length: count }, (_, at) => at + 1)
