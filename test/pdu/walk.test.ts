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

  it.each([true, false])(
    'finds cells kept at another index, without reading what lies between (GETBULK: %s)',
    async bulk => {
      const [, , last] = columns as [Column, Column, Column]
      const sensors = { oid: `${entry}.3`, mib: 'sensors' }
      const by = (type: number): Column => ({ ...sensors, at: row => `${row}.${type}` })
      const cells = cellsOf(['1.1', '1.2', '1.10'], [])
      for (const row of ['1.1', '1.2', '1.10'])
        for (const type of range(20))
          if (!(row === '1.2' && type === 7)) cells[`${sensors.oid}.${row}.${type}`] = int(type)
      const { session, counts } = scriptedSession(cells)
      const reach = { bulk, maxOids: 16 }
      const table = await walkColumns(session, [columns[0] as Column, by(3), by(7), last], reach)
      if (!table.ok) throw new Error(table.fault.detail)
      expect(['1.1', '1.2', '1.10'].map(row => table.value.cell(by(3), row))).toEqual([int(3), int(3), int(3)])
      expect(['1.1', '1.2', '1.10'].map(row => table.value.cell(by(7), row))).toEqual([int(7), undefined, int(7)])
      expect(table.value.cell(last, '1.10')).toEqual(cells[`${last.oid}.1.10`])
      expect(counts.getBulk + counts.getNext).toBeLessThanOrEqual(bulk ? 3 : 4)
    },
  )

  it.each([true, false])(
    'reads another column in the place of one that is missing, whole or in part (GETBULK: %s)',
    async bulk => {
      const stand: Column = { oid: `${entry}.4`, mib: 'otherwise', at: row => `${row}.14` }
      const holed: Column = { oid: `${entry}.2`, mib: 'holed', otherwise: stand }
      const absent: Column = { oid: `${entry}.5`, mib: 'absent', otherwise: stand }
      const cells: Record<string, SnmpValue> = {
        [`${entry}.1.1`]: int(1),
        [`${entry}.1.2`]: int(1),
        [`${entry}.2.2`]: int(2),
      }
      for (const row of [1, 2]) cells[`${entry}.4.${row}.14`] = int(40 + row)
      const { session } = scriptedSession(cells)
      const table = await walkColumns(session, [{ ...absent, otherwise: columns[0] as Column }, holed, absent], {
        bulk,
        maxOids: 16,
      })
      if (!table.ok) throw new Error(table.fault.detail)
      expect(table.value.rows({ ...absent, otherwise: columns[0] as Column })).toEqual(['1', '2'])
      expect([1, 2].map(row => table.value.cell(holed, `${row}`))).toEqual([int(41), int(2)])
      expect([1, 2].map(row => table.value.cell(absent, `${row}`))).toEqual([int(41), int(42)])
    },
  )

  it.each([true, false])(
    'asks for the rows a family lists, though a table lies among them (GETBULK: %s)',
    async bulk => {
      const listed: Column = { oid: entry, mib: 'scalars' }
      const inner: Column = { oid: `${entry}.10.1.2`, mib: 'inner', at: row => `${Number(row.split('.')[0]) - 1}` }
      const cells: Record<string, SnmpValue> = {}
      for (const number of [2, 3, 11]) cells[`${entry}.${number}.0`] = int(number)
      for (const number of range(30)) cells[`${entry}.10.1.2.${number}`] = int(100 + number)
      const { session, counts } = scriptedSession(cells)
      const table = await walkColumns(session, [listed, inner], { bulk, maxOids: 16 }, ['2.0', '3.0', '4.0', '11.0'])
      if (!table.ok) throw new Error(table.fault.detail)
      expect(['2.0', '3.0', '4.0', '11.0'].map(row => table.value.cell(listed, row))).toEqual([
        int(2),
        int(3),
        undefined,
        int(11),
      ])
      expect(['2.0', '3.0', '11.0'].map(row => table.value.cell(inner, row))).toEqual([int(101), int(102), int(110)])
      expect(counts.getBulk + counts.getNext).toBeLessThanOrEqual(3)
    },
  )

  it('loses no row when GETBULK breaks off in the middle of a table', async () => {
    const rows = range(48).map(row => `1.${row}`)
    const { session } = scriptedSession(cellsOf(rows, []), { bulk: { singleAfter: 1 } })
    const table = await walkColumns(session, columns, { bulk: true, maxOids: 16 })
    if (!table.ok) throw new Error(table.fault.detail)
    expect(table.value.rows(columns[0] as Column)).toEqual(rows)
    expect(rows.every(row => columns.every(column => table.value.cell(column, row)))).toBe(true)
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
