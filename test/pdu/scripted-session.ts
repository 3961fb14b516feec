// A conversation with an agent held in memory: true to RFC 3416, with the faults a test asks for.
import { fault, ok } from '#core/fault.ts'
import type { Session } from '#main/pdu/session.ts'
import { compareOids, missing } from '#main/pdu/snmp-value.ts'
import type { SnmpValue, Varbind } from '#main/pdu/snmp-value.ts'

export interface Script {
  /** A GETBULK answer is cut after so many varbinds, as one that must fit a frame. */
  readonly cutAt?: number
  /** GETNEXT answers this in place of the truth. */
  readonly next?: (oid: string, truth: Varbind) => Varbind
  readonly tooBigAbove?: number
  /** GETBULK answers a single varbind, from the beginning or after so many good answers. */
  readonly bulk?: 'single' | { readonly singleAfter: number }
}

export function scriptedSession(cells: Readonly<Record<string, SnmpValue>>, script: Script = {}) {
  const oids = Object.keys(cells).sort(compareOids)
  const counts = { get: 0, getNext: 0, getBulk: 0 }
  const after = (oid: string): Varbind => {
    const found = oids.find(other => compareOids(other, oid) > 0)
    const truth = found === undefined ? { oid, value: missing } : { oid: found, value: cells[found] ?? missing }
    return script.next?.(oid, truth) ?? truth
  }
  const tooBig = fault('notSupported', 'here', 'tooBig')
  const session: Session = {
    version: '2c',
    where: 'here',
    heardAny: true,
    get: async asked => (counts.get++, ok(asked.map(oid => ({ oid, value: cells[oid] ?? missing })))),
    getNext: async asked => {
      counts.getNext++
      return asked.length > (script.tooBigAbove ?? Infinity) ? tooBig : ok(asked.map(after))
    },
    getBulk: async (asked, repetitions) => {
      counts.getBulk++
      const lists: Varbind[][] = asked.map(() => [])
      const good = script.bulk === 'single' ? 0 : (script.bulk?.singleAfter ?? Infinity)
      let room = counts.getBulk > good ? 1 : (script.cutAt ?? Infinity)
      for (let row = 0; row < repetitions; row++)
        for (const [at, oid] of asked.entries()) if (room-- > 0) lists[at]?.push(after(lists[at]?.at(-1)?.oid ?? oid))
      return ok(lists)
    },
    set: async () => ok(undefined),
    close: () => undefined,
  }
  return { session, counts }
}

export const int = (number: number): SnmpValue => ({ kind: 'number', number })
export const text = (words: string): SnmpValue => ({ kind: 'bytes', bytes: new TextEncoder().encode(words) })
