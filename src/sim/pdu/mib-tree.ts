// Everything an agent can answer, in walking order.
import type { ErrorName } from './error-status.ts'
import { compareOids, parseOid, startsWithOid, type SubIds } from './oid.ts'
import type { SnmpType, SnmpValue } from './snmp-value.ts'

export interface Cell {
  /** The object's own identifier: column of a table, or scalar without its `.0`. */
  readonly object: string
  /** What follows the object: `0` for a scalar, the row's index in a table. */
  readonly index: string
  readonly type: SnmpType
  read(): SnmpValue
  /** Asked before anything of a SET is carried out; the type is already known to be right. */
  check?(value: SnmpValue): ErrorName | null
  /** Absent where the object is read-only. */
  write?(value: SnmpValue): void
}

interface Entry {
  readonly ids: SubIds
  readonly oid: string
  readonly cell: Cell
}

export class MibTree {
  readonly #entries: readonly Entry[]
  readonly #cells: ReadonlyMap<string, Cell>
  readonly #objects: ReadonlySet<string>

  constructor(cells: readonly Cell[]) {
    this.#entries = cells
      .map(cell => ({ cell, oid: `${cell.object}.${cell.index}`, ids: parseOid(`${cell.object}.${cell.index}`) }))
      .toSorted((a, b) => compareOids(a.ids, b.ids))
    this.#cells = new Map(this.#entries.map(entry => [entry.oid, entry.cell]))
    if (this.#cells.size !== cells.length) throw new Error('two cells share an object identifier')
    this.#objects = new Set(cells.map(cell => cell.object))
  }

  get oids(): readonly string[] {
    return this.#entries.map(entry => entry.oid)
  }

  at(oid: string): Cell | undefined {
    return this.#cells.get(oid)
  }

  /** The first cell after `oid`, which need not exist itself. */
  after(oid: string): { oid: string; cell: Cell } | undefined {
    const ids = parseOid(oid)
    let low = 0
    let high = this.#entries.length
    while (low < high) {
      const middle = (low + high) >>> 1
      const entry = this.#entries[middle]
      if (entry && compareOids(entry.ids, ids) <= 0) low = middle + 1
      else high = middle
    }
    return this.#entries[low]
  }

  /** Whether this agent has such an object at all, in whatever row. */
  knowsObjectOf(oid: string): boolean {
    for (const object of this.#objects) if (startsWithOid(oid, object)) return true
    return false
  }
}
