// Reading the journal, for the engine and for any number of processes beside it.
import type { z } from 'zod'
import { fault, ok, type Result } from '#core/fault.ts'
import type { Cancel, Clock } from '#core/ports.ts'
import { headOf, rowColumns, type Head, type Row } from './chain.ts'
import type { Database } from './database.ts'
import { attempt } from './sqlite-fault.ts'

/** What every event has; `at` is milliseconds since the Unix epoch. */
export interface Dated {
  readonly kind: string
  readonly at: number
}

export interface Recorded<E> {
  readonly seq: number
  readonly id: string
  readonly site: string
  readonly cart: string
  readonly event: E
}

export interface JournalReader<E> {
  head(): Promise<Result<Head>>
  /** Rows from `fromSeq` on, in order; a row that cannot be understood is a fault that names it. */
  read(fromSeq: number, limit?: number): Promise<Result<Recorded<E>[]>>
  /** Rows from `fromSeq` on and then whatever comes, also from another process, until `cancel`; a fault is the last word. */
  follow(fromSeq: number, cancel: Cancel): AsyncGenerator<Result<Recorded<E>>, void>
}

export interface ReaderNeeds<E extends Dated> {
  readonly db: Database
  readonly schema: z.ZodType<E>
  readonly clock: Clock
}

const followEveryMs = 250
const pageRows = 500

export function openJournalReader<E extends Dated>({ db, schema, clock }: ReaderNeeds<E>): JournalReader<E> {
  const from = db.prepare<[number, number], Row>(`SELECT ${rowColumns} FROM event WHERE seq >= ? ORDER BY seq LIMIT ?`)
  const last = lastRow(db)

  function page(fromSeq: number, limit: number): Result<Recorded<E>[]> {
    const rows = attempt(db.name, () => from.all(fromSeq, limit))
    if (!rows.ok) return rows
    const recorded: Recorded<E>[] = []
    for (const row of rows.value) {
      const parsed = parseRow(schema, row)
      if (!parsed.ok) return parsed
      recorded.push(parsed.value)
    }
    return ok(recorded)
  }

  async function* follow(fromSeq: number, cancel: Cancel): AsyncGenerator<Result<Recorded<E>>, void> {
    let next = fromSeq
    while (!cancel.aborted) {
      const rows = page(next, pageRows)
      if (!rows.ok) return yield rows
      for (const row of rows.value) {
        if (cancel.aborted) return
        yield ok(row)
        next = row.seq + 1
      }
      if (rows.value.length < pageRows) await clock.wait(followEveryMs, cancel)
    }
  }

  return {
    head: async () => {
      const row = attempt(db.name, last)
      return row.ok ? ok(headOf(row.value)) : row
    },
    // SQLite takes a negative limit as none.
    read: async (fromSeq, limit = -1) => page(fromSeq, limit),
    follow,
  }
}

/** A reader of the last row's place in the chain. */
export function lastRow(db: Database): () => Pick<Row, 'seq' | 'mac'> | undefined {
  const last = db.prepare<[], Pick<Row, 'seq' | 'mac'>>('SELECT seq, mac FROM event ORDER BY seq DESC LIMIT 1')
  return () => last.get()
}

function parseRow<E>(schema: z.ZodType<E>, row: Row): Result<Recorded<E>> {
  const parsed = parseBody(schema, row.body)
  if (!parsed.ok) {
    return fault(
      'malformed',
      `journal row ${row.seq}`,
      `the event ${row.kind} cannot be understood: ${parsed.why}`,
      'Run "racklight journal verify": it says whether somebody edited the row or a newer Racklight wrote it.',
    )
  }
  return ok({ seq: row.seq, id: row.id, site: row.site, cart: row.cart, event: parsed.event })
}

type Body<E> = { ok: true; event: E } | { ok: false; why: string }

export function parseBody<E>(schema: z.ZodType<E>, body: string): Body<E> {
  let json: unknown
  try {
    json = JSON.parse(body)
  } catch {
    return { ok: false, why: 'it is not JSON' }
  }
  const parsed = schema.safeParse(json)
  if (parsed.success) return { ok: true, event: parsed.data }
  const issue = parsed.error.issues[0]
  return { ok: false, why: `${issue?.path.join('.') || 'the event'}: ${issue?.message ?? 'wrong shape'}` }
}
