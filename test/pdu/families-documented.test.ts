// The table of PDUs for administrators says of every family what its data says, and of no other.
import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { expect, it } from 'vitest'
import { families } from '#main/pdu/families.ts'
import type { Family } from '#main/pdu/family.ts'

const page = readFileSync(resolve(import.meta.dirname, '../../docs/administrator.md'), 'utf8')

const [, section = ''] = page.split('## Which PDUs')

const rows = (section.split('\n## ')[0] ?? '')
  .split('\n')
  .filter(line => line.startsWith('| `'))
  .map(line =>
    line
      .split('|')
      .slice(1, -1)
      .map(cell => cell.trim()),
  )

const documented = rows.flatMap(([names = '', maker = '', , ...told]) =>
  [...names.matchAll(/`([^`]+)`/g)].map(([, name = '']) => [name, maker, ...told]),
)

const yesOrNo = (has: boolean): string => (has ? 'yes' : 'no')

const dataOf = ({ name, vendor, control, timedCut, nameWrite, maas }: Family): string[] => [
  name,
  vendor,
  typeof control === 'object' ? `read-only: ${control.readOnly}` : control,
  yesOrNo(timedCut !== undefined),
  yesOrNo(nameWrite !== undefined),
  [...new Set(maas.map(({ powerType }) => powerType))].join(', ') || 'no',
]

it('tells each family once, with how it is switched and what it can', () => {
  const byName = (a: string[], b: string[]): number => (a[0] ?? '').localeCompare(b[0] ?? '')
  expect(documented.toSorted(byName)).toEqual(families.map(dataOf).toSorted(byName))
})

it('names models wherever it names a maker of more than one kind', () => {
  const makers = Map.groupBy(rows, ([, maker]) => maker)
  for (const several of [...makers.values()].filter(({ length }) => length > 1))
    expect(several.filter(([, , models]) => models === '')).toEqual([])
})
