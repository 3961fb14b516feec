// The journal: events as rows that are only ever added, chained and sealed. One writer, the engine.
import { fault, ok, type Result } from '#core/fault.ts'
import { genesis, headOf, macOf, type Head, type Row } from './chain.ts'
import { lastRow, openJournalReader, parseBody } from './journal-reader.ts'
import type { Dated, JournalReader, ReaderNeeds, Recorded } from './journal-reader.ts'
import { readSeal, sealKeeper, type Seal, type SealFound } from './seal.ts'
import { attempt } from './sqlite-fault.ts'
import { checkFromSeal, type Finding } from './verify.ts'

export interface JournalNeeds<E extends Dated> extends ReaderNeeds<E> {
  /** The install key, from the vault. */
  readonly sealKey: Uint8Array
  readonly sealPath: string
  readonly site: string
  readonly cart: string
  readonly newId: () => string
}

/** The new head, and the rows as they were written. */
export interface Appended<E> extends Head {
  readonly rows: readonly Recorded<E>[]
}

export interface Journal<E> extends JournalReader<E> {
  /** Writes all events in one transaction, or none: a head that is not the expected one means another writer. */
  append(expectedHead: Head, events: readonly E[]): Promise<Result<Appended<E>>>
  /** What did not agree with the seal when this journal was opened; it stays in the seal for `verifyJournal`. */
  readonly broken: Finding | undefined
  /** Waits until the seal on disk reaches the head. */
  settled(): Promise<Result<void>>
}

export async function openJournal<E extends Dated>(needs: JournalNeeds<E>): Promise<Result<Journal<E>>> {
  const { db, clock, sealKey, sealPath } = needs
  const last = lastRow(db)
  const found = await clock.io(readSeal(sealPath, sealKey))
  if (!found.ok) return found
  const checked = attempt(db.name, () => ({ head: headOf(last()), finding: checkFromSeal(db, sealKey, found.value) }))
  if (!checked.ok) return checked
  const { head, finding } = checked.value
  const breaks = breaksOf(found.value, finding, head, clock.now())
  const keeper = sealKeeper(sealPath, sealKey, clock)
  const seal = (to: Head): void => keeper.put({ v: 1, count: to.count, mac: to.mac, breaks })
  seal(head)
  const first = await keeper.settled()
  if (!first.ok) return first
  const write = writerOf(needs, last)
  return ok({
    ...openJournalReader(needs),
    append: async (expectedHead, events) => {
      const appended = write(expectedHead, events)
      if (appended.ok && events.length > 0) seal(appended.value)
      return appended
    },
    broken: finding,
    settled: keeper.settled,
  })
}

function breaksOf(found: SealFound, finding: Finding | undefined, head: Head, at: number): Seal['breaks'] {
  const before = found.is === 'whole' ? found.seal : undefined
  if (!finding) return before?.breaks ?? []
  const sealed = before ? { count: before.count, mac: before.mac } : null
  return [...(before?.breaks ?? []), { at, what: finding.what, sealed, found: { count: head.count, mac: head.mac } }]
}

interface Ready<E> {
  readonly event: E
  readonly body: string
}

type Writer<E> = (expectedHead: Head, events: readonly E[]) => Result<Appended<E>>

function writerOf<E extends Dated>(
  { db, schema, sealKey, site, cart, newId }: JournalNeeds<E>,
  last: ReturnType<typeof lastRow>,
): Writer<E> {
  const insert = db.prepare<[number, string, string, string, number, string, string, Buffer]>(
    'INSERT INTO event (seq, id, site, cart, at, kind, body, mac) VALUES (?, ?, ?, ?, ?, ?, ?, ?)',
  )

  function addRow(before: Pick<Row, 'seq' | 'mac'> | undefined, { event, body }: Ready<E>): Row {
    const row = {
      seq: (before?.seq ?? 0) + 1,
      id: newId(),
      site,
      cart,
      at: Math.floor(event.at),
      kind: event.kind,
      body,
    }
    const mac = macOf(sealKey, before?.mac ?? genesis, row)
    insert.run(row.seq, row.id, row.site, row.cart, row.at, row.kind, row.body, mac)
    return { ...row, mac }
  }

  const addAll = db.transaction((expected: Head, all: readonly Ready<E>[]) => {
    let before = last()
    const head = headOf(before)
    if (head.count !== expected.count || head.mac !== expected.mac) return otherWriter(expected, head)
    const rows: Recorded<E>[] = []
    for (const ready of all) {
      const row = addRow(before, ready)
      rows.push({ seq: row.seq, id: row.id, site, cart, event: ready.event })
      before = row
    }
    return ok({ ...headOf(before), rows })
  })

  return (expected, events) => {
    const all: Ready<E>[] = []
    for (const event of events) {
      const body = JSON.stringify(event)
      // What cannot be read back must not get in: it would lock the journal for good.
      const parsed = parseBody(schema, body)
      if (!parsed.ok) return fault('bug', `event ${event.kind}`, `it would not read back: ${parsed.why}`)
      all.push({ event: parsed.event, body })
    }
    const written = attempt(db.name, () => addAll.immediate(expected, all))
    return written.ok ? written.value : written
  }
}

function otherWriter(expected: Head, head: Head): Result<never> {
  return fault(
    'busy',
    'journal',
    `another process has written to it: ${expected.count} events were expected, it holds ${head.count}`,
    'Close the other Racklight on this data folder, then start this one again.',
  )
}
